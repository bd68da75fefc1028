//! Just enough of Rust's grammar to tell code, comments and strings apart.

/// A Rust source, taken apart.
pub struct Source {
    /// The text with comments and the insides of strings blanked; lines stay where they are.
    pub code: String,
    /// Every string with the line it begins in, counted from 1.
    pub strings: Vec<(usize, String)>,
}

impl Source {
    /// Reads a whole file.
    pub fn parse(text: &str) -> Self {
        let mut reader =
            Reader { rest: text, line: 1, code: String::with_capacity(text.len()), strings: Vec::new() };
        while !reader.rest.is_empty() {
            reader.step();
        }
        Self { code: reader.code, strings: reader.strings }
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    code: String,
    strings: Vec<(usize, String)>,
}

impl<'a> Reader<'a> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.blank(end);
        } else if self.rest.starts_with("/*") {
            self.block_comment();
        } else if let Some(hashes) = self.raw_string() {
            let begin = self.rest.find('"').unwrap_or(0) + 1;
            let close = format!("\"{}", "#".repeat(hashes));
            self.keep(begin);
            let end = self.rest.find(&close).unwrap_or(self.rest.len());
            self.string(end);
            self.keep(close.len().min(self.rest.len()));
        } else if self.rest.starts_with('"') {
            self.keep(1);
            let end = end_of_string(self.rest);
            self.string(end);
            self.keep(usize::from(!self.rest.is_empty()));
        } else if let Some(length) = character(self.rest) {
            self.blank(length);
        } else {
            let next = self.rest.chars().next().map_or(1, char::len_utf8);
            self.keep(next);
        }
    }

    /// The number of hashes when a raw string begins here.
    fn raw_string(&self) -> Option<usize> {
        let in_word = self.code.chars().last().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let behind = self.rest.strip_prefix('b').unwrap_or(self.rest).strip_prefix('r')?;
        let hashes = behind.len() - behind.trim_start_matches('#').len();
        (!in_word && behind[hashes..].starts_with('"')).then_some(hashes)
    }

    fn block_comment(&mut self) {
        let (mut depth, mut at) = (0, 0);
        let bytes = self.rest.as_bytes();
        while at < bytes.len() {
            match &bytes[at..bytes.len().min(at + 2)] {
                b"/*" => (depth, at) = (depth + 1, at + 2),
                b"*/" => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                break;
            }
        }
        self.blank(at);
    }

    fn string(&mut self, length: usize) {
        self.strings.push((self.line, self.rest[..length].to_owned()));
        self.blank(length);
    }

    fn keep(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.code.push_str(taken);
        self.rest = rest;
    }

    fn blank(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.code.extend(taken.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

fn end_of_string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal here; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let behind = rest.strip_prefix('\'')?;
    let first = behind.chars().next()?;
    if first == '\\' {
        let end = behind.get(2..)?.find('\'')?;
        return Some(end + 4);
    }
    behind[first.len_utf8()..].starts_with('\'').then_some(first.len_utf8() + 2)
}

/// Pairs each line with its number.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}
