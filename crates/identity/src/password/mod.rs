//! Passwords: argon2id with the parameters that OWASP's Password Storage Cheat Sheet asks for (19 MiB, 2 passes,
//! 1 lane), a few at a time and never on the threads that serve requests. What may be one follows NIST SP 800-63B §3.1.1:
//! eight characters at least, no rules on their kinds, none that is guessed first.

mod guessable;

use std::time::Duration;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use httpkit::App;
use tokio::{sync::Semaphore, task, time};

use crate::Error;

/// Passwords worked on at once: each takes 19 MiB and a core for some tens of milliseconds.
static PLACES: Semaphore = Semaphore::const_new(2);

/// How long a caller waits for a place before hearing that we are busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// Verified where there is nobody by that address, so that the answer takes as long. No password has this hash.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$dGVzc2VyYS1ub2JvZHktMQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A garde rule: 8 to 200 characters.
pub(crate) fn long_enough(password: &str, (): &()) -> garde::Result {
    match password.chars().take(201).count() {
        0..8 => Err(garde::Error::new("needs at least 8 characters")),
        201.. => Err(garde::Error::new("is longer than 200 characters")),
        _ => Ok(()),
    }
}

/// Refuses passwords that are guessed first: the common ones, and those made of `own` words, such as the person's address
/// and name.
pub(crate) fn refuse_common<'a>(password: &str, own: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    if guessable::is_common(password) || own.into_iter().any(|word| guessable::is_made_of(password, word)) {
        return Err(Error::PasswordCommon);
    }
    Ok(())
}

/// The memory of one hash, in KiB. What is remembered of a password says how it was hashed, so that this can grow.
pub const MEMORY_KIB: u32 = 19_456;

/// The hash of `password` as a PHC string.
pub(crate) async fn hash(app: &App, password: String) -> Result<String, Error> {
    hashed(password, app.chance.bytes(), app.settings.password_memory_kib).await
}

async fn hashed(password: String, salt: [u8; 16], memory_kib: u32) -> Result<String, Error> {
    let hashed = work(move || {
        let hash = argon2(memory_kib)?.hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Hash(error.to_string()))
    });
    hashed.await?
}

/// Whether `password` is the one that was hashed; without a hash the answer is no, after the same time.
pub(crate) async fn verify(password: String, hash: Option<String>) -> Result<bool, Error> {
    let verified = work(move || {
        let known = hash.is_some();
        let hash = PasswordHash::new(hash.as_deref().unwrap_or(NOBODY));
        let hash = hash.map_err(|error| Error::Hash(error.to_string()))?;
        Ok(argon2(MEMORY_KIB)?.verify_password(password.as_bytes(), &hash).is_ok() && known)
    });
    verified.await?
}

fn argon2(memory_kib: u32) -> Result<Argon2<'static>, Error> {
    let params = Params::new(memory_kib, 2, 1, None).map_err(|error| Error::Hash(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn work<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let place = time::timeout(PATIENCE, PLACES.acquire()).await;
    let _place = place.ok().and_then(Result::ok).ok_or(Error::Busy)?;
    task::spawn_blocking(job).await.map_err(|error| Error::Hash(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_only() {
        let hashed = hashed("correct horse".to_owned(), [7; 16], MEMORY_KIB).await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse".to_owned(), Some(hashed.clone())).await.unwrap());
        assert!(!verify("battery staple".to_owned(), Some(hashed)).await.unwrap());
    }

    #[test]
    fn long_ones_are_welcome() {
        let fits = |length: usize| long_enough(&"ü".repeat(length), &()).is_ok();
        assert!(fits(8) && fits(64) && fits(200));
        assert!(!fits(7) && !fits(201));
    }

    #[tokio::test]
    async fn an_unknown_person_costs_a_verification_too() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!verify(String::new(), None).await.unwrap());
    }
}
