//! What a connection is doing, and whether it takes too long for it.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::Instant;

use super::Options;

/// What a connection is doing: shared by its socket, its requests and whoever watches over it.
#[derive(Clone)]
pub(super) struct Pulse(Arc<Mutex<State>>);

struct State {
    /// Requests whose answer is not complete.
    running: usize,
    /// When the present rest or the present head began.
    since: Instant,
    /// Whether a head began to come but did not end.
    reading: bool,
    /// Whether requests share the connection (HTTP/2): then what comes between them need not be a head.
    shared: bool,
}

/// How a connection is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// Well; to be looked at again then.
    Well(Instant),
    /// It did nothing for too long.
    Idle,
    /// The head of a request takes too long.
    Stuck,
}

impl Pulse {
    /// A new connection: it has to send a head at once.
    pub fn new() -> Self {
        let state = State { running: 0, since: Instant::now(), reading: true, shared: false };
        Self(Arc::new(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes came.
    pub fn heard(&self) {
        let mut state = self.state();
        if state.running == 0 && !state.reading && !state.shared {
            state.reading = true;
            state.since = Instant::now();
        }
    }

    /// A head is complete; the request runs until what comes back is dropped.
    pub fn begin(&self, shared: bool) -> Beat {
        let mut state = self.state();
        state.running += 1;
        state.reading = false;
        state.shared = shared;
        Beat(self.clone())
    }

    /// How the connection is at `now`.
    pub fn condition(&self, options: &Options, now: Instant) -> Condition {
        let state = self.state();
        let soon = now + options.header_timeout;
        if state.running > 0 {
            return Condition::Well(soon);
        }
        let patience = if state.reading { options.header_timeout } else { options.keep_alive };
        let end = state.since + patience;
        match (now < end, state.reading) {
            (true, _) => Condition::Well(end.min(soon)),
            (false, true) => Condition::Stuck,
            (false, false) => Condition::Idle,
        }
    }
}

/// One running request.
pub(super) struct Beat(Pulse);

impl Drop for Beat {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.running -= 1;
        if state.running == 0 {
            state.since = Instant::now();
        }
    }
}

/// An answer's body that keeps its request running until it is sent.
pub(super) struct Counted {
    pub body: Body,
    pub _beat: Beat,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const OPTIONS: Options = Options {
        max_connections: 1,
        header_timeout: Duration::from_secs(10),
        keep_alive: Duration::from_secs(60),
        write_timeout: Duration::from_secs(30),
    };

    fn after(seconds: u64, pulse: &Pulse) -> Condition {
        pulse.condition(&OPTIONS, Instant::now() + Duration::from_secs(seconds))
    }

    #[test]
    fn a_new_connection_has_to_say_something_soon() {
        let pulse = Pulse::new();
        assert!(matches!(after(9, &pulse), Condition::Well(_)));
        assert_eq!(after(11, &pulse), Condition::Stuck);
    }

    #[test]
    fn a_running_request_may_take_its_time_and_a_pause_may_be_long() {
        let pulse = Pulse::new();
        let beat = pulse.begin(false);
        assert!(matches!(after(1000, &pulse), Condition::Well(_)));
        drop(beat);
        assert!(matches!(after(59, &pulse), Condition::Well(_)));
        assert_eq!(after(61, &pulse), Condition::Idle);
    }

    #[test]
    fn a_second_head_may_not_dribble_either() {
        let pulse = Pulse::new();
        drop(pulse.begin(false));
        pulse.heard();
        assert_eq!(after(11, &pulse), Condition::Stuck);
        drop(pulse.begin(true));
        pulse.heard();
        assert!(matches!(after(11, &pulse), Condition::Well(_)), "HTTP/2 says more than requests");
    }
}
