//! The register of VAT ids.

use async_trait::async_trait;

/// What the register says of a VAT id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VatAnswer {
    /// There is a business with this id.
    Known,
    /// There is none.
    Unknown,
    /// No register is asked on this installation.
    NotAsked,
}

/// The register does not answer now; in words for operators.
#[derive(Debug, thiserror::Error)]
#[error("the register of VAT ids does not answer: {0}")]
pub struct VatRegisterError(pub String);

/// Knows which VAT ids there are.
#[async_trait]
pub trait VatRegister: Send + Sync {
    /// Looks an id up by its two letters, such as `AT` or `EL`, and the rest.
    async fn look_up(&self, prefix: &str, number: &str) -> Result<VatAnswer, VatRegisterError>;
}

/// Nobody is asked: ids are taken as given and stay unchecked.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoVatRegister;

#[async_trait]
impl VatRegister for NoVatRegister {
    async fn look_up(&self, _: &str, _: &str) -> Result<VatAnswer, VatRegisterError> {
        Ok(VatAnswer::NotAsked)
    }
}
