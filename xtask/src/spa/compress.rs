//! Brotli, at its slowest and smallest, once at build time: the gateway only copies bytes.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context as _, Result};
use brotli::enc::BrotliEncoderParams;

const COMPRESSIBLE: [&str; 9] = ["wasm", "js", "mjs", "css", "html", "svg", "json", "webmanifest", "txt"];

/// Writes a `.br` beside each file that gains by it. Fonts and pictures are compressed already.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            self::folder(&path)?;
        } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| COMPRESSIBLE.contains(&e)) {
            file(&path)?;
        }
    }
    Ok(())
}

fn file(path: &Path) -> Result<()> {
    let mut to = path.as_os_str().to_owned();
    to.push(".br");
    let mut from = File::open(path)?;
    let mut sink = BufWriter::new(File::create(&to)?);
    let params = BrotliEncoderParams { quality: 11, lgwin: 24, ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut from, &mut sink, &params).with_context(|| format!("compressing {}", path.display()))?;
    Ok(())
}
