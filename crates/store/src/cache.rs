//! What a process remembers for a while of what it has read.
//!
//! All caches are one type underneath: the library's code for bounds and ages is in the program once, and not once for
//! every kind of key and value.

use std::{
    any::Any,
    hash::{Hash, Hasher},
    marker::PhantomData,
    sync::Arc,
    time::Duration,
};

/// Values by key, bounded in number and age. What does not fit or is too old is forgotten.
pub struct Cache<K, V> {
    erased: Erased,
    of: PhantomData<fn(K) -> V>,
}

impl<K: Key + Hash + Eq, V: Clone + Send + Sync + 'static> Cache<K, V> {
    /// At most so many entries, each for so long after it was inserted.
    pub fn living(entries: u64, kept: Duration) -> Self {
        Self { erased: Erased::new(entries, Some(kept), None), of: PhantomData }
    }

    /// At most so many entries, each until nobody has asked for it for so long.
    pub fn idling(entries: u64, kept: Duration) -> Self {
        Self { erased: Erased::new(entries, None, Some(kept)), of: PhantomData }
    }

    /// At most so many entries, however old.
    pub fn sized(entries: u64) -> Self {
        Self { erased: Erased::new(entries, None, None), of: PhantomData }
    }

    /// What is remembered under `key`.
    pub fn get(&self, key: &K) -> Option<V> {
        self.erased.get(key)?.downcast_ref::<V>().cloned()
    }

    /// Remembers `value` under `key`, instead of what was there.
    pub fn insert(&self, key: K, value: V) {
        self.erased.insert(Arc::new(key), Arc::new(value));
    }

    /// Remembers `value` unless there is something under `key`; `true` if there was nothing.
    pub fn add(&self, key: K, value: V) -> bool {
        self.erased.add(Arc::new(key), Arc::new(value))
    }

    /// Forgets what is under `key`.
    pub fn forget(&self, key: &K) {
        self.erased.forget(key);
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.erased.clear();
    }
}

type Value = Arc<dyn Any + Send + Sync>;

/// The cache below: its functions take no types, so that they are compiled once.
struct Erased(moka::sync::Cache<Arc<dyn Key>, Value>);

impl Erased {
    fn new(entries: u64, live: Option<Duration>, idle: Option<Duration>) -> Self {
        let mut builder = moka::sync::Cache::builder().max_capacity(entries);
        if let Some(kept) = live {
            builder = builder.time_to_live(kept);
        }
        if let Some(kept) = idle {
            builder = builder.time_to_idle(kept);
        }
        Self(builder.build())
    }

    fn get(&self, key: &dyn Key) -> Option<Value> {
        self.0.get(key)
    }

    fn insert(&self, key: Arc<dyn Key>, value: Value) {
        self.0.insert(key, value);
    }

    fn add(&self, key: Arc<dyn Key>, value: Value) -> bool {
        self.0.entry(key).or_insert(value).is_fresh()
    }

    fn forget(&self, key: &dyn Key) {
        self.0.invalidate(key);
    }

    fn clear(&self) {
        self.0.invalidate_all();
    }
}

/// A key of whatever type; keys of different types are never the same.
pub trait Key: Any + Send + Sync {
    /// The key's own hash.
    fn hash_into(&self, state: &mut dyn Hasher);

    /// Whether the other is the same key.
    fn is_same(&self, other: &dyn Key) -> bool;
}

impl<K: Hash + Eq + Send + Sync + 'static> Key for K {
    fn hash_into(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }

    fn is_same(&self, other: &dyn Key) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<K>().is_some_and(|other| self == other)
    }
}

impl Hash for dyn Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash_into(state);
    }
}

impl PartialEq for dyn Key {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other)
    }
}

impl Eq for dyn Key {}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    #[test]
    fn what_was_remembered_comes_back_until_it_is_forgotten() {
        let cache = Cache::living(10, LONG);
        let key = ("harbour".to_owned(), 7_i64);
        assert_eq!(cache.get(&key), None);
        cache.insert(key.clone(), vec![1, 2]);
        assert_eq!(cache.get(&key), Some(vec![1, 2]));
        assert_eq!(cache.get(&("harbour".to_owned(), 8)), None);
        cache.insert(key.clone(), vec![3]);
        assert_eq!(cache.get(&key), Some(vec![3]));
        cache.forget(&key);
        assert_eq!(cache.get(&key), None);
        cache.insert(key.clone(), vec![4]);
        cache.clear();
        assert_eq!(cache.get(&key), None);
    }

    #[test]
    fn only_the_first_is_added() {
        let cache = Cache::idling(10, LONG);
        assert!(cache.add(1, "first"));
        assert!(!cache.add(1, "second"));
        assert_eq!(cache.get(&1), Some("first"));
    }
}
