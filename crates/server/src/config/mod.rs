//! Configuration: embedded defaults, a file, the environment, the command line. A key nobody knows is an error that
//! says where it came from.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use httpkit::limits::Limits;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub mod schema;
#[cfg(test)]
mod tests;

/// Every key with its default and what it means.
pub const DEFAULTS: &str = include_str!("../../../../config.default.toml");

/// The file that is read when none is named.
const FILE: &str = "tessera.toml";

/// Everything an operator can set. `config.default.toml` explains the keys.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Listening and links.
    pub server: Server,
    /// How often callers may ask.
    pub limits: Limits,
    /// The data folder.
    pub data: Data,
    /// What seals secrets.
    pub keys: Keys,
    /// PostgreSQL.
    pub database: Database,
    /// Copies of the audit log.
    pub audit: Audit,
    /// Background work.
    pub worker: Worker,
    /// The mail server.
    pub mail: Mail,
    /// Ways to pay.
    pub payments: Payments,
    /// Taxes.
    pub taxes: Taxes,
    /// Single sign-on.
    pub sso: Sso,
    /// Logs.
    pub log: Log,
}

/// Listening and links.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Where to listen.
    #[schema(value_type = String)]
    pub listen: SocketAddr,
    /// Where the site is reached from outside.
    pub public_url: String,
    /// Whether anybody may sign up.
    pub open_sign_up: bool,
    /// Days without a request after which a session ends.
    #[schema(minimum = 1, maximum = 30)]
    pub session_idle_days: i32,
    /// Seconds a request may take.
    pub request_timeout_seconds: u64,
    /// Seconds to finish what runs when stopping.
    pub drain_seconds: u64,
    /// The proxies that are believed when they tell where a request comes from.
    #[schema(value_type = Vec<String>)]
    pub trusted_proxies: Vec<IpNet>,
    /// Connections at the same time.
    #[schema(minimum = 1)]
    pub max_connections: usize,
    /// Seconds for a handshake, and for the head of a request.
    pub header_timeout_seconds: u64,
    /// Seconds in which at least a part of a body has to come.
    pub body_timeout_seconds: u64,
    /// Seconds a connection may do nothing between requests.
    pub keep_alive_seconds: u64,
    /// Seconds in which a client has to take a part of its answer.
    pub write_timeout_seconds: u64,
    /// Built-in HTTPS.
    pub tls: Tls,
}

/// Built-in HTTPS.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate with its chain; empty for no HTTPS of our own.
    #[schema(value_type = String)]
    pub cert_file: PathBuf,
    /// Its private key.
    #[schema(value_type = String)]
    pub key_file: PathBuf,
    /// Where to listen without encryption and send everybody to HTTPS; empty for nowhere.
    #[serde(with = "optional_address")]
    #[schema(value_type = String)]
    pub redirect_listen: Option<SocketAddr>,
    /// Certificates that are fetched and renewed without anybody's doing.
    pub acme: Acme,
}

/// Certificates by ACME (RFC 8555).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acme {
    /// The names the certificate is for; empty for none by ACME.
    pub domains: Vec<String>,
    /// Mail addresses that the authority may write to.
    pub contact: Vec<String>,
    /// The authority's directory.
    pub directory: String,
    /// The certificate that signs the authority's own, if that is none of the public ones.
    #[schema(value_type = String)]
    pub ca_file: PathBuf,
}

impl Acme {
    /// Whether there is a certificate to be fetched.
    pub fn enabled(&self) -> bool {
        !self.domains.is_empty()
    }
}

impl Tls {
    /// Whether we encrypt ourselves.
    pub fn enabled(&self) -> bool {
        self.has_files() || self.acme.enabled()
    }

    fn has_files(&self) -> bool {
        !self.cert_file.as_os_str().is_empty()
    }
}

/// The data folder.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The folder.
    #[schema(value_type = String)]
    pub dir: PathBuf,
}

/// PostgreSQL.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// An outside server; empty for the embedded one.
    pub url: String,
    /// Connections of this process.
    #[schema(minimum = 4)]
    pub max_connections: u32,
}

/// Background work.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    /// Jobs at the same time.
    #[schema(minimum = 1)]
    pub concurrency: usize,
}

