//! `cargo xtask gen`: the generated files that are committed.
//!
//! Each generator makes its files in memory, from sources only; writing them and comparing them is the same for all.

mod queries;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::steps::{Step, Steps};
use crate::workspace::{self, Profile};
use crate::{assets, npm, process};

/// Options of `cargo xtask gen`.
#[derive(Args)]
pub struct Options {
    /// Write nothing; fail when a committed file is not what would be written.
    #[arg(long)]
    check: bool,
}

/// What should be committed: content by path below the workspace.
type Files = BTreeMap<PathBuf, Vec<u8>>;

const ROUTES: &str = "web/apps/admin/src/routeTree.gen.ts";
const QUERIES: &str = ".sqlx";
const DOCUMENT: &str = "api/openapi.json";
const CONFIG: &str = "api/config.schema.json";
const CLIENT: &str = "web/packages/client/src/schema.gen.ts";

/// Generates and writes, or compares.
pub fn run(options: &Options) -> Result<()> {
    let steps = Steps::new();
    let mut stale = Vec::new();
    assets::prepare_to_compile(&steps)?;
    stale.extend(settle(&steps, options, "query metadata", queries::generate)?);
    // The server compiles only where its queries' metadata is as it should be.
    if !options.check || !stale.iter().any(|file| file.starts_with(QUERIES)) {
        stale.extend(settle(&steps, options, "api documents", documents)?);
        stale.extend(settle(&steps, options, "typescript client", client)?);
    }
    // Vite writes the tree of routes while it builds.
    let routes = || fs::read(workspace::root().join(ROUTES)).ok();
    let committed = routes();
    steps.run("admin", assets::build_admin)?;
    if committed != routes() {
        stale.push(PathBuf::from(ROUTES));
    }
    if options.check && !stale.is_empty() {
        let list: Vec<String> = stale.iter().map(|file| format!("  {}", file.display())).collect();
        bail!("these files are stale; run `cargo xtask gen` and commit them:\n{}", list.join("\n"));
    }
    Ok(())
}

/// One generator: writes what differs from what is committed, or only tells.
fn settle(
    steps: &Steps,
    options: &Options,
    name: &str,
    generate: fn(&mut Step) -> Result<Files>,
) -> Result<Vec<PathBuf>> {
    let mut stale = Vec::new();
    steps.run(name, |step| {
        let files = generate(step)?;
        stale = differing(&files)?;
        if !options.check {
            write(&files, &stale)?;
        }
        Ok(format!("{} files, {} changed", files.len(), stale.len()))
    })?;
    Ok(stale)
}

/// The OpenAPI document and the schema of the configuration, printed by the server itself.
fn documents(step: &mut Step) -> Result<Files> {
    step.follow(&mut workspace::build_server(Profile::Dev))?;
    let print =
        |arguments: &[&str]| process::output_of(Command::new(Profile::Dev.executable()).args(arguments));
    let mut files = Files::new();
    files.insert(DOCUMENT.into(), print(&["openapi"])?);
    files.insert(CONFIG.into(), print(&["config", "schema"])?);
    Ok(files)
}

/// The types of the TypeScript client, from the document that was just made.
fn client(step: &mut Step) -> Result<Files> {
    let folder = tempfile::tempdir()?;
    let (document, types) = (folder.path().join("openapi.json"), folder.path().join("schema.gen.ts"));
    fs::write(&document, process::output_of(Command::new(Profile::Dev.executable()).arg("openapi"))?)?;
    step.follow(
        npm::program("openapi-typescript")
            .arg("--default-non-nullable=false")
            .arg(&document)
            .arg("-o")
            .arg(&types),
    )?;
    Ok(Files::from([(CLIENT.into(), fs::read(types)?)]))
}

/// Which of `files` are not on the disk as they should be, and which files beside the queries' are too many.
fn differing(files: &Files) -> Result<Vec<PathBuf>> {
    let mut differing: Vec<PathBuf> = files
        .iter()
        .filter(|(path, content)| fs::read(workspace::root().join(path)).ok().as_ref() != Some(content))
        .map(|(path, _)| path.clone())
        .collect();
    if files.keys().any(|file| file.starts_with(QUERIES)) {
        differing.extend(committed_queries()?.into_iter().filter(|file| !files.contains_key(file)));
    }
    Ok(differing)
}

fn committed_queries() -> Result<Vec<PathBuf>> {
    match fs::read_dir(workspace::root().join(QUERIES)) {
        Ok(entries) => entries.map(|entry| Ok(Path::new(QUERIES).join(entry?.file_name()))).collect(),
        Err(_) => Ok(Vec::new()),
    }
}

fn write(files: &Files, differing: &[PathBuf]) -> Result<()> {
    for path in differing {
        let place = workspace::root().join(path);
        match files.get(path) {
            Some(content) => {
                fs::create_dir_all(place.parent().unwrap_or(&place))?;
                fs::write(&place, content)
            }
            None => fs::remove_file(&place),
        }
        .with_context(|| format!("can't write {}", place.display()))?;
    }
    Ok(())
}
