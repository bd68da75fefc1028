//! The public pages: rendered on the server, whole without JavaScript.
//!
//! - [`render`]: templates (`templates/*.html`) and the view models that fill them; [`shell`] is what every page has around it
//! - [`i18n`] and [`format`]: the interface in English, German and Arabic, its money, dates and numbers
//! - [`front_page`], [`organiser_page`], [`event_page`], [`checkout`], [`order_page`], [`pages`]: one folder per thing,
//!   `mod.rs` the view models, `http.rs` the handlers
//! - [`cache`]: rendered event pages for two seconds, forgotten at once when the catalogue changes
//! - [`assets`]: one style sheet, one optional script, named by their content
//!
//! `cargo run -p site --example gallery -- DIR` writes every page in every state and language.

pub mod assets;
pub mod cache;
pub mod checkout;
pub mod event_page;
pub mod form;
pub mod format;
pub mod front_page;
pub mod i18n;
pub mod markdown;
pub mod mosaic;
pub mod order_page;
pub mod organiser_page;
pub mod pages;
pub mod render;
pub mod shell;

pub use cache::PageCache;
pub use i18n::{Lang, Words};
pub use render::{Renderer, View};
