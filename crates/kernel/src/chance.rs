//! Randomness as a parameter, so that tests can repeat it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use crate::Instant;

/// A source of random bytes: the operating system's (through a reseeded generator) or a seeded one in tests.
#[derive(Clone)]
pub struct Chance(Arc<Mutex<Source>>);

struct Source {
    rng: StdRng,
    /// The millisecond and the counter of the last id, so that ids of one moment sort in the order they were made.
    last: (u64, u16),
}

/// Letters and digits that survive reading aloud and handwriting: no I, O, 0, 1, 2, 4, 5, 6, 8 look-alikes.
const CODE_ALPHABET: &[u8; 27] = b"ABCDEFGHJKLMNPQRSTUVWXYZ379";

impl Chance {
    /// Seeds a cryptographically strong generator from the operating system.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the operating system")]
    pub fn system() -> Self {
        Self::from_rng(rand::make_rng())
    }

    /// A repeatable source for tests.
    pub fn seeded(seed: u64) -> Self {
        Self::from_rng(StdRng::seed_from_u64(seed))
    }

    fn from_rng(rng: StdRng) -> Self {
        Self(Arc::new(Mutex::new(Source { rng, last: (0, 0) })))
    }

    fn source(&self) -> MutexGuard<'_, Source> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.source().rng.fill_bytes(&mut out);
        out
    }

    /// A UUIDv7: sorts by `now`, and within one millisecond by the order of the calls (a counter with a random start,
    /// RFC 9562 §6.2 method 1); 62 bits are random.
    pub fn uuid(&self, now: Instant) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        let mut random = self.bytes::<10>();
        let start = u16::from_be_bytes([random[0], random[1]]) & 0x07ff;
        let mut source = self.source();
        let counter = match source.last {
            (at, count) if at == millis && count < 0x0fff => count + 1,
            _ => start,
        };
        source.last = (millis, counter);
        drop(source);
        random[..2].copy_from_slice(&counter.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// An upper-case code for people, such as an order code; `len` letters of a 27-letter alphabet.
    pub fn code(&self, len: usize) -> String {
        let mut code = String::with_capacity(len);
        while code.len() < len {
            for byte in self.bytes::<16>() {
                // 243 = 9 × 27: larger bytes would favour the first letters.
                if byte < 243 && code.len() < len {
                    code.push(char::from(CODE_ALPHABET[usize::from(byte) % 27]));
                }
            }
        }
        code
    }

    /// A secret for links: 160 random bits as 32 lower-case base-32 letters.
    pub fn secret(&self) -> String {
        data_encoding::BASE32_NOPAD.encode(&self.bytes::<20>()).to_lowercase()
    }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}
