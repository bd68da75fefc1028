//! The embedded fonts: which ones a text needs, each read once and only when something is set in it.

use std::sync::{Arc, LazyLock, OnceLock};

use parley::fontique::{Blob, CharmapIndex, FontInfo, SourceId, SourceInfo, SourceKind};
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::Error;

#[cfg(test)]
mod tests;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../target/assets/fonts"]
#[allow_missing = true]
struct Files;

/// The scripts we have fonts for, by their ISO 15924 codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Script {
    /// Latin, Greek and Cyrillic; everything that has no font of its own.
    Latn,
    /// Arabic, with Persian and Urdu.
    Arab,
    /// Hebrew.
    Hebr,
    /// Devanagari.
    Deva,
    /// Thai.
    Thai,
    /// Han as it is written in China.
    Hans,
    /// Kana, and Han as it is written in Japan.
    Jpan,
    /// Hangul, and Han as it is written in Korea.
    Kore,
    /// Emoji, in one colour.
    Zsye,
}

impl Script {
    /// The family name under which the script's fonts are registered.
    pub(crate) fn family(self) -> &'static str {
        match self {
            Self::Latn => "Latn",
            Self::Arab => "Arab",
            Self::Hebr => "Hebr",
            Self::Deva => "Deva",
            Self::Thai => "Thai",
            Self::Hans => "Hans",
            Self::Jpan => "Jpan",
            Self::Kore => "Kore",
            Self::Zsye => "Zsye",
        }
    }
}

/// A font in memory, ready for layout and for the PDF.
pub(crate) struct Face {
    /// Script it serves.
    pub(crate) script: Script,
    /// CSS weight.
    pub(crate) weight: u16,
    /// The file.
    pub(crate) blob: Blob<u8>,
    /// The same font for the PDF writer.
    pub(crate) pdf: krilla::text::Font,
    charmap: CharmapIndex,
}

impl Face {
    fn covers(&self, c: char) -> bool {
        let charmap = self.charmap.charmap(self.blob.as_ref());
        charmap.and_then(|map| map.map(c)).is_some_and(|glyph| glyph != 0)
    }
}

#[derive(Deserialize)]
struct Manifest {
    font: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    package: String,
    target: String,
    script: Script,
    weight: u16,
}

struct Slot {
    entry: Entry,
    face: OnceLock<Face>,
}

static SLOTS: LazyLock<Vec<Slot>> = LazyLock::new(|| {
    let manifest: Manifest = toml::from_str(include_str!("../../fonts.toml"))
        .expect("fonts.toml is compiled in and parsed by a test");
    manifest.font.into_iter().map(|entry| Slot { entry, face: OnceLock::new() }).collect()
});

/// The fonts of a script, one per weight, read on first use.
///
/// # Errors
/// [`Error::MissingFont`] and [`Error::DamagedFont`] name the file.
pub(crate) fn faces(script: Script) -> Result<Vec<&'static Face>, Error> {
    SLOTS.iter().filter(|slot| slot.entry.script == script).map(face).collect()
}

/// The font with this data, if it is one of ours and was read.
pub(crate) fn face_of(blob: u64) -> Option<&'static Face> {
    SLOTS.iter().filter_map(|slot| slot.face.get()).find(|face| face.blob.id() == blob)
}

fn face(slot: &'static Slot) -> Result<&'static Face, Error> {
    match slot.face.get() {
        Some(face) => Ok(face),
        None => {
            let face = read(&slot.entry)?;
            Ok(slot.face.get_or_init(|| face))
        }
    }
}

fn read(entry: &Entry) -> Result<Face, Error> {
    let file = Files::get(&entry.target)
        .ok_or_else(|| Error::MissingFont { file: entry.target.clone(), package: entry.package.clone() })?;
    // In release builds the data is borrowed from the binary itself, so only the pages that are used take memory.
    let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(file.data);
    let damaged = || Error::DamagedFont(entry.target.clone());
    let blob = Blob::new(data.clone());
    let source = SourceInfo::new(SourceId::new(), SourceKind::Memory(blob.clone()));
    let info = FontInfo::from_source(source, 0).ok_or_else(damaged)?;
    let pdf = krilla::text::Font::new(data.into(), 0).ok_or_else(damaged)?;
    Ok(Face { script: entry.script, weight: entry.weight, blob, pdf, charmap: info.charmap_index() })
}

/// The scripts whose fonts the texts need, in the order in which fonts are asked for a character.
///
/// Han characters look different in China, Japan and Korea: the language decides, then the company they keep (kana or
/// Hangul). Fonts of the other two follow only for characters the first one lacks.
///
/// # Errors
/// A font that had to be looked into is missing or damaged.
pub(crate) fn scripts_for<'a>(
    language: &str,
    texts: impl Iterator<Item = &'a str> + Clone,
) -> Result<Vec<Script>, Error> {
    // A document in Arabic takes its digits and Latin names from the Arabic fonts: they match, and two fonts do.
    let own = script_of_language(language);
    let mut written = texts.clone().flat_map(str::chars).filter_map(script_of);
    let mut scripts: Vec<Script> =
        own.filter(|own| written.any(|script| script == *own)).into_iter().collect();
    scripts.push(Script::Latn);
    let mut east_asian = String::new();
    for c in texts.flat_map(str::chars).filter(|c| !c.is_ascii()) {
        match script_of(c) {
            Some(Script::Hans | Script::Jpan | Script::Kore) => east_asian.push(c),
            Some(script) if !scripts.contains(&script) => scripts.push(script),
            _ => {}
        }
    }
    for script in east_asian_order(language, &east_asian) {
        let fonts = if east_asian.is_empty() { break } else { faces(script)? };
        let before = east_asian.len();
        east_asian.retain(|c| !fonts.iter().any(|font| font.covers(c)));
        if east_asian.len() < before {
            scripts.push(script);
        }
    }
    Ok(scripts)
}

