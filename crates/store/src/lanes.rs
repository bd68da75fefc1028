//! Folding what waits into one transaction: requests that arrive while the last ones are being made durable are taken
//! together. Nobody waits for a batch to fill.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many have to wait before another batch beside the one under way is worth its transaction: with fewer, two small
/// batches cost twice as much as one and keep each other from the processor.
const CROWD: usize = 8;

/// Requests of type `T` that wait in line, one lane for each `K`.
pub struct Lanes<K, T> {
    batch: usize,
    servers: usize,
    lanes: Mutex<HashMap<K, Lane<T>>>,
}

struct Lane<T> {
    waiting: Vec<T>,
    servers: usize,
}

impl<T> Default for Lane<T> {
    fn default() -> Self {
        Self { waiting: Vec::new(), servers: 0 }
    }
}

impl<K: Hash + Eq + Clone, T> Lanes<K, T> {
    /// Lanes with at most `servers` batches of at most `batch` requests under way at once, each.
    pub fn new(batch: usize, servers: usize) -> Self {
        Self { batch, servers, lanes: Mutex::default() }
    }

    /// Lines a request up. If one more is to serve the lane, the caller has to see to it that somebody does.
    pub fn push(self: &Arc<Self>, lane: K, request: T) -> Option<Server<K, T>> {
        let mut lanes = self.lock();
        let line = lanes.entry(lane.clone()).or_default();
        line.waiting.push(request);
        if line.servers == self.servers || (line.servers > 0 && line.waiting.len() < CROWD) {
            return None;
        }
        line.servers += 1;
        Some(Server { lanes: Arc::clone(self), lane, left: false })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Lane<T>>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(lanes: &mut HashMap<K, Lane<T>>, lane: &K) {
        let Some(line) = lanes.get_mut(lane) else { return };
        line.servers -= 1;
        if line.servers == 0 && line.waiting.is_empty() {
            lanes.remove(lane);
        }
    }
}

/// The right to serve a lane until nobody waits; given back when dropped.
pub struct Server<K: Hash + Eq + Clone, T> {
    lanes: Arc<Lanes<K, T>>,
    lane: K,
    left: bool,
}

impl<K: Hash + Eq + Clone, T> Server<K, T> {
    /// The next batch in the order of arrival; `None` when nobody waits, or too few for two servers.
    pub fn next_batch(&mut self) -> Option<Vec<T>> {
        let mut lanes = self.lanes.lock();
        let line = lanes.get_mut(&self.lane).filter(|_| !self.left)?;
        let others = line.servers > 1 && line.waiting.len() < CROWD;
        if line.waiting.is_empty() || others {
            // Under the same lock that found nobody: who comes next finds a free place for a server, or one that goes on.
            self.left = true;
            Lanes::leave(&mut lanes, &self.lane);
            return None;
        }
        let count = line.waiting.len().min(self.lanes.batch);
        Some(line.waiting.drain(..count).collect())
    }
}

impl<K: Hash + Eq + Clone, T> Drop for Server<K, T> {
    fn drop(&mut self) {
        if !self.left {
            Lanes::leave(&mut self.lanes.lock(), &self.lane);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_arrives_meanwhile_is_taken_together() {
        let lanes = Arc::new(Lanes::new(3, 1));
        let mut server = lanes.push("hall", 1).unwrap();
        assert_eq!(server.next_batch(), Some(vec![1]));
        for request in 2..=5 {
            assert!(lanes.push("hall", request).is_none());
        }
        assert_eq!(server.next_batch(), Some(vec![2, 3, 4]));
        assert_eq!(server.next_batch(), Some(vec![5]));
        assert_eq!(server.next_batch(), None);
        assert!(lanes.push("hall", 6).is_some());
    }

    #[test]
    fn a_crowd_gets_a_second_server_until_it_is_gone() {
        let lanes = Arc::new(Lanes::new(100, 2));
        let mut first = lanes.push("hall", 0).unwrap();
        assert_eq!(first.next_batch(), Some(vec![0]));
        assert!((1..CROWD).all(|request| lanes.push("hall", request).is_none()));
        let mut second = lanes.push("hall", CROWD).unwrap();
        assert_eq!(second.next_batch(), Some((1..=CROWD).collect()));
        assert!(lanes.push("hall", 9).is_none());
        assert_eq!(second.next_batch(), None);
        assert_eq!(first.next_batch(), Some(vec![9]));
        assert_eq!(first.next_batch(), None);
    }

    #[test]
    fn a_server_that_dies_leaves_its_place_to_another() {
        let lanes = Arc::new(Lanes::new(10, 1));
        let died = lanes.push("hall", 1);
        assert!(died.is_some() && lanes.push("hall", 2).is_none());
        drop(died);
        let mut next = lanes.push("hall", 3).unwrap();
        assert_eq!(next.next_batch(), Some(vec![1, 2, 3]));
    }
}
