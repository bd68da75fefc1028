//! What processes take of the machine, from /proc (Linux only; elsewhere everything is zero).

use std::fs;
use std::time::Instant;

/// The kernel tells CPU time in ticks of 10 ms, whatever its own clock (USER_HZ, `man 5 proc`).
const TICKS_A_SECOND: f64 = 100.0;

/// Whose usage is of interest.
#[derive(Clone, Copy)]
pub struct Probe {
    /// The server.
    pub server: u32,
    /// PostgreSQL's first process; its children count with it.
    pub postmaster: u32,
}

/// CPU seconds at one moment.
pub struct Sample {
    at: Instant,
    server: f64,
    postgres: f64,
    generator: f64,
}

/// Cores kept busy between two samples.
#[derive(Clone, Copy, Default)]
pub struct Usage {
    /// By the server.
    pub server: f64,
    /// By PostgreSQL.
    pub postgres: f64,
    /// By the load generator.
    pub generator: f64,
}

impl Probe {
    /// Reads now.
    pub fn sample(&self) -> Sample {
        let own = |pid| Stat::of(pid).map_or(0.0, |stat| stat.own);
        Sample {
            at: Instant::now(),
            server: own(self.server),
            postgres: self.postgres(),
            generator: own(std::process::id()),
        }
    }

    fn postgres(&self) -> f64 {
        let children: f64 = processes()
            .filter_map(Stat::of)
            .filter(|stat| stat.parent == self.postmaster)
            .map(|stat| stat.own)
            .sum();
        children + Stat::of(self.postmaster).map_or(0.0, |stat| stat.own + stat.ended_children)
    }

    /// The server's resident memory in MiB.
    pub fn server_memory(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server)).unwrap_or_default();
        let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
        kib.and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default() / 1024.0
    }
}

impl Sample {
    /// What was used until `later`.
    pub fn until(&self, later: &Self) -> Usage {
        let seconds = (later.at - self.at).as_secs_f64().max(0.001);
        Usage {
            server: (later.server - self.server) / seconds,
            postgres: (later.postgres - self.postgres) / seconds,
            generator: (later.generator - self.generator) / seconds,
        }
    }
}

/// CPU seconds of a process.
struct Stat {
    parent: u32,
    own: f64,
    ended_children: f64,
}

impl Stat {
    fn of(pid: u32) -> Option<Self> {
        let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name of the program stands in brackets and may hold anything.
        let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks =
            |index: usize| fields.get(index).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
        Some(Self {
            parent: fields.get(1)?.parse().ok()?,
            own: (ticks(11) + ticks(12)) / TICKS_A_SECOND,
            ended_children: (ticks(13) + ticks(14)) / TICKS_A_SECOND,
        })
    }
}

fn processes() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}
