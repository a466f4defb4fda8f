//! Embeds the built dashboard: lists the files of `dist/` (or `BINNACLE_DIST`) as a table of `include_bytes!`.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=BINNACLE_DIST");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..");
    let dist = match env::var_os("BINNACLE_DIST") {
        Some(folder) => root.join(folder),
        None => root.join("dist"),
    };
    // A path that is missing would make cargo run this, and compile what follows, every time.
    if !dist.is_dir() {
        fs::create_dir_all(&dist)?;
    }
    let dist = dist.canonicalize()?;
    println!("cargo::rerun-if-changed={}", dist.display());

    let mut files = Vec::new();
    list(&dist, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        if file.extension().is_some_and(|extension| extension == "br") {
            continue;
        }
        let name = file.strip_prefix(&dist)?.to_str().ok_or("a file name in dist is not UTF-8")?;
        let hash = Sha256::digest(fs::read(file)?);
        let tag = hash.iter().take(8).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        let compressed = PathBuf::from(format!("{}.br", file.display()));
        let brotli = if files.binary_search(&compressed).is_ok() {
            format!("Some(include_bytes!({:?}))", compressed.display().to_string())
        } else {
            "None".to_owned()
        };
        writeln!(
            table,
            "    File {{ path: {name:?}, tag: {tag:?}, bytes: include_bytes!({:?}), brotli: {brotli} }},",
            file.display().to_string()
        )?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("files.rs"), table)?;
    Ok(())
}

fn list(folder: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, into)?;
        } else {
            into.push(path);
        }
    }
    Ok(())
}
