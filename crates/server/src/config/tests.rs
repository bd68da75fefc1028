use super::*;

fn load(toml: &str) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tessera.toml");
    std::fs::write(&file, toml).unwrap();
    Config::load(&Overrides { file: Some(file), ..Overrides::default() })
}

#[test]
fn the_embedded_defaults_are_complete() {
    let config = Config::defaults().unwrap();
    assert_eq!(config.public_url(), "http://127.0.0.1:8080");
}

#[test]
fn a_key_nobody_knows_is_told_with_its_place() {
    let error = load("[server]\nlissten = \"127.0.0.1:1\"\n").unwrap_err().to_string();
    assert!(error.contains("lissten") && error.contains("tessera.toml"), "{error}");
}

#[test]
fn a_value_of_the_wrong_kind_is_told_with_its_key() {
    let error = load("[database]\nmax_connections = \"many\"\n").unwrap_err().to_string();
    assert!(error.contains("max_connections") && error.contains("tessera.toml"), "{error}");
}

#[test]
fn the_command_line_wins() {
    let overrides = Overrides { data: Some("/srv/tessera".into()), port: Some(9000), ..Overrides::default() };
    let config = Config::load(&overrides).unwrap();
    assert_eq!((config.data.dir, config.server.listen.port()), (PathBuf::from("/srv/tessera"), 9000));
}

#[test]
fn secrets_are_not_shown() {
    let config =
        load("[mail]\npassword = \"hunter2\"\n[database]\nurl = \"postgres://u:hunter3@h/d\"\n").unwrap();
    let shown = toml::to_string(&config.without_secrets()).unwrap();
    assert!(!shown.contains("hunter") && !format!("{config:?}").contains("hunter"), "{shown}");
}

/// Two thousand people behind one address of a hall's Wi-Fi, within half a minute: pages, cart, details, order, payment.
#[tokio::test]
async fn a_hall_behind_one_address_can_buy() {
    use ports::RateLimit;

    let limits = Config::defaults().unwrap().limits;
    let counted = ports::LocalRateLimit::default();
    let opening: kernel::Instant = "2027-03-01T12:00:00Z".parse().unwrap();
    for person in 0..2000 {
        let now = opening.plus_seconds(person * 30 / 2000);
        for _ in 0..6 {
            assert!(counted.take("page", limits.page, now).await.allowed);
        }
        for _ in 0..4 {
            assert!(counted.take("checkout", limits.checkout, now).await.allowed);
        }
    }
}

#[test]
fn the_schema_knows_every_key_with_its_default_and_its_words() {
    fn walk(schema: &serde_json::Value, defaults: &toml::Table, path: &str) {
        assert_eq!(schema["additionalProperties"], false, "{path}");
        let properties = schema["properties"].as_object().unwrap();
        assert_eq!(properties.len(), defaults.len(), "{path} has keys without a default");
        for (key, default) in defaults {
            let (property, path) = (&properties[key], format!("{path}.{key}"));
            match default.as_table() {
                Some(table) => walk(property, table, &path),
                None => {
                    assert_eq!(property["default"], serde_json::to_value(default).unwrap(), "{path}");
                    assert!(property["description"].as_str().unwrap().len() > 3, "{path}");
                }
            }
        }
    }
    let schema: serde_json::Value = serde_json::from_str(&schema::json().unwrap()).unwrap();
    walk(&schema, &toml::from_str(DEFAULTS).unwrap(), "");
    let server = &schema["properties"]["server"]["properties"];
    assert_eq!(server["listen"]["type"], "string");
    assert!(server["listen"]["description"].as_str().unwrap().starts_with("The address and port"));
    let tls = &schema["properties"]["mail"]["properties"]["tls"];
    assert_eq!(tls["enum"], serde_json::json!(["none", "starttls", "implicit"]), "{tls}");
}
