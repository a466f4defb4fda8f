//! Writes `style/generated/utilities.css`; `cargo xtask style` runs it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

fn main() -> Result<()> {
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style");
    let list = fs::read_to_string(style.join("utilities.txt")).context("reading style/utilities.txt")?;
    let css = utilities::generate(&list)?;
    fs::create_dir_all(style.join("generated"))?;
    fs::write(style.join("generated/utilities.css"), css).context("writing style/generated/utilities.css")
}
