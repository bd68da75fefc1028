//! What the server embeds: the fonts of the documents and the admin.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::npm;
use crate::stamp::Stamp;
use crate::steps::{Step, Steps};
use crate::workspace;

#[derive(Deserialize)]
struct FontList {
    font: Vec<Font>,
}

#[derive(Deserialize)]
struct Font {
    package: String,
    file: String,
    target: String,
}

/// Packages, fonts and the admin: everything that the optimised server embeds.
pub fn prepare(steps: &Steps) -> Result<()> {
    prepare_to_compile(steps)?;
    steps.run("admin", build_admin)
}

/// What has to be there before the workspace compiles.
pub fn prepare_to_compile(steps: &Steps) -> Result<()> {
    steps.run("node", |_| npm::check_tools())?;
    steps.run("npm packages", npm::install)?;
    steps.run("fonts", |_| copy_fonts())
}

/// Copies what `crates/documents/fonts.toml` lists.
fn copy_fonts() -> Result<String> {
    let list = workspace::root().join("crates/documents/fonts.toml");
    let content = fs::read_to_string(&list).with_context(|| format!("can't read {}", list.display()))?;
    let fonts: FontList = toml::from_str(&content).with_context(|| format!("{} is wrong", list.display()))?;
    let folder = workspace::assets().join("fonts");
    fs::create_dir_all(&folder).with_context(|| format!("can't create {}", folder.display()))?;
    remove_others(&folder, &fonts.font)?;
    let mut copied = 0;
    for font in &fonts.font {
        let source = workspace::web().join("node_modules").join(&font.package).join(&font.file);
        let target = folder.join(&font.target);
        let bytes = fs::metadata(&source)
            .with_context(|| format!("{} is not in npm's packages: {}", font.target, source.display()))?
            .len();
        // An untouched file keeps its time, so that cargo embeds nothing again.
        if fs::metadata(&target).is_ok_and(|there| there.len() == bytes) {
            continue;
        }
        fs::copy(&source, &target).with_context(|| format!("can't write {}", target.display()))?;
        copied += 1;
    }
    Ok(if copied == 0 { "unchanged".to_owned() } else { format!("{} files", fonts.font.len()) })
}

fn remove_others(folder: &std::path::Path, fonts: &[Font]) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !fonts.iter().any(|font| entry.file_name().to_str() == Some(&font.target)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Builds the admin with Vite, unless nothing it is made of has changed.
pub fn build_admin(step: &mut Step) -> Result<String> {
    let web = workspace::web();
    let inputs: Vec<PathBuf> =
        ["apps/admin", "packages", "package-lock.json", "tsconfig.json"].map(|input| web.join(input)).into();
    let stamp_file = workspace::assets().join("admin.stamp");
    let page = workspace::assets().join("admin/index.html");
    let stamp = Stamp::of(stamp_file.clone(), inputs.iter().map(PathBuf::as_path))?;
    if stamp.is_current() && page.exists() {
        return Ok("unchanged".to_owned());
    }
    step.follow(npm::npm().args(["run", "build"]).env("TESSERA_ASSETS_DIR", workspace::assets()))?;
    // The build may write generated sources, such as the route tree.
    Stamp::of(stamp_file, inputs.iter().map(PathBuf::as_path))?.press()?;
    Ok(String::new())
}
