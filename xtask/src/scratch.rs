//! A PostgreSQL that lives as long as one command. It needs none of our own crates: their queries are checked against
//! the database it holds before they compile.

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;
use nix::unistd::{User, geteuid};
use tempfile::TempDir;

use crate::{postgres, process, workspace};

const OWNER: &str = "tessera_owner";
const DATABASE: &str = "tessera";
const PATIENCE: Duration = Duration::from_secs(20);

/// A migrated database behind a Unix socket; nothing of it stays.
pub struct Scratch {
    server: Child,
    folder: TempDir,
}

impl Scratch {
    /// Initialises, migrates and starts.
    pub fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("tessera-gen-").tempdir()?;
        let account = Account::choose()?;
        // Under root the server runs as somebody who may be unable to enter the workspace.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        let programs = folder.path().join("postgres");
        postgres::copy_folder(&postgres::folder()?, &programs)?;
        postgres::link_libraries(&programs)?;
        let data = folder.path().join("data");
        fs::create_dir(&data)?;
        account.give(&data)?;

        let bin = programs.join("bin");
        let mut initdb = account.command(&bin.join("initdb"));
        initdb.arg("--pgdata").arg(&data).arg(format!("--username={OWNER}"));
        initdb.args([
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]);
        process::output_of(initdb.args(["--no-locale", "--no-sync", "--no-instructions"]))?;
        single(&account, &bin, &data, "postgres", &format!("create database {DATABASE}"))?;
        for migration in migrations()? {
            let sql = fs::read_to_string(&migration)?;
            single(&account, &bin, &data, DATABASE, &sql)
                .with_context(|| format!("{} does not apply", migration.display()))?;
        }

        let mut server = account.command(&bin.join("postgres"));
        server.arg("-D").arg(&data).args([
            "-c",
            "listen_addresses=",
            "-c",
            "fsync=off",
            "-c",
            "unix_socket_permissions=0700",
        ]);
        server.arg("-c").arg(format!("unix_socket_directories={}", data.display()));
        let server =
            server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("can't start PostgreSQL")?;
        let scratch = Self { server, folder };
        scratch.wait(&data.join(".s.PGSQL.5432"))?;
        Ok(scratch)
    }

    /// For clients of the database's owner.
    pub fn url(&self) -> String {
        format!("postgres://{OWNER}@localhost/{DATABASE}?host={}", self.folder.path().join("data").display())
    }

    fn wait(&self, socket: &Path) -> Result<()> {
        let began = Instant::now();
        while !socket.exists() {
            if began.elapsed() > PATIENCE {
                bail!("PostgreSQL did not start within {} s", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Immediate: nothing of it is needed any more.
        process::signal(&self.server, Signal::SIGQUIT);
        let _ = self.server.wait();
    }
}

fn migrations() -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(workspace::root().join("migrations"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    Ok(files)
}

/// Runs statements in PostgreSQL's single-user mode, all in one transaction; npm's package has no client.
fn single(account: &Account, bin: &Path, data: &Path, database: &str, sql: &str) -> Result<()> {
    let mut command = account.command(&bin.join("postgres"));
    command.args(["--single", "-j", "-F"]).arg("-D").arg(data);
    command.args(["-c", "exit_on_error=on", "-c", "log_min_error_statement=panic", database]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // With -j an empty line behind a semicolon ends a statement; without any, the whole text is one.
        let lines: Vec<&str> = sql.lines().filter(|line| !line.trim().is_empty()).collect();
        stdin.write_all(lines.join("\n").as_bytes())?;
    }
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    match said.lines().find(|line| line.contains("ERROR:") || line.contains("FATAL:")) {
        Some(line) => bail!("{line}"),
        None if !output.status.success() => bail!("postgres failed ({}): {said}", output.status),
        None => Ok(()),
    }
}

/// PostgreSQL refuses to run as root.
struct Account(Option<User>);

impl Account {
    fn choose() -> Result<Self> {
        if !geteuid().is_root() {
            return Ok(Self(None));
        }
        let user = ["postgres", "nobody"].into_iter().find_map(|name| User::from_name(name).ok().flatten());
        user.map(|user| Self(Some(user)))
            .context("PostgreSQL does not run as root, and there is no user `nobody`")
    }

    fn give(&self, folder: &Path) -> Result<()> {
        let Some(user) = &self.0 else { return Ok(()) };
        Ok(chown(folder, Some(user.uid.as_raw()), Some(user.gid.as_raw()))?)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").env("PATH", "/usr/bin:/bin").current_dir("/").process_group(0);
        if let Some(user) = &self.0 {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        command
    }
}
