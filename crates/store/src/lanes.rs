//! Folding what waits into one transaction: requests that arrive while the last ones are being made durable are taken
//! together. Nobody waits for a batch to fill; only those who are ready to run at that moment go first.

use std::{
    collections::HashMap,
    hash::Hash,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

/// How many have to wait before another batch beside the one under way is worth its transaction: with fewer, two small
/// batches cost twice as much as one and keep each other from the processor.
const CROWD: usize = 8;

/// How many requests of a lane share a transaction at most, where nothing else is asked for.
const BATCH: usize = 128;

/// How many batches of a lane are under way at once, where nothing else is asked for: one is written while the other is
/// being made durable.
const SERVERS: usize = 2;

/// How often the first server of a lane lets everybody else have their turn before it takes its first batch. Guests who were
/// answered together come back together: the first of them would go alone, and those right behind would wait for it. In a
/// process with nothing else to do this takes some thirty microseconds.
const TURNS: usize = 32;

/// Requests of type `T` that wait in line, one lane for each `K`. Those of a database are [`crate::Db::cache`]`::<Lanes<…>>`.
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

impl<K: Hash + Eq + Clone, T> Default for Lanes<K, T> {
    fn default() -> Self {
        Self::new(BATCH, SERVERS)
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
        let first = line.servers == 0;
        line.servers += 1;
        Some(Server { lanes: Arc::clone(self), lane, first, left: false })
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

/// A request in line whose caller waits for an answer.
pub struct Waiting<T, A> {
    request: T,
    answer: oneshot::Sender<A>,
}

impl<T, A> Waiting<T, A> {
    /// Answers. A caller who went away has no need of it.
    pub fn answer(self, answer: A) {
        let _ = self.answer.send(answer);
    }
}

impl<T, A> Deref for Waiting<T, A> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.request
    }
}

impl<K, T, A> Lanes<K, Waiting<T, A>>
where
    K: Hash + Eq + Clone + Send + 'static,
    T: Send + 'static,
    A: Send + 'static,
{
    /// Lines `request` up and waits for its answer; `None` if whoever served it left it without one. `serve` answers a
    /// batch. A caller who goes away does not take the others of the batch along.
    pub async fn join<F>(
        self: &Arc<Self>,
        lane: K,
        request: T,
        serve: impl Fn(Vec<Waiting<T, A>>) -> F + Send + 'static,
    ) -> Option<A>
    where
        F: Future<Output = ()> + Send,
    {
        let (answer, answered) = oneshot::channel();
        if let Some(mut server) = self.push(lane, Waiting { request, answer }) {
            tokio::spawn(async move {
                // A second one is only called when there is a crowd.
                let turns = if server.first { TURNS } else { 0 };
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                while let Some(batch) = server.next_batch() {
                    serve(batch).await;
                }
            });
        }
        answered.await.ok()
    }
}

/// The right to serve a lane until nobody waits; given back when dropped.
pub struct Server<K: Hash + Eq + Clone, T> {
    lanes: Arc<Lanes<K, T>>,
    lane: K,
    /// Whether nobody else served the lane when this one came.
    first: bool,
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

    #[tokio::test]
    async fn everybody_of_a_batch_gets_their_own_answer() {
        let lanes: Arc<Lanes<&str, Waiting<i32, i32>>> = Arc::default();
        let double = async |batch: Vec<Waiting<i32, i32>>| {
            // Whoever comes meanwhile waits for the next batch.
            tokio::task::yield_now().await;
            for waiting in batch {
                let twice = *waiting * 2;
                waiting.answer(twice);
            }
        };
        let asked = (1..=5).map(|number| lanes.join("hall", number, double));
        let answers = futures_util::future::join_all(asked).await;
        assert_eq!(answers, [2, 4, 6, 8, 10].map(Some));
    }

    #[tokio::test]
    async fn who_comes_right_behind_the_first_is_taken_with_it() {
        let lanes: Arc<Lanes<&str, Waiting<usize, usize>>> = Arc::default();
        let count = async |batch: Vec<Waiting<usize, usize>>| {
            let together = batch.len();
            batch.into_iter().for_each(|waiting| waiting.answer(together));
        };
        let asked = (0..5).map(async |turns| {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            lanes.join("hall", turns, count).await
        });
        assert_eq!(futures_util::future::join_all(asked).await, [Some(5); 5]);
        assert_eq!(lanes.join("hall", 0, count).await, Some(1));
    }

    #[tokio::test]
    async fn who_is_left_without_an_answer_learns_it() {
        let lanes: Arc<Lanes<&str, Waiting<(), ()>>> = Arc::default();
        assert_eq!(lanes.join("hall", (), async |batch| drop(batch)).await, None);
        assert!(
            lanes
                .join("hall", (), async |batch| batch.into_iter().for_each(|w| w.answer(())))
                .await
                .is_some()
        );
    }
}
