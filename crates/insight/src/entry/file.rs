//! Entries as lines of a file: CSV (RFC 4180) for people, JSON lines for programs.

use httpkit::sheet;
use kernel::Instant;
use serde_json::Value;

use super::AuditEntry;
use crate::Error;

const COLUMNS: [&str; 16] = [
    "id",
    "at",
    "position",
    "actor_kind",
    "actor_id",
    "actor_name",
    "action",
    "subject_kind",
    "subject_id",
    "subject_name",
    "event",
    "before",
    "after",
    "reason",
    "from",
    "correlation_id",
];

/// How entries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A line with commas per entry, after one with names.
    Csv,
    /// A JSON object per line.
    JsonLines,
}

impl Format {
    /// What the file's name ends with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// Its media type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl; charset=utf-8",
        }
    }

    /// What comes before the first entry.
    pub(super) fn head(self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Csv => Ok(sheet::write([COLUMNS.map(str::to_owned)])?),
            Self::JsonLines => Ok(Vec::new()),
        }
    }

    pub(super) fn lines(self, entries: impl Iterator<Item = AuditEntry>) -> Result<Vec<u8>, Error> {
        match self {
            Self::Csv => Ok(sheet::write(entries.map(cells))?),
            Self::JsonLines => {
                let mut out = Vec::new();
                for entry in entries {
                    serde_json::to_writer(&mut out, &entry).map_err(std::io::Error::from)?;
                    out.push(b'\n');
                }
                Ok(out)
            }
        }
    }
}

fn cells(entry: AuditEntry) -> [String; 16] {
    let text = |text: Option<String>| sheet::text(&text.unwrap_or_default());
    let json = |fields: Option<Value>| text(fields.map(|fields| fields.to_string()));
    let at: Instant = entry.at;
    [
        entry.id,
        at.to_string(),
        entry.position.map(|number| number.to_string()).unwrap_or_default(),
        entry.actor.kind,
        text(entry.actor.id),
        text(entry.actor.name),
        entry.action,
        entry.subject.kind,
        text(entry.subject.id),
        text(entry.subject.name),
        text(entry.event.and_then(|event| event.slug)),
        json(entry.before),
        json(entry.after),
        text(entry.reason),
        text(entry.from),
        text(entry.correlation_id),
    ]
}
