//! Programs that cargo installs from source, in a profile that compiles quickly.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use crate::{place, process, say};

/// A program, the package that holds it, and why it is needed.
#[derive(Debug)]
pub(crate) struct Tool<'a> {
    pub(crate) program: &'a str,
    pub(crate) package: &'a str,
    pub(crate) version: &'a str,
    pub(crate) why: &'a str,
    pub(crate) arguments: &'a [&'a str],
}

/// Leaves the tool in the tools folder, unless that version is there or in PATH already.
pub(crate) fn ensure(tool: &Tool<'_>) -> Result<()> {
    let ours = place::tools_bin().join(tool.program);
    if has_version(&ours, tool.version) || has_version(&PathBuf::from(tool.program), tool.version) {
        return Ok(());
    }
    say::line(&format!("installing {} {} ({})", tool.program, tool.version, tool.why));
    let begun = Instant::now();
    let mut install = process::cargo();
    install
        .args(["install", "--quiet", "--force", "--root"])
        .arg(place::installed().join("tools"))
        .args(["--version", tool.version, tool.package])
        .args(tool.arguments)
        .env("CARGO_TARGET_DIR", place::target().join("tools"));
    // These run for seconds a day: their own release profiles (fat LTO, one unit) would cost minutes here.
    for (name, value) in
        [("OPT_LEVEL", "0"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("DEBUG", "false"), ("STRIP", "true")]
    {
        install.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
    }
    process::must(&format!("cargo install {}", tool.package), &mut install)?;
    say::detail(&format!("installed in {} s", begun.elapsed().as_secs()));
    Ok(())
}

fn has_version(program: &PathBuf, version: &str) -> bool {
    process::answer(Command::new(program).arg("--version"))
        .is_ok_and(|answer| answer.split_whitespace().nth(1).is_some_and(|word| word == version))
}