/// The mail server.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Its name; empty for the mailbox page.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: adapters::smtp::Tls,
    /// Who signs in; empty for nobody.
    pub username: String,
    /// With which password.
    pub password: String,
    /// The sender's address.
    pub from: String,
    /// A certificate that is trusted besides the public ones; empty for none.
    #[schema(value_type = String)]
    pub ca_file: PathBuf,
}

/// Copies of the audit log.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// Private networks that organisations may have copies sent to.
    #[schema(value_type = Vec<String>)]
    pub private_targets: Vec<IpNet>,
    /// Certificates that are trusted besides the well-known ones; empty for none.
    #[schema(value_type = String)]
    pub trusted_certificates: PathBuf,
}

/// What seals secrets.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// What wraps the installation's keys.
    pub master: Master,
    /// Where the operator keeps a copy of the key file; the doctor asks for it.
    pub backup_note: String,
    /// A key of AWS KMS.
    pub aws_kms: adapters::aws_kms::Settings,
    /// A key of Vault's Transit engine.
    pub vault: adapters::vault::Settings,
}

/// What wraps the installation's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Master {
    /// The key file in the data folder.
    File,
    /// AWS Key Management Service.
    AwsKms,
    /// Vault Transit.
    Vault,
}

/// Ways to pay.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Payments {
    /// Whether there is a test card that moves no money.
    pub sandbox: bool,
}

/// Taxes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Taxes {
    /// Whether VAT ids are looked up in the European register after an order.
    pub vies: bool,
    /// Where that is.
    pub vies_url: String,
}

/// Single sign-on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sso {
    /// Whether identity providers without https, or in private networks, are reached.
    pub private_providers: bool,
    /// Who is asked for records that prove a domain; empty for the system's name servers.
    #[serde(with = "optional_address")]
    #[schema(value_type = String)]
    pub name_server: Option<SocketAddr>,
}

/// Logs.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Their form.
    pub format: LogFormat,
    /// What is told.
    pub level: String,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Pretty on a terminal, JSON elsewhere.
    Auto,
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

/// What the command line says, above everything else.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The configuration file.
    pub file: Option<PathBuf>,
    /// The data folder.
    pub data: Option<PathBuf>,
    /// The port.
    pub port: Option<u16>,
}

/// The configuration can't be used; every problem on its own line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl Config {
    /// Reads everything and checks it.
    pub fn load(overrides: &Overrides) -> Result<Self, ConfigError> {
        let figment = sources(overrides)?;
        let mut config: Self = figment.extract().map_err(|errors| {
            let lines: Vec<String> = errors.into_iter().map(|error| explain(&error)).collect();
            ConfigError(lines.join("\n"))
        })?;
        if let Some(dir) = &overrides.data {
            config.data.dir.clone_from(dir);
        }
        if let Some(port) = overrides.port {
            config.server.listen.set_port(port);
        }
        config.check()?;
        Ok(config)
    }

    /// The defaults alone.
    pub fn defaults() -> Result<Self, ConfigError> {
        Figment::from(Toml::string(DEFAULTS)).extract().map_err(|error| ConfigError(error.to_string()))
    }

    /// The site's address without a trailing slash.
    pub fn public_url(&self) -> String {
        match self.server.public_url.trim_end_matches('/') {
            "" if self.server.tls.enabled() => match self.server.tls.acme.domains.first() {
                Some(name) => format!("https://{name}"),
                None => format!("https://{}", self.server.listen),
            },
            "" => format!("http://{}", self.server.listen),
            url => url.to_owned(),
        }
    }

    /// The same with secrets blotted out, for showing.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut shown = self.clone();
        let blot = |text: &mut String| {
            if !text.is_empty() {
                "…".clone_into(text);
            }
        };
        blot(&mut shown.mail.password);
        blot(&mut shown.database.url);
        shown
    }

    fn check(&self) -> Result<(), ConfigError> {
        let url = &self.server.public_url;
        if !url.is_empty() && !url.starts_with("https://") && !url.starts_with("http://") {
            return Err(ConfigError(format!(
                "server.public_url is “{url}”: it has to start with https:// or http://"
            )));
        }
        self.check_tls()?;
        self.check_keys()?;
        if self.server.max_connections == 0 {
            return Err(ConfigError("server.max_connections has to be at least 1".to_owned()));
        }
        if self.database.max_connections < 4 {
            return Err(ConfigError("database.max_connections has to be at least 4".to_owned()));
        }
        if !(1..=30).contains(&self.server.session_idle_days) {
            return Err(ConfigError("server.session_idle_days has to be 1 to 30".to_owned()));
        }
        if self.worker.concurrency == 0 {
            return Err(ConfigError("worker.concurrency has to be at least 1".to_owned()));
        }
        if !self.mail.host.is_empty() && self.mail.from.parse::<kernel::Email>().is_err() {
            return Err(ConfigError(format!("mail.from is “{}”: it has to be an address", self.mail.from)));
        }
        Ok(())
    }
}

