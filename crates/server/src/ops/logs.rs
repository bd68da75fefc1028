//! Log lines: pretty on a terminal, JSON elsewhere.

use std::io::IsTerminal;

use anyhow::{Context, Result};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{Log, LogFormat};

/// Begins to log to standard error.
pub fn install(log: &Log) -> Result<()> {
    let filter = EnvFilter::try_new(&log.level).context("log.level can't be read")?;
    let pretty = match log.format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer().with_writer(std::io::stderr);
    if pretty {
        registry.with(lines.compact()).init();
    } else {
        registry.with(lines.json().flatten_event(true).with_current_span(true).with_span_list(false)).init();
    }
    Ok(())
}
