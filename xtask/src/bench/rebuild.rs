//! How long the page takes to be rebuilt after one changed line, while developing.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};

use super::figure::{Figure, Goal};
use crate::{place, process, style, tools};

/// Seconds of a development build after a line was added to the root crate.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let tools = tools::for_spa()?;
    style::bundle(&place::root())?;
    let build = |name: &str| {
        let mut trunk = tools.trunk()?;
        process::must(name, trunk.args(["build", "--dist"]).arg(place::dev_dist()))
    };
    build("trunk build, first")?;
    let edited = Edited::with_a_line(place::root().join("src/main.rs"))?;
    let begun = Instant::now();
    let rebuilt = build("trunk build, one line changed");
    let seconds = begun.elapsed().as_secs_f64();
    drop(edited);
    rebuilt?;
    Ok(vec![Figure { name: "rebuild after one line", value: seconds, goal: Goal::AtMost(15.0), unit: "s" }])
}

/// A source file with one more line, for as long as this lives.
#[derive(Debug)]
struct Edited {
    file: PathBuf,
    before: String,
}

impl Edited {
    fn with_a_line(file: PathBuf) -> Result<Self> {
        let before = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        fs::write(&file, format!("{before}\nconst _: &str = \"one more line\";\n"))?;
        Ok(Self { file, before })
    }
}

impl Drop for Edited {
    fn drop(&mut self) {
        let _ = fs::write(&self.file, &self.before);
    }
}
