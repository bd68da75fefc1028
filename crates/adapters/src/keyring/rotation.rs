//! New keys in place of old ones: the newest version seals from then on, and a job seals anew what older ones sealed.

use std::sync::Arc;

use ::store::{
    Cx, Tx,
    job::{self, Handler, Job, JobCx, JobError, NewJob},
};
use async_trait::async_trait;
use kernel::{Instant, OrgId};
use ports::{Keys, KeysError, SealedColumn, Whose};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::{
    Keyring, SETTLED, read,
    sealed::{Holder, head},
    store, stored, wrapping_of,
};

/// How far secrets are sealed with the newest key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// The newest version.
    pub version: i32,
    /// Secrets there are.
    pub secrets: i64,
    /// Those that an older key has sealed.
    pub old: i64,
}

/// Seal anew what older keys have sealed: of one organisation, or what belongs to none.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reseal {}

impl Job for Reseal {
    const KIND: &'static str = "keys.reseal";
}

/// Does [`Reseal`].
pub struct Resealer {
    /// The keys.
    pub ring: Arc<Keyring>,
    /// Where secrets are.
    pub columns: &'static [SealedColumn],
}

#[async_trait]
impl Handler<Reseal> for Resealer {
    async fn run(&self, cx: &JobCx, _: Reseal) -> Result<(), JobError> {
        match cx.org {
            Some(org) => self.ring.reseal(&cx.for_org(org), self.columns).await?,
            None => self.ring.reseal_installation(self.columns).await?,
        }
        Ok(())
    }
}

/// How far the secrets of the whole installation are sealed with the newest keys: how many there are, and how many are
/// not yet. `connection` has to see every organisation's rows; nothing is opened for it.
pub async fn everywhere(
    connection: &mut PgConnection,
    columns: &[SealedColumn],
) -> Result<(i64, i64), sqlx::Error> {
    let (mut secrets, mut old) = (0, 0);
    for place in columns {
        let counted = store::count_everywhere(connection, place).await?;
        secrets += counted.0;
        old += counted.1;
    }
    Ok((secrets, old))
}

impl Keyring {
    /// Gives an organisation a new key and has its secrets sealed anew with it.
    pub async fn rotate(&self, cx: &Cx) -> Result<i32, KeysError> {
        let version = self.read_organisation(cx.org).await?.newest()?.0 + 1;
        self.add_data_key(cx.org, version).await?;
        self.read_organisation(cx.org).await?;
        let mut tx = cx.begin().await.map_err(stored)?;
        job::enqueue_keyed(&mut tx, &format!("keys.reseal/{}", cx.org), &Reseal {}, cx.now)
            .await
            .map_err(stored)?;
        tx.commit().await.map_err(stored)?;
        Ok(version)
    }

    /// Gives the installation a new key, wraps the organisations' keys with it, and has what belongs to no organisation
    /// sealed anew. The new one seals after a minute and a half, when every process knows it.
    pub async fn rotate_installation(&self, organisations: &[OrgId], now: Instant) -> Result<i32, KeysError> {
        self.read_installation().await?;
        let version = read(&self.installation).newest()?.0 + 1;
        self.add_installation_key(version).await?;
        for org in organisations {
            self.wrap_data_keys_anew(*org).await?;
        }
        let mut connection = self.db.outside().await.map_err(stored)?;
        let then = now.plus_seconds(SETTLED);
        let job = NewJob::global(&Reseal {}, now).map_err(stored)?.at(then).keyed("keys.reseal");
        job::enqueue_many(&mut connection, vec![job]).await.map_err(stored)?;
        self.db.wake_workers();
        Ok(version)
    }

    async fn wrap_data_keys_anew(&self, org: OrgId) -> Result<(), KeysError> {
        let installation = read(&self.installation);
        let (newest, wrapping) = installation.newest()?;
        for row in store::data_keys(&self.db, org).await.map_err(stored)? {
            let before = installation.get(row.wrapped_by).ok_or(KeysError::Wrong)?;
            let key = before.open(&wrapping_of(org), &row.wrapped)?;
            let wrapped = wrapping.seal(&self.chance, &wrapping_of(org), &key)?;
            store::wrap_data_key_anew(&self.db, org, &row, &wrapped, newest).await.map_err(stored)?;
        }
        Ok(())
    }

