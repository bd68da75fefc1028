//! Steps are skipped when what they read is what it was: a stamp keeps the digest of the inputs.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::WalkDir;

/// The digest of one set of inputs, and the file that remembers it.
pub struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// Reads `inputs`, files or folders (without `node_modules`), and compares them with `file`.
    pub fn of<'a>(file: PathBuf, inputs: impl IntoIterator<Item = &'a Path>) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            let walk = WalkDir::new(input).sort_by_file_name();
            for entry in walk.into_iter().filter_entry(|entry| entry.file_name() != "node_modules") {
                let entry = entry.with_context(|| format!("can't read {}", input.display()))?;
                if entry.file_type().is_file() {
                    entry.path().strip_prefix(input).unwrap_or(input).hash(&mut hasher);
                    fs::read(entry.path())?.hash(&mut hasher);
                }
            }
        }
        Ok(Self { file, digest: format!("{:016x}", hasher.finish()) })
    }

    /// Whether the inputs are those of the last [`Stamp::press`].
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|digest| digest == self.digest)
    }

    /// Remembers the inputs, after the step succeeded.
    pub fn press(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.digest).with_context(|| format!("can't write {}", self.file.display()))
    }
}
