//! PostgreSQL's log, line by line, in ours.

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// Passes everything on until PostgreSQL closes its end. Returns the last fatal message, the reason why it ended.
pub(super) async fn follow(stderr: impl AsyncRead + Unpin) -> Option<String> {
    let mut reader = BufReader::new(stderr);
    let mut buffer = Vec::new();
    let mut fatal = None;
    while reader.read_until(b'\n', &mut buffer).await.is_ok_and(|bytes| bytes > 0) {
        let line = String::from_utf8_lossy(&buffer);
        let (severity, message) = split(line.trim_end());
        match severity {
            "PANIC" => tracing::error!(target: "postgres", "{message}"),
            "FATAL" | "ERROR" | "WARNING" => tracing::warn!(target: "postgres", "{message}"),
            "LOG" | "INFO" | "NOTICE" | "" => tracing::info!(target: "postgres", "{message}"),
            _ => tracing::debug!(target: "postgres", "{severity}: {message}"),
        }
        if matches!(severity, "PANIC" | "FATAL") {
            fatal = Some(message.to_owned());
        }
        buffer.clear();
    }
    fatal
}

/// Splits `LOG:  database system is ready` into severity and message. The severity is empty where a message goes on
/// over several lines, or where something else than the server wrote, such as the loader.
pub(super) fn split(line: &str) -> (&str, &str) {
    match line.split_once(":  ") {
        Some((word, message)) if word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) => {
            (word, message)
        }
        _ => ("", line.trim_start()),
    }
}
