//! What one test did first, for others to go on from.

use std::{
    fs::{self, Permissions},
    io,
    path::{Path, PathBuf},
};

use server::config::Config;
use testkit::{Snapshot, TestDb};

use super::{TestApp, now};

/// A program's data as they were when it was stopped.
pub struct Saved {
    rows: Snapshot,
    files: Vec<File>,
}

/// A file of the data folder, which goes with the test that made it.
struct File {
    path: PathBuf,
    permissions: Permissions,
    bytes: Vec<u8>,
}

impl TestApp {
    /// Stops it and keeps its data, background work that is due included.
    pub(super) async fn save(mut self) -> Saved {
        let mut files = Vec::new();
        read(self.data(), Path::new(""), &mut files).unwrap();
        Saved { rows: self.database.take().unwrap().save().await, files }
    }

    /// Starts another one on a copy of the data, with a changed configuration.
    pub(super) async fn resume(saved: &Saved, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in &saved.files {
            let path = folder.path().join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &file.bytes).unwrap();
            fs::set_permissions(&path, file.permissions.clone()).unwrap();
        }
        Self::start_on(TestDb::of(&saved.rows).await, folder, now(), change, |_| {}).await
    }
}

/// Reads all files in `folder`, a part of `root`.
fn read(root: &Path, folder: &Path, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            read(root, &path, files)?;
        } else {
            files.push(File { permissions: metadata.permissions(), bytes: fs::read(entry.path())?, path });
        }
    }
    Ok(())
}
