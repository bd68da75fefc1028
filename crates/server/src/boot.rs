//! From configuration to a running application.

use std::{path::Path, sync::Arc};

use adapters::forward::Network;
use anyhow::{Context, Result};
use httpkit::{App, AppParts, Settings};
use kernel::{Chance, Clock, SystemClock};
use ports::{FolderBlob, LocalRateLimit, Mailbox, Mailer, NoVatRegister, Ports, Providers, VatRegister};
use sales::Desk;
use store::{
    Db, DbOptions,
    embedded::{self, Embedded},
};

use crate::{config::Config, delivery::Printer, keys};

/// Everything that runs: keep it until the end, then [`Running::stop`].
pub struct Running {
    /// The state behind the router.
    pub app: App,
    /// What selling needs.
    pub desk: Desk,
    /// The hosted payment page that comes along.
    pub sandbox: Arc<adapters::sandbox::Sandbox>,
    /// What seals secrets.
    pub keys: Arc<adapters::keyring::Keyring>,
    embedded: Option<Embedded>,
}

impl Running {
    /// The embedded PostgreSQL's version, if it is ours.
    pub fn postgres_version(&self) -> Option<&str> {
        self.embedded.as_ref().map(Embedded::version)
    }

    /// Closes the pool, then stops PostgreSQL.
    pub async fn stop(self) {
        self.app.db.close().await;
        if let Some(embedded) = self.embedded {
            embedded.stop().await;
        }
    }
}

/// Starts or reaches PostgreSQL.
pub async fn database(config: &Config) -> Result<(DbOptions, Option<Embedded>)> {
    let max_connections = config.database.max_connections;
    if !config.database.url.is_empty() {
        let owner = config.database.url.parse().context("database.url can't be read")?;
        return Ok((DbOptions { owner, max_connections }, None));
    }
    prepare_folder(&config.data.dir)?;
    let options = embedded::Options {
        max_connections: max_connections + 16,
        ..embedded::Options::new(config.data.dir.join("postgres"))
    };
    let embedded = Embedded::start(options).await?;
    Ok((DbOptions { owner: embedded.options(), max_connections }, Some(embedded)))
}

/// Like [`database`], but uses the embedded PostgreSQL of a running server instead of starting it twice.
pub async fn reach(config: &Config) -> Result<(DbOptions, Option<Embedded>)> {
    let max_connections = config.database.max_connections.min(4);
    if config.database.url.is_empty()
        && let Some(owner) = embedded::running(&config.data.dir.join("postgres"))
    {
        return Ok((DbOptions { owner, max_connections }, None));
    }
    database(config).await
}

fn prepare_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| {
        format!("the data folder {} can't be made: name another with --data", folder.display())
    })
}

/// Starts everything with the real clock.
pub async fn start(config: &Config) -> Result<Running> {
    start_with(config, Arc::new(SystemClock), Chance::system()).await
}

/// Like [`start`], beside a running server or alone: for commands.
pub async fn start_beside(config: &Config) -> Result<Running> {
    let reached = reach(config).await?;
    assemble(config, reached, Arc::new(SystemClock), Chance::system()).await
}

/// Starts everything with the given clock and chance.
pub async fn start_with(config: &Config, clock: Arc<dyn Clock>, chance: Chance) -> Result<Running> {
    let started = database(config).await?;
    assemble(config, started, clock, chance).await
}

async fn assemble(
    config: &Config,
    (options, embedded): (DbOptions, Option<Embedded>),
    clock: Arc<dyn Clock>,
    chance: Chance,
) -> Result<Running> {
    prepare_folder(&config.data.dir)?;
    let running = start_on(Db::open(options).await?, config, clock, chance).await?;
    Ok(Running { embedded, ..running })
}

/// Starts everything on a database that is open already.
pub async fn start_on(db: Db, config: &Config, clock: Arc<dyn Clock>, chance: Chance) -> Result<Running> {
    let keys = Arc::new(keys::open(config, &db, &clock, &chance).await?);
    let public_url = config.public_url();
    let sandbox = Arc::new(adapters::sandbox::Sandbox::new(
        db.clone(),
        clock.clone(),
        chance.clone(),
        public_url.clone(),
        keys.derive("sandbox/notices")?,
    ));
    let payments = match config.payments.sandbox {
        true => Providers::default().with(sandbox.clone()),
        false => Providers::default(),
    };
    let devices = Arc::new(admission::door_link::PgDevices::new(db.clone(), clock.clone()));
    let idle_days = config.server.session_idle_days;
    let issuer = public_url.clone();
    let directory = identity::PgDirectory::new(db.clone(), clock.clone(), devices, issuer, idle_days);
    let outbound = adapters::outbound::Outbound::new(config.sso.private_providers)?;
    let papers = Printer {
        db: db.clone(),
        clock: clock.clone(),
        chance: chance.clone(),
        public_url: public_url.clone(),
    };
    let app = App::new(AppParts {
        db,
        clock,
        chance,
        ports: Ports {
            blob: Arc::new(FolderBlob::new(&config.data.dir.join("files"))?),
            mailer: mailer(config)?,
            papers: Arc::new(papers),
            payments: payments.clone(),
            keys: keys.clone(),
            forwarder: Arc::new(network(config)?),
            rate_limit: Arc::new(LocalRateLimit::default()),
            sign_on: Arc::new(adapters::oidc::OpenId::new(outbound)),
            vat_register: vat_register(config)?,
            dns: Arc::new(adapters::dns::NameServers::new(config.sso.name_server)?),
        },
        directory: Arc::new(directory),
        settings: Settings {
            public_url,
            open_sign_up: config.server.open_sign_up,
            session_idle_days: config.server.session_idle_days,
            password_memory_kib: identity::PASSWORD_MEMORY_KIB,
            limits: config.limits.clone(),
        },
    });
    let desk = Desk::new(admission::Signers::new(keys.clone()), payments);
    Ok(Running { app, desk, sandbox, keys, embedded: None })
}

/// What reaches systems that organisations name.
fn network(config: &Config) -> Result<Network> {
    let roots = &config.audit.trusted_certificates;
    let roots = (!roots.as_os_str().is_empty()).then_some(roots.as_path());
    Network::new(&config.audit.private_targets, roots).context("audit.trusted_certificates")
}

/// The register of VAT ids, if one is to be asked.
fn vat_register(config: &Config) -> Result<Arc<dyn VatRegister>> {
    if !config.taxes.vies {
        return Ok(Arc::new(NoVatRegister));
    }
    Ok(Arc::new(adapters::vies::Vies::new(&config.taxes.vies_url).context("taxes.vies_url")?))
}

/// The configured mail server, or the mailbox page.
pub fn mailer(config: &Config) -> Result<Arc<dyn Mailer>> {
    let mail = &config.mail;
    if mail.host.is_empty() {
        return Ok(Arc::new(Mailbox));
    }
    let trusted = match mail.ca_file.as_os_str().is_empty() {
        true => None,
        false => Some(
            std::fs::read(&mail.ca_file)
                .with_context(|| format!("mail.ca_file: can't read {}", mail.ca_file.display()))?,
        ),
    };
    Ok(Arc::new(adapters::smtp::Smtp::new(adapters::smtp::Settings {
        host: mail.host.clone(),
        port: mail.port,
        tls: mail.tls,
        username: mail.username.clone(),
        password: mail.password.clone(),
        from: mail.from.parse().context("mail.from is not an address")?,
        trusted,
    })?))
}
