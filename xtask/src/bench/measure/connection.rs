//! One HTTP/1.1 connection that is kept: requests are written as they were prepared, answers parsed as far as needed.
//! The generator shares the machine with the server, so it does nothing else.

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection to the server on this machine. It opens itself again after a failure.
pub struct Connection {
    port: u16,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
    head: usize,
    body: Vec<u8>,
}

impl Connection {
    /// Connects to `port`.
    pub async fn open(port: u16) -> Result<Self> {
        let mut connection =
            Self { port, stream: None, buffer: Vec::with_capacity(16 * 1024), head: 0, body: Vec::new() };
        connection.stream = Some(connection.connect().await?);
        Ok(connection)
    }

    async fn connect(&self) -> Result<TcpStream> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Sends a request made with [`request`] and reads the answer; returns its status.
    pub async fn send(&mut self, request: &[u8]) -> Result<u16> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect().await?,
        };
        stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            ensure!(stream.read_buf(&mut self.buffer).await? > 0, "the server closed the connection");
            if let Some(answer) = Answer::parse(&self.buffer, &mut self.body)? {
                self.head = answer.head;
                if !answer.last {
                    self.stream = Some(stream);
                }
                return Ok(answer.status);
            }
        }
    }

    /// Sends and insists on `status`; the error shows the answer.
    pub async fn expect(&mut self, status: u16, request: &[u8]) -> Result<()> {
        let got = self.send(request).await?;
        if got == status {
            return Ok(());
        }
        let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
        let body: String = String::from_utf8_lossy(&self.body).chars().take(600).collect();
        bail!("{} answers {got} instead of {status}: {body}", String::from_utf8_lossy(line))
    }

    /// The last answer's body, without the transfer coding.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The path of the last answer's `location`, on whatever host.
    pub fn location(&self) -> Result<&str> {
        let location = header(&self.buffer[..self.head], "location").context("the answer leads nowhere")?;
        let after_host =
            location.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
        Ok(after_host.unwrap_or(location))
    }
}

/// A request as it goes over the wire.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if method != "GET" {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// What matters of an answer's head.
struct Answer {
    status: u16,
    /// Length of the head.
    head: usize,
    /// Whether the server closes the connection after it.
    last: bool,
}

impl Answer {
    /// Reads a whole answer and puts its body into `body`; `None` while something is missing.
    fn parse(bytes: &[u8], body: &mut Vec<u8>) -> Result<Option<Self>> {
        let Some(end) = find(bytes, b"\r\n\r\n") else { return Ok(None) };
        let (head, rest) = (&bytes[..end], &bytes[end + 4..]);
        let status = head.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        let status = status.context("not an HTTP answer")?;
        body.clear();
        let complete = if status == 204 || status == 304 {
            true
        } else if let Some(length) = header(head, "content-length") {
            let length: usize = length.parse().context("content-length is no number")?;
            rest.get(..length).map(|whole| body.extend_from_slice(whole)).is_some()
        } else if header(head, "transfer-encoding").is_some() {
            unchunk(rest, body)?
        } else {
            bail!("an answer of unknown length");
        };
        let last = header(head, "connection") == Some("close");
        Ok(complete.then_some(Self { status, head: end, last }))
    }
}

/// Appends the chunks to `body`; `false` while something is missing.
fn unchunk(mut rest: &[u8], body: &mut Vec<u8>) -> Result<bool> {
    loop {
        let Some(end) = find(rest, b"\r\n") else { return Ok(false) };
        let size = std::str::from_utf8(&rest[..end])?;
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
        let Some(chunk) = rest.get(end + 2..end + 4 + size) else { return Ok(false) };
        if size == 0 {
            return Ok(true);
        }
        body.extend_from_slice(&chunk[..size]);
        rest = &rest[end + 4 + size..];
    }
}

fn header<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    head.split(|byte| *byte == b'\n').find_map(|line| {
        let (key, value) = line.split_at_checked(name.len())?;
        let value = value.strip_prefix(b":")?;
        key.eq_ignore_ascii_case(name.as_bytes()).then(|| std::str::from_utf8(value.trim_ascii()).ok())?
    })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests;
