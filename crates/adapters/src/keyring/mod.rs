//! Envelope encryption: secrets are sealed with the key of their organisation, those keys are wrapped by the
//! installation's, and that one by a master key, which is a file or stays in a key service.
//!
//! Tables: `installation_keys`, `data_keys`. What is sealed begins with whose key it was and which version, so that older
//! versions open what they sealed until it is sealed anew ([`rotation`]).

pub mod rotation;
mod sealed;
mod store;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use ::store::Db;
use async_trait::async_trait;
use kernel::{Chance, Clock, Instant, OrgId};
use ports::{FileKeys, Keys, KeysError, MasterKey, SecretKey};

use tokio_util::sync::CancellationToken;

use sealed::{Holder, Sealed};

/// Opens and seals. Keys stay in memory once they were unwrapped.
pub struct Keyring {
    db: Db,
    clock: Arc<dyn Clock>,
    chance: Chance,
    /// The one that wraps, then those that only unwrap.
    masters: Vec<Arc<dyn MasterKey>>,
    /// What opens secrets from before there was a keyring.
    file: Option<Arc<FileKeys>>,
    installation: RwLock<Arc<Versions>>,
    organisations: RwLock<HashMap<OrgId, Arc<Versions>>>,
}

/// How often a process looks for a newer key of the installation, and how old one has to be until it seals: by then
/// every process can open what it has sealed.
const LOOK: Duration = Duration::from_secs(30);
const SETTLED: i64 = 90;

/// Keys by version.
#[derive(Debug, Default)]
struct Versions(BTreeMap<i32, Version>);

#[derive(Debug)]
struct Version {
    key: SecretKey,
    seals_from: Instant,
}

impl Versions {
    fn get(&self, version: i32) -> Option<&SecretKey> {
        self.0.get(&version).map(|it| &it.key)
    }

    /// The newest of all, whether it seals yet or not.
    fn newest(&self) -> Result<(i32, &SecretKey), KeysError> {
        self.0.last_key_value().map(|(number, it)| (*number, &it.key)).ok_or(KeysError::Wrong)
    }

    /// The one that seals at this moment.
    fn sealing(&self, now: Instant) -> Result<(i32, &SecretKey), KeysError> {
        let settled = self.0.iter().rev().find(|(_, it)| it.seals_from <= now);
        let any = settled.or_else(|| self.0.first_key_value());
        any.map(|(number, it)| (*number, &it.key)).ok_or(KeysError::Wrong)
    }
}

impl Keyring {
    /// Unwraps the installation's keys; makes the first if there is none. `masters` begins with the one that wraps; the
    /// others unwrap what they wrapped before.
    pub async fn open(
        db: Db,
        clock: Arc<dyn Clock>,
        chance: Chance,
        masters: Vec<Arc<dyn MasterKey>>,
        file: Option<Arc<FileKeys>>,
    ) -> Result<Self, KeysError> {
        let ring = Self {
            db,
            clock,
            chance,
            masters,
            file,
            installation: RwLock::default(),
            organisations: RwLock::default(),
        };
        ring.read_installation().await?;
        if read(&ring.installation).0.is_empty() {
            ring.add_installation_key(1).await?;
        }
        Ok(ring)
    }

    /// A secret of this installation for one purpose, the same at every start and after every rotation.
    pub fn derive(&self, purpose: &str) -> Result<[u8; 32], KeysError> {
        let keys = read(&self.installation);
        keys.0.first_key_value().map(|(_, it)| it.key.derive(purpose)).ok_or(KeysError::Wrong)
    }

    /// The master key that wraps.
    fn master(&self) -> Result<&Arc<dyn MasterKey>, KeysError> {
        self.masters.first().ok_or_else(|| KeysError::NoMaster("nothing".to_owned()))
    }

