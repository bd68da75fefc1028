//! What one test after another works with: a runtime, and the databases whose connections live on it.
//!
//! Most of what a small test would cost is the beginning of everything: a database's files, connections that know no table
//! yet, the first plan of each statement. So all of that stays, and only the data goes.

use std::{
    cell::RefCell,
    pin::Pin,
    sync::{Mutex, PoisonError},
};

use tokio::runtime::{Builder, Runtime};

use crate::database::{Used, Warm};

/// On how many threads a test's tasks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    /// On the test's own, one after the other.
    One,
    /// On two more.
    Several,
}

struct Workbench {
    threads: Threads,
    runtime: Runtime,
    databases: Vec<Warm>,
}

/// Those that no test works at.
static FREE: Mutex<Vec<Workbench>> = Mutex::new(Vec::new());

thread_local! {
    /// The databases of the workbench at which this thread's test works: clean ones, and those it is done with.
    static HERE: RefCell<Option<(Vec<Warm>, Vec<Used>)>> = const { RefCell::new(None) };
}

/// Runs a test to its end, checks what its databases have to say then and cleans them for the next one. After a failure all
/// that the test worked with is thrown away.
///
/// # Panics
/// If the test does, or leaves work undone that it promised to leave none of.
pub fn run(threads: Threads, test: Pin<Box<dyn Future<Output = ()>>>) {
    let Workbench { runtime, databases, .. } = Workbench::free(threads);
    HERE.set(Some((databases, Vec::new())));
    // Connections end on their runtime.
    let inside = runtime.enter();
    let leaving = Leaving;
    let databases = runtime.block_on(async {
        test.await;
        let (mut clean, used) = HERE.take().unwrap_or_default();
        for used in used {
            clean.extend(used.clean().await);
        }
        clean
    });
    drop((leaving, inside));
    FREE.lock().unwrap_or_else(PoisonError::into_inner).push(Workbench { threads, runtime, databases });
}

/// A clean database of this thread's workbench, if it has one.
///
/// # Panics
/// Outside of [`run`].
pub(crate) fn take() -> Option<Warm> {
    HERE.with_borrow_mut(|here| match here {
        Some((clean, _)) => clean.pop(),
        None => {
            panic!("a test with a database has the attribute `testkit::test` and takes it on its own thread")
        }
    })
}

/// Has a clean database taken next.
pub(crate) fn put(database: Warm) {
    HERE.with_borrow_mut(|here| {
        if let Some((clean, _)) = here {
            clean.push(database);
        }
    });
}

/// Has a database cleaned after the test. Where none is under way any more, it goes.
pub(crate) fn give_back(database: Used) {
    HERE.with_borrow_mut(|here| {
        if let Some((_, used)) = here {
            used.push(database);
        }
    });
}

/// Clears the thread's place, however its test ends.
struct Leaving;

impl Drop for Leaving {
    fn drop(&mut self) {
        HERE.take();
    }
}

impl Workbench {
    fn free(threads: Threads) -> Self {
        let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        let place = free.iter().rposition(|bench| bench.threads == threads);
        place.map(|place| free.swap_remove(place)).unwrap_or_else(|| Self::new(threads))
    }

    fn new(threads: Threads) -> Self {
        let mut builder = match threads {
            Threads::One => Builder::new_current_thread(),
            Threads::Several => Builder::new_multi_thread(),
        };
        let runtime = builder.worker_threads(2).enable_all().build().expect("the system has threads left");
        Self { threads, runtime, databases: Vec::new() }
    }
}
