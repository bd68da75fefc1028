//! Looking for what was done to the log behind the program's back: everything is computed anew and compared.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use ::store::{Cx, Tx};
use kernel::{AuditId, Instant};

use super::{
    End, GENESIS, Record, Seal, head,
    store::{self, Sealed, Signed},
};
use crate::Error;

/// Seals that are read at once.
const PAGE: i64 = 1000;

/// Seconds by which an entry may be older than one that was sealed before it: longer than any transaction runs.
const LATE: i64 = 600;

/// Flaws among which exchanged entries are looked for, and heads that are read: more than anybody can act upon.
const MANY: usize = 200;
const HEADS: i64 = 100_000;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    /// The entry is not what was sealed.
    Changed,
    /// The entry is sealed, or waits for it, and is gone.
    Missing,
    /// The entry was not written by the program: it is neither sealed nor waiting.
    Inserted,
    /// The entry says that it is older than others that were sealed before it.
    Backdated,
    /// The entry was sealed under another number.
    Moved,
    /// The entry was sealed anew: the one after it follows another.
    Replaced,
    /// A seal with this number is gone.
    Gap,
    /// The chain does not reach as far as a signed head says.
    Cut,
    /// A signed head knows another entry under this number.
    Rewritten,
    /// The signature of a head, or of the place where the chain begins, does not hold.
    Unsigned,
}

/// Something that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    /// What.
    pub damage: Damage,
    /// The number in the chain, if it is known.
    pub position: Option<i64>,
    /// The entry, if it is known.
    pub entry: Option<String>,
    /// The day of the signed head that tells of it.
    pub day: Option<String>,
}

impl Flaw {
    fn of(damage: Damage, position: Option<i64>, entry: uuid::Uuid) -> Self {
        let entry = Some(AuditId::from(entry).to_string());
        Self { damage, position, entry, day: None }
    }

    fn at(damage: Damage, position: i64, day: Option<&str>) -> Self {
        Self { damage, position: Some(position), entry: None, day: day.map(str::to_owned) }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.damage {
            Damage::Changed => "was changed after it was sealed",
            Damage::Missing => "is gone",
            Damage::Inserted => "was not written by Tessera",
            Damage::Backdated => "says that it is older than entries sealed before it",
            Damage::Moved => "was sealed under another number",
            Damage::Replaced => "was sealed anew",
            Damage::Gap => "has no seal",
            Damage::Cut => "is signed but not there any more",
            Damage::Rewritten => "is another entry than the one that was signed",
            Damage::Unsigned => "carries a signature that does not hold",
        };
        if let Some(entry) = &self.entry {
            write!(f, "{entry} ")?;
        }
        if let Some(position) = self.position {
            write!(f, "number {position} ")?;
        }
        if let Some(day) = &self.day {
            write!(f, "(signed for {day}) ")?;
        }
        f.write_str(text)
    }
}

/// How a chain was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The number of its first seal, and that of the last before it if its beginning was removed.
    pub begins_after: i64,
    /// The number of its last seal.
    pub sealed_to: i64,
    /// Signed heads that were compared.
    pub heads: usize,
    /// All that is wrong, by number.
    pub flaws: Vec<Flaw>,
}

/// Computes an organisation's whole chain anew and compares. Reads all of it at one moment; nothing waits for it.
pub async fn verify(cx: &Cx) -> Result<Report, Error> {
    let mut tx = cx.begin().await?;
    store::freeze(&mut tx).await?;
    let mut walk = Walk::begin(&mut tx).await?;
    loop {
        let page = store::seals(&mut tx, walk.end.position, PAGE).await?;
        if page.is_empty() {
            break;
        }
        page.into_iter().for_each(|sealed| walk.step(sealed));
    }
    let strangers = store::strangers(&mut tx).await?;
    let lost = store::lost(&mut tx).await?;
    walk.flaws.extend(strangers.into_iter().map(|id| Flaw::of(Damage::Inserted, None, id)));
    walk.flaws.extend(lost.into_iter().map(|id| Flaw::of(Damage::Missing, None, id)));
    Ok(walk.report())
}

/// On the way from the first seal to the last.
struct Walk {
    begins_after: i64,
    end: End,
    /// Whether the seal before is known, so that the next has to follow it.
    linked: bool,
    newest: Option<Instant>,
    /// Seals that their entries don't fit.
    odd: Vec<(Seal, Record)>,
    /// Seals that do not follow the one before, with the entry of that one.
    unlinked: Vec<(Seal, uuid::Uuid)>,
    before: Option<uuid::Uuid>,
    heads: BTreeMap<i64, Vec<(String, Signed)>>,
    head_count: usize,
    flaws: Vec<Flaw>,
}

