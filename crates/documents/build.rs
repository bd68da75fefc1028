//! Tells cargo to embed the fonts again when the folder they are copied to changes: the derive that embeds them sees
//! changed files by itself, but not new ones.

fn main() {
    println!("cargo::rerun-if-changed=../../target/assets/fonts");
}
