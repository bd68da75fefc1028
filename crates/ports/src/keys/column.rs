//! Where sealed secrets are stored, so that they can be sealed anew when keys change.

use uuid::Uuid;

/// A column with sealed secrets; the domain that owns its table declares it.
#[derive(Debug, Clone, Copy)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column that names a row, a `uuid`.
    pub row: &'static str,
    /// The column with the sealed secret, a `bytea` that may be null.
    pub column: &'static str,
    /// What the secret of a row is sealed for.
    pub purpose: fn(Uuid) -> String,
    /// Whose key seals it.
    pub whose: Whose,
}

/// Whose key seals a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of the organisation that the row belongs to (`org_id`).
    Organisation,
    /// That of the installation: the row belongs to a person, or to nobody.
    Installation,
}
