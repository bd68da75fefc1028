//! Work for the processor that nobody waits for: it takes what selling leaves over.

use tokio::sync::oneshot;

/// How much the work steps back, as `nice` counts: 0 not at all, 19 most.
#[cfg(target_os = "linux")]
const STEPS_BACK: i32 = 10;

/// Runs `work` on a thread of its own that gives way to every other; `None` if it panicked or can't be started.
pub(super) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (answer, answered) = oneshot::channel();
    let thread = std::thread::Builder::new().name("background".to_owned()).spawn(move || {
        give_way();
        // Whoever asked may be gone.
        let _ = answer.send(work());
    });
    match thread {
        Ok(_) => answered.await.ok(),
        Err(error) => {
            tracing::warn!(%error, "no thread for background work");
            None
        }
    }
}

/// On Linux a priority belongs to the thread that sets it, and dies with it.
#[cfg(target_os = "linux")]
fn give_way() {
    if let Err(error) = rustix::process::setpriority_process(None, STEPS_BACK) {
        tracing::debug!(%error, "the priority stays as it is");
    }
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}
