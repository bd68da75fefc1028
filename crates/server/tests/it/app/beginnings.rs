//! What many tests begin with happens once in a process; each of them goes on with a copy of the data.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

use server::config::Config;
use testkit::TestDb;
use tokio::sync::OnceCell;

use super::{Client, Shop, TestApp, now, saved::Saved};

/// What a beginning leaves in a test's hands.
pub trait Kept: Send + Sync + 'static {
    /// The same in a program that has a copy of the data.
    fn moved_to(&self, app: &TestApp) -> Self;
}

struct Beginning<T> {
    saved: Saved,
    left: T,
}

/// By the function that begins, and by what it was told.
type Beginnings = HashMap<(TypeId, String), Arc<dyn Any + Send + Sync>>;

static BEGINNINGS: LazyLock<Mutex<Beginnings>> = LazyLock::new(Mutex::default);

impl TestApp {
    /// A program in which `begin` has happened, and what that left. A closure has to say in `told` what it captured.
    pub async fn after<T: Kept, F: AsyncFnOnce(&Self) -> T + 'static>(told: &str, begin: F) -> (Self, T) {
        Self::after_with(|_| {}, told, begin).await
    }

    /// The same with a changed configuration, of which the beginning knows nothing.
    pub async fn after_with<T: Kept, F: AsyncFnOnce(&Self) -> T + 'static>(
        change: impl FnOnce(&mut Config),
        told: &str,
        begin: F,
    ) -> (Self, T) {
        let key = (TypeId::of::<F>(), told.to_owned());
        let unknown = || -> Arc<dyn Any + Send + Sync> { Arc::new(OnceCell::<Beginning<T>>::new()) };
        let known = BEGINNINGS.lock().unwrap().entry(key).or_insert_with(unknown).clone();
        let known: Arc<OnceCell<Beginning<T>>> = known.downcast().unwrap();
        // In a box: a test's own stack is for what it does itself.
        let first = || {
            Box::pin(async {
                // Ids are in the order of time, and those of two programs at the same moment in none.
                let before = now().plus_seconds(-1);
                let (database, folder) = (TestDb::new().await, tempfile::tempdir().unwrap());
                let app = Self::start_on(database, folder, before, |_| {}, |_| {}).await;
                let left = begin(&app).await;
                Beginning { saved: app.save().await, left }
            })
        };
        let beginning = known.get_or_init(first).await;
        let app = Self::resume(&beginning.saved, change).await;
        let left = beginning.left.moved_to(&app);
        (app, left)
    }
}

impl Kept for () {
    fn moved_to(&self, _: &TestApp) {}
}

impl Kept for Client {
    fn moved_to(&self, app: &TestApp) -> Self {
        self.twin_at(&app.url)
    }
}

impl Kept for String {
    fn moved_to(&self, _: &TestApp) -> Self {
        self.clone()
    }
}

impl Kept for Vec<String> {
    fn moved_to(&self, _: &TestApp) -> Self {
        self.clone()
    }
}

impl<A: Kept, B: Kept> Kept for (A, B) {
    fn moved_to(&self, app: &TestApp) -> Self {
        (self.0.moved_to(app), self.1.moved_to(app))
    }
}

impl Kept for Shop {
    fn moved_to(&self, app: &TestApp) -> Self {
        Self { owner: self.owner.moved_to(app), org: self.org.clone(), event: self.event.clone() }
    }
}