fn east_asian_order(language: &str, text: &str) -> [Script; 3] {
    let written = |script| text.chars().any(|c| script_of(c) == Some(script));
    match language.split(['-', '_']).next().unwrap_or_default() {
        "ja" => [Script::Jpan, Script::Hans, Script::Kore],
        "ko" => [Script::Kore, Script::Jpan, Script::Hans],
        "zh" => [Script::Hans, Script::Jpan, Script::Kore],
        _ if written(Script::Jpan) => [Script::Jpan, Script::Hans, Script::Kore],
        _ if written(Script::Kore) => [Script::Kore, Script::Jpan, Script::Hans],
        _ => [Script::Hans, Script::Jpan, Script::Kore],
    }
}

/// The script a character belongs to by its Unicode block; none for those the Latin font is asked for.
pub(crate) fn script_of(c: char) -> Option<Script> {
    Some(match u32::from(c) {
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => Script::Hebr,
        0x0600..=0x06FF | 0x0750..=0x077F | 0x0870..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC => {
            Script::Arab
        }
        0x0900..=0x097F | 0x1CD0..=0x1CFF | 0xA8E0..=0xA8FF => Script::Deva,
        0x0E00..=0x0E7F => Script::Thai,
        0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => Script::Jpan,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF => Script::Kore,
        0x2E80..=0x303F | 0x3100..=0x312F | 0x3190..=0x31EF | 0x3200..=0x9FFF => Script::Hans,
        0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF65 | 0x2_0000..=0x3_FFFF => Script::Hans,
        0x2190..=0x2BFF | 0x1_F000..=0x1_FAFF => Script::Zsye,
        _ => return None,
    })
}

/// The text on one line and without what cannot be printed: control characters, and symbols no font of ours has.
/// Letters stay even if no font has them, so that a box shows that something is missing.
///
/// # Errors
/// A font of `scripts` is missing or damaged.
pub(crate) fn printable(text: &str, scripts: &[Script]) -> Result<String, Error> {
    /// Longer texts would only be cut by the layout, after it has looked at all of it.
    const MOST: usize = 600;
    let faces = scripts.iter().map(|script| faces(*script)).collect::<Result<Vec<_>, _>>()?.concat();
    let kept = text.chars().take(MOST).filter_map(|c| match c {
        _ if c.is_whitespace() => Some(' '),
        // Direction overrides could print a name backwards.
        '\u{202A}'..='\u{202E}' => None,
        _ if c.is_control() => None,
        _ if c.is_alphanumeric() || is_joiner_or_mark(c) => Some(c),
        _ => faces.iter().any(|face| face.covers(c)).then_some(c),
    });
    let kept: String = kept.collect();
    Ok(kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// Characters without a picture that shape their neighbours: joiners, direction marks, variation selectors.
fn is_joiner_or_mark(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}' | '\u{061C}' | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}')
}

/// The script a language is written in, if its fonts hold Latin letters and digits too.
fn script_of_language(language: &str) -> Option<Script> {
    let language = language.to_ascii_lowercase();
    let mut parts = language.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4).unwrap_or(primary) {
        "arab" | "ar" | "fa" | "ur" | "ps" | "sd" | "ug" | "ckb" => Some(Script::Arab),
        "hebr" | "he" | "iw" | "yi" => Some(Script::Hebr),
        "deva" | "hi" | "mr" | "ne" | "sa" => Some(Script::Deva),
        "thai" | "th" => Some(Script::Thai),
        _ => None,
    }
}

/// Whether the language is written from right to left.
pub(crate) fn is_right_to_left(language: &str) -> bool {
    matches!(script_of_language(language), Some(Script::Arab | Script::Hebr))
}
