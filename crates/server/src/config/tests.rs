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
