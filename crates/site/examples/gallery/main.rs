//! Writes every public page in every state and language as HTML files: `cargo run -p site --example gallery -- DIR`.
//! The files are what the browser shows, screenshots are compared with, and accessibility is checked on.

mod along;
mod my;
mod pages;
mod samples;

use std::{fs, path::Path};

use anyhow::{Context, Result};
use samples::Sample;
use site::{Lang, Renderer, View, Words, assets, cache::Coding, shell::Shell};

/// Collects the pages of one language.
pub struct Gallery<'a> {
    renderer: &'a Renderer,
    folder: &'a Path,
    sample: Sample,
    names: Vec<String>,
}

impl Gallery<'_> {
    /// Writes one page; addresses of assets become relative so that the file opens by itself.
    pub fn add<V: View>(&mut self, name: &str, shell: &Shell, view: &V) -> Result<()> {
        let html =
            self.renderer.page(self.sample.words, shell, view).with_context(|| format!("page {name}"))?;
        let file = format!("{name}.{}.html", self.sample.words.lang.code());
        fs::write(self.folder.join(&file), html.replace("\"/assets/", "\"assets/"))?;
        self.names.push(file);
        Ok(())
    }
}

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).context("say where to: gallery DIR")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in [assets::style(), assets::script(), assets::passkey_script(), assets::icon()] {
        fs::write(
            folder.join(asset.href.trim_start_matches('/')),
            &asset.content.coded(Coding::Identity).body,
        )?;
    }
    let renderer = Renderer::new()?;
    let mut index = "<!doctype html><meta charset=utf-8><title>Gallery</title><ul>".to_owned();
    for lang in Lang::ALL {
        let sample = Sample::new(Words::new(lang))?;
        let mut gallery = Gallery { renderer: &renderer, folder, sample, names: Vec::new() };
        pages::write(&mut gallery)?;
        for name in &gallery.names {
            index.push_str(&format!("<li><a href=\"{name}\">{name}</a>"));
        }
    }
    fs::write(folder.join("index.html"), index)?;
    Ok(())
}
