//! The session's cookie.

use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use httpkit::{App, auth::cookie_name};

use super::LASTS_DAYS;

pub(crate) const SECONDS_A_DAY: i64 = 86_400;

/// The token in the request's cookie.
pub(crate) fn token(jar: &CookieJar, app: &App) -> Option<String> {
    jar.get(cookie_name(app.settings.https())).map(|cookie| cookie.value().to_owned())
}

/// Gives the browser a session.
pub(crate) fn put(jar: CookieJar, app: &App, token: String) -> CookieJar {
    jar.add(cookie(app, token, i64::from(LASTS_DAYS) * SECONDS_A_DAY))
}

/// Takes the browser's session away.
pub(crate) fn remove(jar: CookieJar, app: &App) -> CookieJar {
    jar.add(cookie(app, String::new(), 0))
}

fn cookie(app: &App, value: String, seconds: i64) -> Cookie<'static> {
    lasting(app, cookie_name(app.settings.https()), value, seconds)
}

/// A cookie for the whole site that no script reads and that goes with nothing other sites send.
pub(crate) fn lasting(app: &App, name: &'static str, value: String, seconds: i64) -> Cookie<'static> {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(app.settings.https());
    cookie.set_same_site(SameSite::Lax);
    cookie.set_max_age(Some(
        std::time::Duration::from_secs(seconds.unsigned_abs()).try_into().unwrap_or_default(),
    ));
    cookie
}
