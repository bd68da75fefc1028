//! The generic cell rate algorithm (ITU-T I.371) in memory.
//!
//! Our own, because quotas differ by call and the memory must be bounded: the known crates bind a limiter to one quota
//! and keep every key until somebody sweeps.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use kernel::Instant;

use super::{Quota, RateLimit, Ruling};

/// Locks that share the keys among them, so that cores rarely wait for each other.
const SHARDS: usize = 32;

/// Keys one shard remembers; all together a quarter of a million, some 6 MB.
const SHARD_KEYS: usize = 8192;

/// Counts in this process: a quota of n a minute holds for each process by itself.
///
/// Of each key it keeps one number: the moment at which all of its quota will have grown back. Keys for which that
/// moment is over are forgotten when room is needed; after them those that used the least, so that a flood of new keys
/// does not wash out the one that asks too much.
pub struct LocalRateLimit {
    shards: Vec<Mutex<HashMap<u64, i64>>>,
    // Seeded at random: nobody outside can aim at somebody else's key or shard.
    hasher: RandomState,
}

impl Default for LocalRateLimit {
    fn default() -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self { shards, hasher: RandomState::new() }
    }
}

impl LocalRateLimit {
    /// How many keys are remembered.
    pub fn keys(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner).len()).sum()
    }
}

#[async_trait]
impl RateLimit for LocalRateLimit {
    async fn take(&self, key: &str, quota: Quota, now: Instant) -> Ruling {
        let hash = self.hasher.hash_one(key);
        let shard = &self.shards[hash as usize % SHARDS];
        let mut full_again = shard.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.as_microsecond();
        if full_again.len() >= SHARD_KEYS && !full_again.contains_key(&hash) {
            make_room(&mut full_again, now);
        }
        take(full_again.entry(hash).or_insert(now), quota, now)
    }
}

/// Moves `full_again` one request further into the future, if that stays within the window. Microseconds.
fn take(full_again: &mut i64, quota: Quota, now: i64) -> Ruling {
    let window = quota.window().as_micros() as i64;
    let each = (window / i64::from(quota.limit())).max(1);
    // More than a window ahead is a clock that was set back.
    let debt = (*full_again - now).clamp(0, window);
    let wanted = debt + each;
    let allowed = wanted <= each * i64::from(quota.limit());
    let debt = if allowed { wanted } else { debt };
    *full_again = now + debt;
    let most = each * i64::from(quota.limit());
    Ruling {
        allowed,
        remaining: u32::try_from((most - debt) / each).unwrap_or(0),
        reset: micros(debt),
        retry_after: micros(debt + each - most),
    }
}

fn micros(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}

/// Forgets whoever has all of its quota back; if that is not enough, the half that used the least.
fn make_room(full_again: &mut HashMap<u64, i64>, now: i64) {
    full_again.retain(|_, moment| *moment > now);
    if full_again.len() <= SHARD_KEYS / 2 {
        return;
    }
    let mut moments: Vec<i64> = full_again.values().copied().collect();
    let middle = moments.len() / 2;
    let (_, median, _) = moments.select_nth_unstable(middle);
    let median = *median;
    full_again.retain(|_, moment| *moment > median);
}
