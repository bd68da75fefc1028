//! The cookie of a guest's session.

use axum_extra::extract::{CookieJar, cookie::Cookie};
use httpkit::App;

use super::LASTS_DAYS;
use crate::session::cookie::{SECONDS_A_DAY, lasting};

/// The token in the request's cookie.
pub fn token(jar: &CookieJar, app: &App) -> Option<String> {
    jar.get(name(app)).map(|cookie| cookie.value().to_owned())
}

/// Gives the browser a session.
pub fn put(jar: CookieJar, app: &App, token: String) -> CookieJar {
    jar.add(cookie(app, token, i64::from(LASTS_DAYS) * SECONDS_A_DAY))
}

/// Takes the browser's session away.
pub fn remove(jar: CookieJar, app: &App) -> CookieJar {
    jar.add(cookie(app, String::new(), 0))
}

fn name(app: &App) -> &'static str {
    if app.settings.https() { "__Host-tessera_guest" } else { "tessera_guest" }
}

fn cookie(app: &App, token: String, seconds: i64) -> Cookie<'static> {
    lasting(app, name(app), token, seconds)
}
