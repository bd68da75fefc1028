//! Mails through a real mail server, which asks for STARTTLS and a password.

use std::{
    io::{BufRead, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::{Value, json};

use crate::app::{Shop, TestApp, order_body};

/// `web/e2e/support/mail-server.mjs` with a certificate of its own. Dropping it ends it.
struct MailServer {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    folder: tempfile::TempDir,
    port: u16,
}

impl MailServer {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        std::fs::write(&certificate, cert.pem()).unwrap();
        std::fs::write(&key, signing_key.serialize_pem()).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/e2e/support/mail-server.mjs");
        let mut process = Command::new("node")
            .args([script, certificate, key])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut server = Self { process, lines, folder, port: 0 };
        server.port = server.next()["port"].as_u64().unwrap().try_into().unwrap();
        server
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    /// The next mail that arrives.
    fn next(&mut self) -> Value {
        let line = self.lines.next().expect("it runs: `npm ci` in web/ brings what it needs").unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// The program, sending its mails to this server with `password`.
    async fn customer(&self, password: &str, trusts_it: bool) -> TestApp {
        TestApp::start_with(|config| {
            config.mail.host = "localhost".to_owned();
            config.mail.port = self.port;
            config.mail.username = "tickets".to_owned();
            config.mail.password = password.to_owned();
            config.mail.from = "tickets@hall.example".to_owned();
            if trusts_it {
                config.mail.ca_file = self.certificate();
            }
        })
        .await
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Sells a ticket to `email`; returns how the mail stands after the first try.
async fn sell_to(app: &TestApp, email: &str) -> (Shop, Value) {
    let (shop, ticket) = Shop::open(app, "harbour", 2500, Some(50)).await;
    // The mails to whoever signed up are not what this is about.
    app.letters().await;
    let mut order = order_body(&ticket, 1, "manual", true);
    order["email"] = json!(email);
    shop.owner.post(&shop.api("/orders"), order).await.expect(201);
    app.run_jobs().await;
    let mails = shop.owner.get("/api/v1/organisations/harbour/mails").await.expect(200).json();
    let mail = mails["items"][0].clone();
    (shop, mail)
}

const PASSWORD: &str = "a good password";

#[testkit::test]
async fn tickets_arrive_encrypted_and_with_their_files() {
    let mut server = MailServer::start();
    let app = server.customer(PASSWORD, true).await;
    let (_, mail) = sell_to(&app, "grace@guest.example").await;
    assert_eq!(mail["status"], "sent", "{mail}");
    let arrived = server.next();
    assert_eq!((&arrived["secure"], &arrived["user"]), (&json!(true), &json!("tickets")), "{arrived}");
    assert_eq!(arrived["to"], "\"Grace Guest\" <grace@guest.example>");
    assert_eq!(arrived["from"], "\"The harbour\" <tickets@hall.example>");
    assert_eq!(arrived["subject"], mail["subject"]);
    assert!(arrived["text"].as_str().unwrap().contains("Spring show"));
    assert!(arrived["html"].as_str().unwrap().contains("<html"));
    let files: Vec<(&str, &str)> = arrived["attachments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["type"].as_str().unwrap(), file["start"].as_str().unwrap()))
        .collect();
    let starts = |kind: &str, start: &str| files.iter().any(|(t, s)| *t == kind && s.starts_with(start));
    assert!(starts("application/pdf", "%PDF-") && starts("text/calendar", "BEGIN:VCALENDAR"), "{files:?}");
}

#[testkit::test]
async fn a_busy_server_is_asked_again_and_an_unknown_address_is_not() {
    let server = MailServer::start();
    let app = server.customer(PASSWORD, true).await;
    let (shop, mail) = sell_to(&app, "tempfail@guest.example").await;
    assert_eq!(mail["status"], "queued", "{mail}");
    let here = "/api/v1/organisations/harbour/mails";
    let detail = format!("{here}/{}", mail["id"].as_str().unwrap());
    let detail = shop.owner.get(&detail).await.expect(200).json();
    assert!(detail["error"].as_str().unwrap().contains("come back later"), "{detail}");

    let products = shop.owner.get(&shop.api("/products")).await.json();
    let mut order = order_body(products["items"][0]["id"].as_str().unwrap(), 1, "manual", true);
    order["email"] = json!("reject@guest.example");
    shop.owner.post(&shop.api("/orders"), order).await.expect(201);
    app.run_jobs().await;
    let mails = shop.owner.get(here).await.json();
    let mail = mails["items"].as_array().unwrap().iter().find(|mail| mail["status"] == "failed").unwrap();
    assert_eq!(mail["to_email"], "reject@guest.example", "{mails}");
}

#[testkit::test]
async fn a_wrong_password_or_a_strange_certificate_delays_a_mail() {
    let server = MailServer::start();
    let app = server.customer("a wrong password", true).await;
    let (_, mail) = sell_to(&app, "grace@guest.example").await;
    assert_eq!(mail["status"], "queued", "{mail}");
    let app = server.customer(PASSWORD, false).await;
    let (_, mail) = sell_to(&app, "grace@guest.example").await;
    assert_eq!(mail["status"], "queued", "{mail}");
}
