//! What can go wrong while a document is made.

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font named in `fonts.toml` was not there when the binary was built (release) or run (debug).
    #[error("the font {file} is missing: run `cargo xtask up` once, or copy {package} as fonts.toml says")]
    MissingFont {
        /// File name below `target/assets/fonts`.
        file: String,
        /// The npm package it comes from.
        package: String,
    },
    /// A font file is there but is no font.
    #[error("the font {0} is damaged")]
    DamagedFont(String),
    /// The document has no page.
    #[error("a ticket document needs at least one ticket")]
    NoTickets,
    /// The payload does not fit into a QR code.
    #[error("the payload does not fit into a QR code")]
    PayloadTooLong,
    /// The PNG encoder refused.
    #[error("the QR image could not be written: {0}")]
    Png(#[from] png::EncodingError),
    /// The PDF writer refused.
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
}
