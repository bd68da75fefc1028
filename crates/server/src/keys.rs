//! What seals secrets, and where sealed ones are.

use std::sync::Arc;

use adapters::{aws_kms::AwsKms, keyring::Keyring, vault::VaultTransit};
use anyhow::{Context, Result};
use kernel::{Chance, Clock};
use ports::{FileKeys, MasterKey, SealedColumn};
use store::Db;

use crate::config::{Config, Master};

/// Every column that holds sealed secrets, so that they can be sealed anew. What lives for minutes, such as mailed codes,
/// is left out.
pub const COLUMNS: &[SealedColumn] = &[
    admission::event_key::SEALED,
    identity::guest::provider::SEALED,
    identity::session::SEALED,
    identity::sso::connection::SEALED,
    identity::token_key::SEALED,
    identity::totp::SEALED,
    insight::chain::SEALED,
    insight::keeping::SEALED,
];

/// Opens the installation's keys with the master key that is configured, and those that may have wrapped before.
pub async fn open(config: &Config, db: &Db, clock: &Arc<dyn Clock>, chance: &Chance) -> Result<Keyring> {
    let file = key_file(config, chance)?;
    let masters = masters(config, clock, file.as_ref())?;
    let ring = Keyring::open(db.clone(), clock.clone(), chance.clone(), masters, file).await;
    ring.context("the keys that seal secrets can't be opened")
}

/// The key file: made where it is the master key, else only read if it is still there.
fn key_file(config: &Config, chance: &Chance) -> Result<Option<Arc<FileKeys>>> {
    let path = config.data.dir.join("secret.key");
    if config.keys.master != Master::File && !path.exists() {
        return Ok(None);
    }
    Ok(Some(Arc::new(FileKeys::open_or_create(&path, chance)?)))
}

fn masters(
    config: &Config,
    clock: &Arc<dyn Clock>,
    file: Option<&Arc<FileKeys>>,
) -> Result<Vec<Arc<dyn MasterKey>>> {
    let keys = &config.keys;
    let mut masters: Vec<(Master, Arc<dyn MasterKey>)> = Vec::new();
    if let Some(file) = file {
        masters.push((Master::File, file.clone()));
    }
    if !keys.aws_kms.key_id.is_empty() {
        masters.push((Master::AwsKms, Arc::new(AwsKms::new(keys.aws_kms.clone(), clock.clone())?)));
    }
    if !keys.vault.address.is_empty() {
        masters.push((Master::Vault, Arc::new(VaultTransit::new(keys.vault.clone())?)));
    }
    masters.sort_by_key(|(kind, _)| *kind != keys.master);
    Ok(masters.into_iter().map(|(_, master)| master).collect())
}