impl Walk {
    async fn begin(tx: &mut Tx) -> Result<Self, Error> {
        let org = tx.org();
        let own = store::signing_key(tx).await?.map(|key| key.public_key);
        let signed = |day: &str, head: &Signed| {
            head::holds(org, day, head) && own.as_ref().is_none_or(|key| *key == head.public_key)
        };
        let mut flaws = Vec::new();
        let anchor = store::anchor(tx).await?;
        if let Some(anchor) = anchor.as_ref().filter(|anchor| !signed(head::ANCHOR, anchor)) {
            flaws.push(Flaw::at(Damage::Unsigned, anchor.position, None));
        }
        let end = anchor.map_or(End { position: 0, hash: GENESIS }, |anchor| End {
            position: anchor.position,
            hash: store::hash(&anchor.hash),
        });
        let all = store::heads(tx, HEADS).await?;
        let head_count = all.len();
        let mut heads: BTreeMap<i64, Vec<(String, Signed)>> = BTreeMap::new();
        for (day, head) in all {
            if !signed(&day, &head) {
                flaws.push(Flaw::at(Damage::Unsigned, head.position, Some(&day)));
            } else if head.position > end.position {
                heads.entry(head.position).or_default().push((day, head));
            }
        }
        Ok(Self {
            begins_after: end.position,
            end,
            linked: true,
            newest: None,
            odd: Vec::new(),
            unlinked: Vec::new(),
            before: None,
            heads,
            head_count,
            flaws,
        })
    }

    fn step(&mut self, Sealed { seal, record }: Sealed) {
        for missing in (self.end.position + 1..seal.position).take(MANY) {
            self.flaws.push(Flaw::at(Damage::Gap, missing, None));
            self.linked = false;
        }
        if self.linked
            && seal.previous != self.end.hash
            && let Some(before) = self.before
        {
            self.unlinked.push((seal.clone(), before));
        }
        for (day, head) in self.heads.remove(&seal.position).unwrap_or_default() {
            if head.hash != seal.hash {
                self.flaws.push(Flaw::at(Damage::Rewritten, seal.position, Some(&day)));
            }
        }
        self.end = End { position: seal.position, hash: seal.hash };
        self.linked = true;
        self.before = Some(seal.entry);
        let Some(record) = record else {
            return self.flaws.push(Flaw::of(Damage::Missing, Some(seal.position), seal.entry));
        };
        if record.seal(seal.position, &seal.previous) != seal.hash {
            return self.odd.push((seal, record));
        }
        match self.newest {
            Some(newest) if newest.seconds_since(record.at) > LATE => {
                self.flaws.push(Flaw::of(Damage::Backdated, Some(seal.position), seal.entry));
            }
            _ => self.newest = self.newest.max(Some(record.at)),
        }
    }

    fn report(mut self) -> Report {
        for (position, heads) in std::mem::take(&mut self.heads) {
            for (day, _) in heads {
                self.flaws.push(Flaw::at(Damage::Cut, position, Some(&day)));
            }
        }
        let broken: BTreeSet<i64> = self.odd.iter().map(|(seal, _)| seal.position).collect();
        for (seal, before) in &self.unlinked {
            let number = seal.position - 1;
            if !broken.contains(&seal.position) && !broken.contains(&number) {
                self.flaws.push(Flaw::of(Damage::Replaced, Some(number), *before));
            }
        }
        for (seal, record) in &self.odd {
            let damage = if self.was_moved(seal, record) { Damage::Moved } else { Damage::Changed };
            self.flaws.push(Flaw::of(damage, Some(seal.position), seal.entry));
        }
        self.flaws.sort_by(|a, b| (a.position, &a.entry).cmp(&(b.position, &b.entry)));
        Report {
            begins_after: self.begins_after,
            sealed_to: self.end.position,
            heads: self.head_count,
            flaws: self.flaws,
        }
    }

    /// Whether the seal fits another of the odd entries, or the entry and its seal fit another number.
    fn was_moved(&self, seal: &Seal, record: &Record) -> bool {
        let others = || self.odd.iter().take(MANY).filter(|(other, _)| other.position != seal.position);
        let fits_another = others().any(|(_, other)| other.seal(seal.position, &seal.previous) == seal.hash);
        fits_another || others().any(|(other, _)| record.seal(other.position, &seal.previous) == seal.hash)
    }
}
