//! `cargo xtask dist`: one archive that runs on another machine without Rust or Node.

mod smoke;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::steps::Steps;
use crate::workspace::{self, Profile};
use crate::{assets, postgres};

/// Options of `cargo xtask dist`.
#[derive(Args)]
pub struct Options {
    /// Unpack the archive elsewhere, start it with an empty environment, and look at its pages.
    #[arg(long)]
    smoke: bool,
}

/// Beside the programs, as they are in the repository.
const TEXTS: [&str; 3] = ["LICENSE", "README.md", "config.default.toml"];

/// Builds and packs; tells where the archive is.
pub fn run(options: &Options) -> Result<()> {
    let steps = Steps::new();
    assets::prepare(&steps)?;
    steps.run("server build", |step| {
        step.follow(&mut workspace::build_server(Profile::Fast)).map(|()| String::new())
    })?;
    let name = format!("tessera-{}-{}", env!("CARGO_PKG_VERSION"), postgres::platform()?);
    let archive = workspace::root().join("target/dist").join(format!("{name}.tar.gz"));
    steps.run("archive", |_| {
        pack(&name, &archive)?;
        let size = fs::metadata(&archive)?.len() / 1_000_000;
        Ok(format!("{} ({size} MB)", archive.display()))
    })?;
    if options.smoke {
        smoke::run(&steps, &archive, &name)?;
    }
    println!("{}", archive.display());
    Ok(())
}

/// Writes the archive: everything in one folder, owned by nobody in particular.
fn pack(name: &str, archive: &Path) -> Result<()> {
    let folder = archive.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let unfinished = archive.with_added_extension("unfinished");
    let file = File::create(&unfinished).with_context(|| format!("can't write {}", unfinished.display()))?;
    let mut tar = tar::Builder::new(GzEncoder::new(file, Compression::new(6)));
    tar.follow_symlinks(false);
    tar.mode(tar::HeaderMode::Deterministic);
    let inside = |path: &str| PathBuf::from(name).join(path);

    tar.append_path_with_name(Profile::Fast.executable(), inside("tessera"))?;
    for text in TEXTS {
        let source = workspace::root().join(text);
        tar.append_path_with_name(&source, inside(text)).with_context(|| format!("{text} is missing"))?;
    }
    let postgres = postgres::folder()?;
    postgres::link_libraries(&postgres)?;
    for part in ["bin", "lib", "share"] {
        append_folder(&mut tar, &postgres.join(part), &inside("postgres").join(part))?;
    }
    tar.into_inner()?.finish()?.sync_all()?;
    fs::rename(&unfinished, archive)?;
    Ok(())
}

fn append_folder(tar: &mut tar::Builder<GzEncoder<File>>, from: &Path, to: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
        let entry = entry?;
        // What only compilers read stays out.
        if entry.path().extension().is_some_and(|extension| extension == "a" || extension == "pc") {
            continue;
        }
        tar.append_path_with_name(entry.path(), to.join(entry.path().strip_prefix(from)?))?;
    }
    Ok(())
}
