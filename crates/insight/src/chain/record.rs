//! An entry as bytes, and the hash that ties it to the one before.

use kernel::Instant;
use ring::digest::{Context, SHA256};
use uuid::Uuid;

/// A SHA-256.
pub type Hash = [u8; 32];

/// What the first entry of a chain follows.
pub const GENESIS: Hash = [0; 32];

/// What every seal begins with, so that its hash is the hash of nothing else.
const DOMAIN: &[u8] = b"tessera audit seal 1\n";

/// All that the audit log keeps of an entry. A test compares it with the table's columns: what is not in here could be
/// changed unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: Uuid,
    /// The organisation.
    pub org_id: Uuid,
    /// The event, if at one.
    pub event_id: Option<Uuid>,
    /// When.
    pub at: Instant,
    /// What acted.
    pub actor_kind: String,
    /// Which person, if it was one.
    pub actor_id: Option<Uuid>,
    /// What was done.
    pub action: String,
    /// What kind of thing it was done to.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: Option<Uuid>,
    /// As PostgreSQL writes `jsonb`: keys in its order, numbers as they were given.
    pub before: Option<String>,
    /// As `before`.
    pub after: Option<String>,
    /// In which request.
    pub correlation: Option<String>,
    /// From where.
    pub from_addr: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Record {
    /// The columns that are sealed, in their order.
    pub const COLUMNS: [&str; 14] = [
        "id",
        "org_id",
        "event_id",
        "at",
        "actor_kind",
        "actor_id",
        "action",
        "subject_kind",
        "subject_id",
        "before",
        "after",
        "correlation",
        "from_addr",
        "reason",
    ];

    /// The hash of this entry as number `position` after `previous`.
    pub fn seal(&self, position: i64, previous: &Hash) -> Hash {
        let mut context = Context::new(&SHA256);
        context.update(DOMAIN);
        context.update(&position.to_be_bytes());
        context.update(previous);
        context.update(&self.canonical());
        let mut hash = GENESIS;
        hash.copy_from_slice(context.finish().as_ref());
        hash
    }

    /// One way to write it and no other: each field is a zero byte if it is null, else a one, its length in bytes (32
    /// bits, big-endian) and its bytes. Ids are 16 bytes, the time is microseconds since 1970 (64 bits), texts are UTF-8.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = Canonical::default();
        out.field(Some(self.id.as_bytes()));
        out.field(Some(self.org_id.as_bytes()));
        out.field(self.event_id.as_ref().map(Uuid::as_bytes));
        out.field(Some(&self.at.as_microsecond().to_be_bytes()));
        out.field(Some(self.actor_kind.as_bytes()));
        out.field(self.actor_id.as_ref().map(Uuid::as_bytes));
        out.field(Some(self.action.as_bytes()));
        out.field(Some(self.subject_kind.as_bytes()));
        out.field(self.subject_id.as_ref().map(Uuid::as_bytes));
        for text in [&self.before, &self.after, &self.correlation, &self.from_addr, &self.reason] {
            out.field(text.as_ref().map(String::as_bytes));
        }
        out.0
    }
}

#[derive(Default)]
struct Canonical(Vec<u8>);

impl Canonical {
    fn field<B: AsRef<[u8]> + ?Sized>(&mut self, value: Option<&B>) {
        let Some(bytes) = value.map(B::as_ref) else { return self.0.push(0) };
        self.0.push(1);
        // No text in a row of PostgreSQL is longer than a gigabyte.
        self.0.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.extend(bytes);
    }
}