impl Config {
    fn check_keys(&self) -> Result<(), ConfigError> {
        let keys = &self.keys;
        let refuse = |text: &str| Err(ConfigError(text.to_owned()));
        match keys.master {
            Master::AwsKms if keys.aws_kms.key_id.is_empty() || keys.aws_kms.region.is_empty() => {
                refuse("keys.master is aws-kms: keys.aws_kms.key_id and keys.aws_kms.region are missing")
            }
            Master::Vault
                if keys.vault.address.is_empty() || keys.vault.token_file.as_os_str().is_empty() =>
            {
                refuse("keys.master is vault: keys.vault.address and keys.vault.token_file are missing")
            }
            _ => Ok(()),
        }
    }

    fn check_tls(&self) -> Result<(), ConfigError> {
        let tls = &self.server.tls;
        let refuse = |text: &str| Err(ConfigError(text.to_owned()));
        if tls.has_files() == tls.key_file.as_os_str().is_empty() {
            return refuse("server.tls.cert_file and server.tls.key_file belong together: set both or none");
        }
        if tls.redirect_listen.is_some() && !self.public_url().starts_with("https://") {
            return refuse(
                "server.tls.redirect_listen sends to server.public_url: that has to start with https://",
            );
        }
        if tls.enabled() && !self.public_url().starts_with("https://") {
            return refuse("server.public_url has to start with https:// where server.tls is set up");
        }
        self.check_acme()
    }

    fn check_acme(&self) -> Result<(), ConfigError> {
        let tls = &self.server.tls;
        let refuse = |text: &str| Err(ConfigError(text.to_owned()));
        if !tls.acme.enabled() {
            return Ok(());
        }
        if tls.has_files() {
            return refuse(
                "server.tls.acme.domains and server.tls.cert_file exclude each other: set one of them",
            );
        }
        if !tls.acme.directory.starts_with("https://") {
            return refuse("server.tls.acme.directory has to start with https://");
        }
        let no_name = |name: &String| {
            let name = name.as_str();
            name.parse::<std::net::IpAddr>().is_ok() || name.contains(['*', ':', '/', ' ']) || name.is_empty()
        };
        match tls.acme.domains.iter().find(|name| no_name(name)) {
            Some(name) => Err(ConfigError(format!(
                "server.tls.acme.domains: “{name}” is no name that tls-alpn-01 can prove, such as tickets.example.org"
            ))),
            None => Ok(()),
        }
    }
}

fn sources(overrides: &Overrides) -> Result<Figment, ConfigError> {
    let mut figment = Figment::from(Toml::string(DEFAULTS));
    figment = match &overrides.file {
        Some(file) if !file.exists() => {
            return Err(ConfigError(format!("the configuration file {} is not there", file.display())));
        }
        Some(file) => figment.merge(Toml::file_exact(file)),
        None if Path::new(FILE).exists() => figment.merge(Toml::file_exact(FILE)),
        None => figment,
    };
    let own = Env::prefixed("TESSERA_").filter(|key| key.as_str().contains("__")).split("__");
    Ok(figment.merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database.url".into())).merge(own))
}

/// One problem with the key and where it was set.
fn explain(error: &figment::Error) -> String {
    let key = error.path.join(".");
    let place = error.metadata.as_ref().map(|metadata| match &metadata.source {
        Some(source) => format!(" (in {source})"),
        None => format!(" (in {})", metadata.name),
    });
    let key = if key.is_empty() { String::new() } else { format!("{key}: ") };
    format!("{key}{}{}", error.kind, place.unwrap_or_default())
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("max_connections", &self.max_connections).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// An address with a port, or an empty text.
mod optional_address {
    use std::net::SocketAddr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        address: &Option<SocketAddr>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&address.map(|address| address.to_string()).unwrap_or_default())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SocketAddr>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let told = |_| D::Error::custom(format!("“{text}” is no address with a port, such as 0.0.0.0:80"));
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(told) }
    }
}
