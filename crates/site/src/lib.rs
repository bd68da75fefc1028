//! The public pages: rendered on the server, whole without JavaScript.
//!
//! - [`render`]: templates (`templates/*.html`) and the view models that fill them; [`shell`] is what every page has around it
//! - [`i18n`] and [`format`]: the interface in English, German and Arabic, its money, dates and numbers
//! - [`front_page`], [`organiser_page`], [`event_page`], [`checkout`], [`order_page`], [`my_page`], [`consent`], [`pages`]: one folder per thing,
//!   `mod.rs` the view models, `http.rs` the handlers
//! - [`cache`]: rendered public pages, kept for two seconds or until the event changes
//! - [`router`], [`take_language`], [`error_pages`], [`kept_page`]: what the server puts together
//! - [`assets`]: one style sheet, one optional script and one for passkeys, named by their content
//!
//! `cargo run -p site --example gallery -- DIR` writes every page in every state and language.

pub mod assets;
pub mod bill;
pub mod cache;
pub mod checkout;
pub mod consent;
pub mod countries;
pub mod event_page;
pub mod form;
pub mod format;
pub mod front_page;
mod http;
pub mod i18n;
pub mod markdown;
pub mod mosaic;
pub mod my_page;
pub mod order_page;
pub mod organiser_page;
pub mod pages;
pub mod render;
mod respond;
pub mod shell;
mod visit;

pub use cache::PageCache;
pub use event_page::{ROUTE as EVENT_ROUTE, kept_page};
pub use http::{error_pages, not_found, router};
pub use i18n::{Lang, Words};
pub use render::{Renderer, View};
pub use visit::take_language;
