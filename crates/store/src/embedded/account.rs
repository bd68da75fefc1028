//! Whose name PostgreSQL runs under. It refuses root, so as root we hand its folder to an ordinary user.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown};
use std::path::Path;

use nix::unistd::{Uid, User, geteuid};
use tokio::process::Command;

use super::error::EmbeddedError;

const ROOT: u32 = 0;

/// The user PostgreSQL runs as.
#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    pub(super) uid: u32,
    gid: u32,
    /// We are root and have to become this user; otherwise it is us.
    switch: bool,
}

impl Account {
    /// Ourselves, unless we are root: then the owner of the existing data, `postgres` or `nobody`.
    pub(super) fn choose(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let owner = fs::metadata(data_dir).ok().map(|data| (data.uid(), data.gid()));
        let us = geteuid();
        if !us.is_root() {
            return match owner {
                Some((uid, _)) if uid != us.as_raw() => {
                    Err(EmbeddedError::NotOurs { data_dir: data_dir.to_owned(), owner: name(uid) })
                }
                _ => Ok(Self { uid: us.as_raw(), gid: nix::unistd::getegid().as_raw(), switch: false }),
            };
        }
        if let Some((uid, gid)) = owner.filter(|(uid, _)| *uid != ROOT) {
            return Ok(Self { uid, gid, switch: true });
        }
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .map(|user| Self { uid: user.uid.as_raw(), gid: user.gid.as_raw(), switch: true })
            .ok_or(EmbeddedError::NoAccount)
    }

    /// A command that runs as this user, in a clean environment and a process group of its own: a Ctrl-C on the
    /// terminal reaches only us, and we drain before PostgreSQL stops.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").env("PATH", "/usr/local/bin:/usr/bin:/bin");
        command.current_dir("/").process_group(0);
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Hands over a file, or a folder with everything in it.
    pub(super) fn give(&self, path: &Path) -> Result<(), EmbeddedError> {
        if !self.switch {
            return Ok(());
        }
        let fail = |e| EmbeddedError::io("change the owner of", path, e);
        lchown(path, Some(self.uid), Some(self.gid)).map_err(fail)?;
        if path.symlink_metadata().map_err(fail)?.is_dir() {
            for entry in fs::read_dir(path).map_err(fail)? {
                self.give(&entry.map_err(fail)?.path())?;
            }
        }
        Ok(())
    }

    /// Makes sure that this user gets through every folder above `path`.
    ///
    /// A folder that root keeps entirely for itself (mode 0700, as `/root` or `mktemp -d`) is opened for passing, to
    /// this user's group only: nobody gains the right to list or to read. Other closed folders are an error.
    pub(super) fn let_pass(&self, path: &Path) -> Result<(), EmbeddedError> {
        if !self.switch {
            return Ok(());
        }
        for folder in path.ancestors().skip(1) {
            let metadata = fs::metadata(folder).map_err(|e| EmbeddedError::io("enter", folder, e))?;
            let mode = metadata.mode();
            let bit = match (metadata.uid() == self.uid, metadata.gid() == self.gid) {
                (true, _) => 0o100,
                (_, true) => 0o010,
                _ => 0o001,
            };
            if mode & bit != 0 {
                continue;
            }
            if metadata.uid() != ROOT || mode & 0o070 != 0 {
                return Err(EmbeddedError::Unreachable { folder: folder.to_owned(), user: name(self.uid) });
            }
            tracing::warn!(folder = %folder.display(), user = name(self.uid), "opening a folder for PostgreSQL to pass");
            let fail = |e| EmbeddedError::io("open for PostgreSQL", folder, e);
            chown(folder, None, Some(self.gid)).map_err(fail)?;
            fs::set_permissions(folder, fs::Permissions::from_mode(mode & 0o7777 | 0o010)).map_err(fail)?;
        }
        Ok(())
    }
}

fn name(uid: u32) -> String {
    let user = User::from_uid(Uid::from_raw(uid)).ok().flatten();
    user.map_or_else(|| uid.to_string(), |user| user.name)
}
