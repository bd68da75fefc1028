//! Every route of the public pages.

use axum::{Router, middleware};
use httpkit::App;

use crate::{checkout, consent, event_page, front_page, my_page, order_page, organiser_page, pages};

pub use crate::pages::http::{error_pages, not_found};

/// The public pages. The server has every request go through [`crate::take_language`] and [`error_pages`].
pub fn router(app: &App) -> Router<App> {
    Router::new()
        .merge(front_page::http::router())
        .merge(organiser_page::http::router())
        .merge(event_page::http::router())
        .merge(checkout::http::router())
        .merge(order_page::http::router())
        .merge(consent::http::router())
        .merge(my_page::http::router())
        .layer(middleware::from_fn_with_state(app.clone(), pages::http::own_forms))
        .merge(pages::http::router())
}
