use std::env;
use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use ring::digest::{SHA256, digest};

use super::account::Account;
use super::error::EmbeddedError;

/// A socket's address holds 104 bytes on macOS (108 on Linux) with the closing zero; `/.s.PGSQL.5432` takes 14.
const LONGEST_FOLDER: usize = 103 - 14;

/// The folder of the socket: the data folder, or, where that path is too long for a socket's address, a private one
/// under the system's temporary folder.
#[derive(Debug)]
pub(super) struct SocketFolder {
    path: PathBuf,
    temporary: bool,
}

impl SocketFolder {
    /// Where the socket of a cluster is.
    pub(super) fn place(data_dir: &Path) -> PathBuf {
        let data = data_dir.as_os_str().as_encoded_bytes();
        if data.len() <= LONGEST_FOLDER {
            return data_dir.to_owned();
        }
        let digest = data_encoding::HEXLOWER.encode(&digest(&SHA256, data).as_ref()[..8]);
        env::temp_dir().join(format!("tessera-{digest}"))
    }

    pub(super) fn prepare(data_dir: &Path, account: &Account) -> Result<Self, EmbeddedError> {
        let path = Self::place(data_dir);
        if path == data_dir {
            return Ok(Self { path, temporary: false });
        }
        let fail = |e| EmbeddedError::io("create", &path, e);
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => {
                fs::set_permissions(&path, Permissions::from_mode(0o700)).map_err(fail)?;
                account.give(&path)?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let found = path.symlink_metadata().map_err(fail)?;
                if !found.is_dir() || found.uid() != account.uid || found.mode() & 0o077 != 0 {
                    return Err(EmbeddedError::SocketFolder { folder: path });
                }
            }
            Err(error) => return Err(fail(error)),
        }
        account.let_pass(&path)?;
        Ok(Self { path, temporary: true })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves nothing in the temporary folder once PostgreSQL has removed its socket.
    pub(super) fn remove(&self) {
        if self.temporary
            && let Err(error) = fs::remove_dir(&self.path)
        {
            tracing::debug!(%error, folder = %self.path.display(), "the folder of the socket stays");
        }
    }
}
