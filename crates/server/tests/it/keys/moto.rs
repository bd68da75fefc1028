//! AWS Key Management Service as moto plays it: it really encrypts, and does not look at signatures (those are tested with
//! Amazon's vectors).

use std::{
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use adapters::aws_kms::{AwsKms, Credentials, Settings};
use kernel::SystemClock;
use ports::MasterKey;
use serde_json::{Value, json};

/// The variable that names moto's server; `cargo xtask test` installs it and sets it.
const PROGRAM: &str = "TESSERA_TEST_MOTO";

/// A running moto with a key.
pub struct Moto {
    server: Child,
    endpoint: String,
    key_id: String,
}

impl Moto {
    /// Nothing where moto is not installed.
    pub async fn start() -> Option<Self> {
        let Ok(program) = std::env::var(PROGRAM) else {
            eprintln!("LEFT OUT: keys wrapped by AWS KMS: {PROGRAM} does not name moto's server");
            return None;
        };
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        let server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut moto = Self { server, endpoint: format!("http://127.0.0.1:{port}"), key_id: String::new() };
        moto.key_id = moto.create_key().await;
        Some(moto)
    }

    /// Asks until it answers.
    async fn create_key(&self) -> String {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        for _ in 0..600 {
            let call = client
                .post(format!("{}/", self.endpoint))
                .header("x-amz-target", "TrentService.CreateKey")
                .header("content-type", "application/x-amz-json-1.1")
                .header(
                    "authorization",
                    "AWS4-HMAC-SHA256 Credential=k/20270301/eu-central-1/kms/aws4_request",
                )
                .json(&json!({}));
            if let Ok(answer) = call.send().await {
                let answer: Value = answer.json().await.unwrap();
                return answer["KeyMetadata"]["KeyId"].as_str().unwrap().to_owned();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("moto does not answer at {}", self.endpoint)
    }

    fn with(&self, key_id: String) -> Arc<dyn MasterKey> {
        let settings =
            Settings { key_id, region: "eu-central-1".to_owned(), endpoint: self.endpoint.clone() };
        let (key_id, secret) = ("AKIDEXAMPLE".to_owned(), "secret".to_owned());
        let credentials = Credentials { key_id, secret, token: Some("token".to_owned()) };
        Arc::new(AwsKms::with_credentials(settings, Arc::new(SystemClock), credentials).unwrap())
    }

    /// The key that Tessera uses.
    pub fn key(&self) -> Arc<dyn MasterKey> {
        self.with(self.key_id.clone())
    }

    /// One that has wrapped nothing.
    pub async fn another_key(&self) -> Arc<dyn MasterKey> {
        self.with(self.create_key().await)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