    /// Unwraps versions of the installation's key that are not known yet.
    async fn read_installation(&self) -> Result<(), KeysError> {
        let mut versions = BTreeMap::new();
        for row in store::installation_keys(&self.db).await.map_err(stored)? {
            let master = self.masters.iter().find(|master| master.name() == row.master);
            let master = master.ok_or_else(|| KeysError::NoMaster(row.master.clone()))?;
            let key = SecretKey::new(&master.unwrap(&row.wrapped).await?).ok_or(KeysError::Wrong)?;
            let wait = if row.version == 1 { 0 } else { SETTLED };
            let seals_from = row.created_at.plus_seconds(wait);
            versions.insert(row.version, Version { key, seals_from });
        }
        *self.installation.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Versions(versions));
        Ok(())
    }

    async fn add_installation_key(&self, version: i32) -> Result<(), KeysError> {
        let master = self.master()?;
        let wrapped = master.wrap(&self.chance.bytes::<32>()).await?;
        let (master, created_at) = (master.name(), self.clock.now());
        let row = store::InstallationKey { version, wrapped, master, created_at };
        store::add_installation_key(&self.db, &row).await.map_err(stored)?;
        self.read_installation().await
    }

    /// Looks for newer keys of the installation until `stop`, so that what another process seals can be opened here.
    pub async fn watch(self: Arc<Self>, stop: CancellationToken) {
        while stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
            let known = read(&self.installation).0.len();
            let there = store::installation_keys(&self.db).await.map(|rows| rows.len());
            if there.is_ok_and(|there| there != known)
                && let Err(error) = self.read_installation().await
            {
                tracing::error!(%error, "a new key of the installation can't be read");
            }
        }
    }

    /// The keys of an organisation: from memory, or else from the database, where the first is made if there is none.
    async fn of(&self, org: OrgId) -> Result<Arc<Versions>, KeysError> {
        let known = self.organisations.read().unwrap_or_else(PoisonError::into_inner).get(&org).cloned();
        match known {
            Some(keys) => Ok(keys),
            None => self.read_organisation(org).await,
        }
    }

    async fn read_organisation(&self, org: OrgId) -> Result<Arc<Versions>, KeysError> {
        let mut rows = store::data_keys(&self.db, org).await.map_err(stored)?;
        if rows.is_empty() {
            self.add_data_key(org, 1).await?;
            rows = store::data_keys(&self.db, org).await.map_err(stored)?;
        }
        let mut versions = BTreeMap::new();
        for row in rows {
            if read(&self.installation).get(row.wrapped_by).is_none() {
                self.read_installation().await?;
            }
            let installation = read(&self.installation);
            let wrapping = installation.get(row.wrapped_by).ok_or(KeysError::Wrong)?;
            let key = wrapping.open(&wrapping_of(org), &row.wrapped)?;
            let key = SecretKey::new(&key).ok_or(KeysError::Wrong)?;
            versions.insert(row.version, Version { key, seals_from: row.created_at });
        }
        let keys = Arc::new(Versions(versions));
        let mut known = self.organisations.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(org, keys.clone());
        Ok(keys)
    }

    /// Adds a key to an organisation's, unless somebody else was faster.
    async fn add_data_key(&self, org: OrgId, version: i32) -> Result<(), KeysError> {
        let installation = read(&self.installation);
        let (wrapped_by, wrapping) = installation.newest()?;
        let wrapped = wrapping.seal(&self.chance, &wrapping_of(org), &self.chance.bytes::<32>())?;
        let row = store::DataKey { version, wrapped, wrapped_by, created_at: self.clock.now() };
        store::add_data_key(&self.db, org, &row).await.map_err(stored)
    }

    /// What was sealed before there was a keyring.
    fn open_by_file(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        self.file.as_ref().ok_or(KeysError::Wrong)?.open(purpose, sealed)
    }
}

#[async_trait]
impl Keys for Keyring {
    fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError> {
        let keys = read(&self.installation);
        let (version, key) = keys.sealing(self.clock.now())?;
        let body = key.seal(&self.chance, purpose, secret)?;
        Ok(Sealed { holder: Holder::Installation, version, body: &body }.write())
    }

    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        let opened = Sealed::read(sealed).filter(|it| it.holder == Holder::Installation).and_then(|it| {
            let keys = read(&self.installation);
            keys.get(it.version)?.open(purpose, it.body).ok()
        });
        opened.map_or_else(|| self.open_by_file(purpose, sealed), Ok)
    }

    async fn seal_for(&self, org: OrgId, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError> {
        let keys = self.of(org).await?;
        let (version, key) = keys.newest()?;
        let body = key.seal(&self.chance, purpose, secret)?;
        Ok(Sealed { holder: Holder::Organisation, version, body: &body }.write())
    }

    async fn open_for(&self, org: OrgId, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        let Some(it) = Sealed::read(sealed).filter(|it| it.holder == Holder::Organisation) else {
            return self.open(purpose, sealed);
        };
        let mut keys = self.of(org).await?;
        if keys.get(it.version).is_none() {
            // Another process has made a newer one.
            keys = self.read_organisation(org).await?;
        }
        match keys.get(it.version).map(|key| key.open(purpose, it.body)) {
            Some(Ok(secret)) => Ok(secret),
            // By chance something older begins like this.
            _ => self.open(purpose, sealed),
        }
    }
}

fn read(versions: &RwLock<Arc<Versions>>) -> Arc<Versions> {
    versions.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn wrapping_of(org: OrgId) -> String {
    format!("data-key/{org}")
}

fn stored(error: sqlx::Error) -> KeysError {
    KeysError::Stored(error.into())
}
