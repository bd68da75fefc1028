//! Who asks, when, for which organisation; and the transaction fenced to it.

use std::{
    net::{IpAddr, Ipv6Addr},
    ops::{Deref, DerefMut},
    sync::Arc,
};

use kernel::{ApiKeyId, Chance, ConsentId, CorrelationId, DoorLinkId, Instant, OrgId, PersonId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Db,
    connections::{Busy, Fence},
    gate,
};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A signed-in person.
    Person(PersonId),
    /// A program with an API key.
    Key(ApiKeyId),
    /// A third-party app that somebody allowed to act for them.
    App(ConsentId),
    /// A device that a link made door staff.
    Device(DoorLinkId),
    /// Somebody with a secret link, or nobody in particular.
    Guest,
    /// A background job.
    Job,
    /// A payment provider's notice.
    Provider,
    /// The program itself: demo data, maintenance.
    System,
}

impl Actor {
    /// The name in the audit log.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Key(_) => "key",
            Self::App(_) => "app",
            Self::Device(_) => "device",
            Self::Guest => "guest",
            Self::Job => "job",
            Self::Provider => "provider",
            Self::System => "system",
        }
    }

    /// The person, if it is one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(id) => Some(id),
            _ => None,
        }
    }

    /// Which person, key, app or device; the view `actor_names` knows what to call them.
    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::Person(id) => Some(id.uuid()),
            Self::Key(id) => Some(id.uuid()),
            Self::App(id) => Some(id.uuid()),
            Self::Device(id) => Some(id.uuid()),
            Self::Guest | Self::Job | Self::Provider | Self::System => None,
        }
    }
}

/// From where and why somebody asks, for the audit log. Nothing where nobody asked: jobs, the program itself.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    /// The caller's address.
    pub from: Option<IpAddr>,
    /// The reason they gave.
    pub reason: Option<Arc<str>>,
}

/// What every use case takes first: the organisation it works for, who asks, and the time and chance to use.
#[derive(Clone, Debug)]
pub struct Cx {
    /// The database.
    pub db: Db,
    /// The tenant.
    pub org: OrgId,
    /// Who acts.
    pub actor: Actor,
    /// The time of the request; one moment for everything in it.
    pub now: Instant,
    /// Where randomness comes from.
    pub chance: Chance,
    /// The request, and whatever it causes later.
    pub correlation: CorrelationId,
    /// From where and why.
    pub circumstances: Circumstances,
}

impl Cx {
    /// The caller's address in words, where there is one; of guests only their network.
    pub fn from_addr(&self) -> Option<String> {
        let ip = self.circumstances.from?.to_canonical();
        Some(if self.actor == Actor::Guest { network(ip) } else { ip.to_string() })
    }

    /// The reason that the caller gave.
    pub fn reason(&self) -> Option<&str> {
        self.circumstances.reason.as_deref()
    }

    /// Begins a transaction that sees and touches only this organisation's rows.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        let inner = self.db.begin_kept(self.org).await?;
        Ok(Tx { inner, cx: self.clone(), enqueued: false, last: None, passed: None })
    }

    /// For use cases that only read: sees only this organisation's rows, without a transaction around. Every statement
    /// sees the moment it runs in, as it does in [`Cx::begin`]'s transactions; the database refuses to write.
    pub async fn read(&self) -> Result<Tx, sqlx::Error> {
        self.behind(false).await
    }

    /// For use cases that do all they do in one statement: it is a transaction of its own, and its end is the commit.
    /// [`Tx::commit`] only wakes the workers.
    pub async fn once(&self) -> Result<Tx, sqlx::Error> {
        self.behind(true).await
    }

    async fn behind(&self, writes: bool) -> Result<Tx, sqlx::Error> {
        let inner = self.db.behind(Fence { org: self.org, writes }).await?;
        Ok(Tx { inner, cx: self.clone(), enqueued: false, last: None, passed: None })
    }

    /// Like [`Cx::begin`], having passed `gate` in the same round trip.
    pub async fn begin_through(&self, gate: Uuid) -> Result<Tx, sqlx::Error> {
        let inner = self.db.begin_through(self.org, gate::key(gate)).await?;
        Ok(Tx { inner, cx: self.clone(), enqueued: false, last: None, passed: Some(gate) })
    }
}

/// A network in words, without the part that tells one household from the next: `203.0.113.0/24`, `2001:db8:7::/48`.
pub fn network(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(ip) => format!("{}/48", Ipv6Addr::from_bits(ip.to_bits() >> 80 << 80)),
    }
}

/// A transaction fenced to one organisation. Rolls back unless committed. Derefs to the connection for SQL, and
/// carries its [`Cx`] for the rows that tell who did it.
pub struct Tx {
    inner: Busy,
    cx: Cx,
    enqueued: bool,
    last: Option<String>,
    /// The gate it has passed; see [`gate`].
    pub(crate) passed: Option<Uuid>,
}

impl Tx {
    /// Who, when, for whom.
    pub fn cx(&self) -> &Cx {
        &self.cx
    }

    /// The tenant.
    pub fn org(&self) -> OrgId {
        self.cx.org
    }

    /// The time of the request.
    pub fn now(&self) -> Instant {
        self.cx.now
    }

    /// Whether it has passed `gate`: what it has read since is what the last one who closed the gate has left behind.
    pub fn has_passed(&self, gate: Uuid) -> bool {
        self.passed == Some(gate)
    }

    /// Makes the commit wake the workers.
    pub(crate) fn mark_enqueued(&mut self) {
        self.enqueued = true;
    }

    /// Has `statement` run in the round trip of the commit, after everything else: the locks it takes are held for
    /// nothing but the commit itself. Its failure is the commit's, and nothing is done then. It has no parameters, so
    /// it must not hold anything that somebody typed.
    pub fn run_with_commit(&mut self, statement: String) {
        self.last = Some(match self.last.take() {
            None => statement,
            Some(before) => format!("{before}; {statement}"),
        });
    }

    /// Makes everything durable, then wakes the workers if there is work for them.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.inner.commit_after(self.last.take()).await?;
        if self.enqueued {
            self.cx.db.wake_workers();
        }
        Ok(())
    }
}

impl Deref for Tx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}
