//! Where sealed secrets are stored, so that they can be sealed anew when keys change.

use uuid::Uuid;

/// A column with sealed secrets; the domain that owns its table declares it.
#[derive(Debug, Clone, Copy)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column that names a row.
    pub row: &'static str,
    /// The column with the sealed secret, a `bytea` that may be null.
    pub column: &'static str,
    /// What the secret of a row is sealed for.
    pub purpose: Purpose,
    /// Whose key seals it.
    pub whose: Whose,
}

/// What the secret of a row is sealed for, by what names the row.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// Rows are named by a `uuid`.
    OfUuid(fn(Uuid) -> String),
    /// Rows are named by a `text`.
    OfText(fn(&str) -> String),
}

impl Purpose {
    /// The type that PostgreSQL knows the name of a row by.
    pub fn row_type(self) -> &'static str {
        match self {
            Self::OfUuid(_) => "uuid",
            Self::OfText(_) => "text",
        }
    }

    /// What the secret of this row is sealed for; `None` if the row can't be called so.
    pub fn of(self, row: &str) -> Option<String> {
        match self {
            Self::OfUuid(purpose) => row.parse().ok().map(purpose),
            Self::OfText(purpose) => Some(purpose(row)),
        }
    }
}

/// Whose key seals a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of the organisation that the row belongs to (`org_id`).
    Organisation,
    /// That of the installation: the row belongs to a person, or to nobody.
    Installation,
}
