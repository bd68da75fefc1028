//! What `tessera doctor` says, and what its exit code tells a script.

use std::os::unix::fs::PermissionsExt;

use identity::letter::Says;
use serde_json::json;

use crate::{access::World, app::TestApp};

/// What it printed, one check a line, and whether it found nothing broken.
fn examine(app: &TestApp, settings: &[(&str, &str)]) -> (bool, Vec<String>) {
    let output = app.program().envs(settings.iter().copied()).arg("doctor").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let code = output.status.code().unwrap();
    assert!(code == 0 || code == 1, "{code}: {text}{}", String::from_utf8_lossy(&output.stderr));
    (code == 0, text.lines().map(str::to_owned).collect())
}

/// The line about `check`, without its name.
fn line(lines: &[String], check: &str) -> String {
    let found = lines.iter().find(|line| line[4..].trim_start().starts_with(check));
    let line = found.unwrap_or_else(|| panic!("nothing about {check} in {lines:#?}"));
    format!("{} {}", &line[..4].trim_end(), line[4..].trim_start()[check.len()..].trim_start())
}

#[testkit::test]
async fn a_healthy_installation_is_fine() {
    let app = TestApp::start().await;
    let (fine, lines) = examine(&app, &[]);
    assert!(fine, "{lines:#?}");
    assert_eq!(line(&lines, "version"), format!("ok {}", env!("CARGO_PKG_VERSION")));
    assert!(line(&lines, "database").starts_with("ok "), "{lines:#?}");
    assert_eq!(line(&lines, "schema"), "ok up to date");
    assert!(line(&lines, "clock").starts_with("ok "), "{lines:#?}");
    assert_eq!(line(&lines, "jobs"), "ok 0 due (0 s behind), 0 later, 0 failed");
    assert_eq!(line(&lines, "secrets"), "ok 0, all sealed with the newest keys");
    assert_eq!(line(&lines, "credentials"), "ok none that somebody who has left may know");
    // A warning is no failure: the key file has no copy elsewhere yet.
    assert!(line(&lines, "secret key").starts_with("warn "), "{lines:#?}");
    let (_, noted) = examine(&app, &[("TESSERA_KEYS__BACKUP_NOTE", "safe in the cellar")]);
    assert!(line(&noted, "secret key").starts_with("ok ") && line(&noted, "secret key").contains("cellar"));
}

#[testkit::test]
async fn what_is_broken_fails_and_says_what_to_do() {
    let app = TestApp::start().await;
    let (fine, lines) = examine(&app, &[("TESSERA_DATABASE__URL", "postgres://nobody@127.0.0.1:9/nothing")]);
    assert!(!fine && line(&lines, "database").starts_with("FAIL "), "{lines:#?}");
    assert!(line(&lines, "mail").starts_with("ok "), "the other checks are made all the same: {lines:#?}");
    let (fine, lines) = examine(&app, &[("TESSERA_MAIL__HOST", "127.0.0.1"), ("TESSERA_MAIL__PORT", "9")]);
    assert!(!fine && line(&lines, "mail").starts_with("FAIL "), "{lines:#?}");

    let key = app.data().join("secret.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let (fine, lines) = examine(&app, &[]);
    assert!(!fine && line(&lines, "secret key").contains("chmod 600"), "{lines:#?}");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();

    let mut rows = app.owner().await;
    sqlx::query(
        "insert into jobs (kind, payload, run_at, created_at)
         values ('mail.send', '{}', now() - interval '1 hour', now() - interval '1 hour')",
    )
    .execute(&mut rows)
    .await
    .unwrap();
    let (fine, lines) = examine(&app, &[]);
    assert!(!fine && line(&lines, "jobs").contains("is a worker running?"), "{lines:#?}");
    sqlx::query("delete from jobs").execute(&mut rows).await.unwrap();
    sqlx::query("delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)")
        .execute(&mut rows)
        .await
        .unwrap();
    let (fine, lines) = examine(&app, &[]);
    assert!(fine && line(&lines, "schema").starts_with("warn 1 migrations to apply"), "{lines:#?}");
}

#[testkit::test]
async fn secrets_that_somebody_who_left_may_know_are_counted_and_marked() {
    let (app, world) = World::built().await;
    let here = "/api/v1/organisations/harbour";
    let leaver = world.hire(&app, "leaver", None).await;
    leaver.may(&[kernel::Permission::ApiKeysManage]).await;
    let register = async |name: &str, confidential: bool| {
        let body = json!({
            "name": name, "redirect_uris": ["https://planner.example/"], "permissions": [],
            "confidential": confidential,
        });
        leaver.client.post(&format!("{here}/apps"), body).await.expect(201);
    };
    register("Till", true).await;
    register("Phone", false).await;
    let key = json!({ "name": "Report", "permissions": [] });
    leaver.client.post(&format!("{here}/api-keys"), key).await.expect(201);
    let marked = async || {
        let list = world.shop.owner.get(&format!("{here}/apps")).await.expect(200).json();
        let apps = list["items"].as_array().unwrap().clone();
        apps.into_iter()
            .filter(|app| app["maker_left"] == true)
            .map(|app| app["name"].clone())
            .collect::<Vec<_>>()
    };
    assert!(marked().await.is_empty());
    let me = leaver.client.get("/api/v1/me").await.expect(200).json();
    let member = format!("{here}/members/{}", me["person"]["id"].as_str().unwrap());
    world.shop.owner.delete(&member).await.expect(204);
    assert_eq!(marked().await, ["Phone", "Till"]);
    let letters = app.letters().await;
    let told = letters.iter().find_map(|(to, says)| match says {
        Says::SecretsLeft { who, link, .. } => {
            Some((to.as_str(), who.as_str(), link.ends_with("/admin/harbour/api-keys")))
        }
        _ => None,
    });
    assert_eq!(told, Some(("owner@harbour.example", "leaver", true)));
    app.run_jobs().await;
    let (_, lines) = examine(&app, &[]);
    let told =
        "warn somebody who has left may know the secrets of 1 API keys and 1 apps: the admin marks them";
    assert_eq!(line(&lines, "credentials"), told);
}
