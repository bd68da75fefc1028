//! Just enough of PostgreSQL's protocol (version 3, <https://www.postgresql.org/docs/18/protocol.html>) to measure the
//! database and not its client: prepared statements with text parameters, one round trip each, as pgbench does it.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

const PROTOCOL: i32 = 3 << 16;

/// A row of text columns; `None` is null.
pub type Row = Vec<Option<String>>;

/// A connection of one user who needs no password.
pub struct Client {
    stream: UnixStream,
    outbox: Vec<u8>,
    inbox: Vec<u8>,
}

impl Client {
    /// Connects through a socket file.
    pub async fn connect(socket: &Path, user: &str, database: &str) -> Result<Self> {
        let stream = UnixStream::connect(socket).await?;
        let mut client =
            Self { stream, outbox: Vec::with_capacity(1024), inbox: Vec::with_capacity(16 * 1024) };
        let start = client.outbox.len();
        client.outbox.extend_from_slice(&[0; 4]);
        client.outbox.extend_from_slice(&PROTOCOL.to_be_bytes());
        for word in ["user", user, "database", database, ""] {
            client.text(word);
        }
        client.close_message(start)?;
        client.round_trip(|_| ()).await?;
        Ok(client)
    }

    /// Runs any statements; returns the rows of all of them.
    pub async fn query(&mut self, sql: &str) -> Result<Vec<Row>> {
        self.message(b'Q', |client| client.text(sql))?;
        let mut rows = Vec::new();
        self.round_trip(|row| rows.push(row)).await?;
        rows.into_iter().map(|row| columns(&row)).collect()
    }

    /// Prepares one statement under a name.
    pub async fn prepare(&mut self, name: &str, sql: &str) -> Result<()> {
        self.message(b'P', |client| {
            client.text(name);
            client.text(sql);
            client.outbox.extend_from_slice(&0_i16.to_be_bytes());
        })?;
        self.message(b'S', |_| ())?;
        self.round_trip(|_| ()).await.with_context(|| format!("preparing {sql}"))
    }

    /// Runs a prepared statement; returns how many rows came back.
    pub async fn execute(&mut self, name: &str, parameters: &[&str]) -> Result<usize> {
        let count = i16::try_from(parameters.len())?;
        self.message(b'B', |client| {
            client.text("");
            client.text(name);
            client.outbox.extend_from_slice(&0_i16.to_be_bytes());
            client.outbox.extend_from_slice(&count.to_be_bytes());
            for parameter in parameters {
                // Parameters are a few characters long.
                let length = i32::try_from(parameter.len()).unwrap_or(i32::MAX);
                client.outbox.extend_from_slice(&length.to_be_bytes());
                client.outbox.extend_from_slice(parameter.as_bytes());
            }
            client.outbox.extend_from_slice(&0_i16.to_be_bytes());
        })?;
        self.message(b'E', |client| {
            client.text("");
            client.outbox.extend_from_slice(&0_i32.to_be_bytes());
        })?;
        self.message(b'S', |_| ())?;
        let mut rows = 0;
        self.round_trip(|_| rows += 1).await?;
        Ok(rows)
    }

    fn text(&mut self, text: &str) {
        self.outbox.extend_from_slice(text.as_bytes());
        self.outbox.push(0);
    }

    fn message(&mut self, kind: u8, content: impl FnOnce(&mut Self)) -> Result<()> {
        self.outbox.push(kind);
        let start = self.outbox.len();
        self.outbox.extend_from_slice(&[0; 4]);
        content(self);
        self.close_message(start)
    }

    fn close_message(&mut self, start: usize) -> Result<()> {
        let length = i32::try_from(self.outbox.len() - start)?;
        self.outbox[start..start + 4].copy_from_slice(&length.to_be_bytes());
        Ok(())
    }

    /// Sends what is in the outbox and reads until the server is ready for more. An error of the server is ours.
    async fn round_trip(&mut self, mut row: impl FnMut(Vec<u8>)) -> Result<()> {
        self.stream.write_all(&self.outbox).await?;
        self.outbox.clear();
        self.inbox.clear();
        let (mut at, mut failure) = (0, None);
        loop {
            while let Some((kind, content)) = next_message(&self.inbox[at..])? {
                at += content.len() + 5;
                match kind {
                    b'D' => row(content.to_vec()),
                    b'E' if failure.is_none() => failure = Some(reason(content)),
                    b'R' => ensure!(content == [0; 4], "PostgreSQL wants a password"),
                    b'Z' => return failure.map_or(Ok(()), |reason| bail!("PostgreSQL says: {reason}")),
                    _ => {}
                }
            }
            if self.stream.read_buf(&mut self.inbox).await? == 0 {
                bail!("PostgreSQL closed the connection: {}", failure.unwrap_or_default());
            }
        }
    }
}

/// The kind and the content of the first message, if it is whole.
fn next_message(bytes: &[u8]) -> Result<Option<(u8, &[u8])>> {
    let Some((kind, rest)) = bytes.split_first() else { return Ok(None) };
    let Some((length, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    let length =
        usize::try_from(i32::from_be_bytes(*length))?.checked_sub(4).context("a message without end")?;
    Ok(rest.get(..length).map(|content| (*kind, content)))
}

/// The columns of a data row.
fn columns(row: &[u8]) -> Result<Row> {
    let (count, mut rest) = row.split_first_chunk::<2>().context("a row without columns")?;
    let mut columns = Vec::new();
    for _ in 0..i16::from_be_bytes(*count) {
        let (length, after) = rest.split_first_chunk::<4>().context("a row cut off")?;
        let Ok(length) = usize::try_from(i32::from_be_bytes(*length)) else {
            columns.push(None);
            rest = after;
            continue;
        };
        let (value, after) = after.split_at_checked(length).context("a row cut off")?;
        columns.push(Some(String::from_utf8_lossy(value).into_owned()));
        rest = after;
    }
    Ok(columns)
}

/// What an error message says: its field `M`.
fn reason(content: &[u8]) -> String {
    let mut fields = content.split(|byte| *byte == 0);
    let said = fields.find_map(|field| field.strip_prefix(b"M"));
    String::from_utf8_lossy(said.unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests;
