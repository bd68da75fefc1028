//! Which crate may know which.

use super::{File, Finding};

const GROUND: [&str; 4] = ["kernel", "store", "ports", "httpkit"];

/// What each crate may depend on beyond [`GROUND`], which everything above it may use. Between domains there are few
/// edges; the rest travels as ids, outbox events and documented views.
const EDGES: &[(&str, &[&str])] = &[
    ("identity", &[]),
    ("catalog", &[]),
    ("insight", &["identity"]),
    ("media", &["catalog"]),
    ("engagement", &[]),
    ("admission", &["catalog"]),
    ("sales", &["catalog", "admission"]),
    ("adapters", &[]),
    ("site", &["identity", "catalog", "media", "admission", "sales", "engagement", "documents"]),
    (
        "server",
        &[
            "identity",
            "catalog",
            "media",
            "admission",
            "sales",
            "engagement",
            "insight",
            "adapters",
            "documents",
            "site",
        ],
    ),
];

/// The ground itself, and leaves that stay below it: all that they may depend on.
const BELOW: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("store", &["kernel"]),
    ("ports", &["kernel"]),
    ("httpkit", &["kernel", "store", "ports"]),
    ("documents", &["kernel"]),
    ("testkit", &["kernel", "store", "testkit-macros"]),
    ("testkit-macros", &[]),
    ("xtask", &[]),
];

/// For tests only, never part of the product.
const FOR_TESTS: &str = "testkit";

/// Compares every manifest with the tables above.
pub fn check(files: &[File]) -> Vec<Finding> {
    let manifests: Vec<(&str, &File)> =
        files.iter().filter_map(|file| Some((crate_of(file)?, file))).collect();
    let ours: Vec<&str> = manifests.iter().map(|(name, _)| *name).collect();
    manifests.iter().flat_map(|(name, file)| check_manifest(name, file, &ours)).collect()
}

fn check_manifest(name: &str, file: &File, ours: &[&str]) -> Vec<Finding> {
    let manifest: toml::Table = match file.text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::new(file, 1, format!("not TOML: {error}"))],
    };
    if !EDGES.iter().chain(BELOW).any(|(known, _)| *known == name) {
        return vec![Finding::new(
            file,
            1,
            format!("say in xtask/src/tidy/edges.rs what `{name}` may depend on"),
        )];
    }
    let mut findings = Vec::new();
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let Some(section_table) = manifest.get(section).and_then(toml::Value::as_table) else { continue };
        let for_tests = section == "dev-dependencies";
        for dependency in section_table.keys().filter(|key| ours.contains(&key.as_str())) {
            if !(may_know(name, dependency) || for_tests && dependency == FOR_TESTS) {
                let advice = format!(
                    "`{name}` may not depend on `{dependency}`: pass an id, an outbox event or a view instead, or argue for the edge in xtask/src/tidy/edges.rs"
                );
                findings.push(Finding::new(file, line_of(&file.text, dependency), advice));
            }
        }
    }
    findings
}

fn may_know(name: &str, dependency: &str) -> bool {
    let edges = EDGES.iter().find(|(from, _)| *from == name).map(|(_, to)| *to);
    if let Some(edges) = edges {
        return GROUND.contains(&dependency) || edges.contains(&dependency);
    }
    BELOW.iter().any(|(from, to)| *from == name && to.contains(&dependency))
}

fn crate_of(file: &File) -> Option<&str> {
    if file.path == "xtask/Cargo.toml" {
        return Some("xtask");
    }
    let name = file.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
    (!name.contains('/')).then_some(name)
}

fn line_of(manifest: &str, dependency: &str) -> usize {
    let mut lines = super::source::lines(manifest);
    lines
        .find(|(_, line)| line.split(['.', ' ', '=']).next() == Some(dependency))
        .map_or(1, |(number, _)| number)
}
