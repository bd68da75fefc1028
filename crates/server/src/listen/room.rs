//! Descriptors: each connection is one.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Descriptors for everything that is not a client: database, files, logs.
const OWN: u64 = 256;

/// How many connections fit, at most `wanted`. Raises this process's soft limit of descriptors as far as the hard one
/// allows.
pub fn room_for(wanted: usize) -> usize {
    let needed = wanted as u64 + OWN;
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else { return wanted };
    let limit = needed.min(hard).max(soft);
    let limit = if setrlimit(Resource::RLIMIT_NOFILE, limit, hard).is_ok() { limit } else { soft };
    if limit >= needed {
        return wanted;
    }
    let fits = limit.saturating_sub(OWN).max(OWN) as usize;
    tracing::warn!(
        wanted,
        fits,
        "the system allows fewer connections than server.max_connections: raise `ulimit -n`"
    );
    fits
}