    /// Wraps the installation's keys with the master key that is configured first; tells how many had another.
    pub async fn rewrap(&self) -> Result<usize, KeysError> {
        let master = self.master()?;
        let mut changed = 0;
        for row in store::installation_keys(&self.db).await.map_err(stored)? {
            let before = self.masters.iter().find(|known| known.name() == row.master);
            let before = before.ok_or_else(|| KeysError::NoMaster(row.master.clone()))?;
            let wrapped = master.wrap(&before.unwrap(&row.wrapped).await?).await?;
            store::wrap_anew(&self.db, &row, &wrapped, &master.name()).await.map_err(stored)?;
            changed += usize::from(row.master != master.name());
        }
        Ok(changed)
    }

    /// By which master keys the installation's keys are wrapped, by version.
    pub async fn wrapped_by(&self) -> Result<Vec<(i32, String)>, KeysError> {
        let rows = store::installation_keys(&self.db).await.map_err(stored)?;
        Ok(rows.into_iter().map(|row| (row.version, row.master)).collect())
    }

    /// How far an organisation's secrets are sealed with its newest key.
    pub async fn progress(&self, cx: &Cx, columns: &[SealedColumn]) -> Result<Progress, KeysError> {
        let version = self.read_organisation(cx.org).await?.newest()?.0;
        let mut tx = cx.read().await.map_err(stored)?;
        let mut progress = Progress { version, ..Progress::default() };
        for place in columns.iter().filter(|place| place.whose == Whose::Organisation) {
            let head = head(Holder::Organisation, version);
            let (secrets, old) = store::count(&mut tx, place, Some(cx.org), &head).await.map_err(stored)?;
            progress.secrets += secrets;
            progress.old += old;
        }
        Ok(progress)
    }

    /// How far what belongs to no organisation is sealed with the installation's newest key.
    pub async fn installation_progress(&self, columns: &[SealedColumn]) -> Result<Progress, KeysError> {
        self.read_installation().await?;
        let version = read(&self.installation).newest()?.0;
        let mut connection = self.db.outside().await.map_err(stored)?;
        let mut progress = Progress { version, ..Progress::default() };
        for place in columns.iter().filter(|place| place.whose == Whose::Installation) {
            let head = head(Holder::Installation, version);
            let (secrets, old) = store::count(&mut connection, place, None, &head).await.map_err(stored)?;
            progress.secrets += secrets;
            progress.old += old;
        }
        Ok(progress)
    }

    /// Seals anew what older keys of an organisation have sealed, a hundred rows a transaction.
    async fn reseal(&self, cx: &Cx, columns: &[SealedColumn]) -> Result<(), KeysError> {
        let version = self.read_organisation(cx.org).await?.newest()?.0;
        let head = head(Holder::Organisation, version);
        for place in columns.iter().filter(|place| place.whose == Whose::Organisation) {
            let mut after: Option<String> = None;
            loop {
                let mut tx: Tx = cx.begin().await.map_err(stored)?;
                let rows = store::stale(&mut tx, place, Some(cx.org), &head, after.as_deref()).await;
                let rows = rows.map_err(stored)?;
                let Some((last, _)) = rows.last() else { break };
                after = Some(last.clone());
                for (row, old) in &rows {
                    let purpose = place.purpose.of(row).ok_or(KeysError::Wrong)?;
                    let secret = self.open_for(cx.org, &purpose, old).await?;
                    let new = self.seal_for(cx.org, &purpose, &secret).await?;
                    store::replace(&mut tx, place, Some(cx.org), row, (old, &new)).await.map_err(stored)?;
                }
                tx.commit().await.map_err(stored)?;
            }
        }
        Ok(())
    }

    /// Seals anew what older keys of the installation have sealed.
    async fn reseal_installation(&self, columns: &[SealedColumn]) -> Result<(), KeysError> {
        self.read_installation().await?;
        let version = read(&self.installation).sealing(self.clock.now())?.0;
        let head = head(Holder::Installation, version);
        for place in columns.iter().filter(|place| place.whose == Whose::Installation) {
            let mut after: Option<String> = None;
            let mut connection = self.db.outside().await.map_err(stored)?;
            loop {
                let rows = store::stale(&mut connection, place, None, &head, after.as_deref()).await;
                let rows = rows.map_err(stored)?;
                let Some((last, _)) = rows.last() else { break };
                after = Some(last.clone());
                for (row, old) in &rows {
                    let purpose = place.purpose.of(row).ok_or(KeysError::Wrong)?;
                    let new = self.seal(&purpose, &self.open(&purpose, old)?)?;
                    store::replace(&mut connection, place, None, row, (old, &new)).await.map_err(stored)?;
                }
            }
        }
        Ok(())
    }
}
