//! Packages of Debian, for what neither cargo nor npm can bring.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, say};

/// Installs packages, as root or through sudo.
pub(crate) fn install(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("{why}: this needs Debian's packages `{names}` or their equal; install them and run this again");
    }
    say::line(&format!("installing Debian's {names} ({why})"));
    let mut update = apt(&["update", "--quiet"])?;
    process::must("apt-get update", &mut update)?;
    let mut arguments = vec!["install", "--quiet", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    process::must("apt-get install", &mut apt(&arguments)?)?;
    Ok(())
}

/// The first of several package names that this release of Debian knows.
pub(crate) fn first_known<'a>(names: &[&'a str]) -> Option<&'a str> {
    names.iter().copied().find(|name| {
        process::answer(Command::new("apt-cache").args(["policy", name]))
            .is_ok_and(|answer| answer.contains("Candidate:") && !answer.contains("Candidate: (none)"))
    })
}

fn apt(arguments: &[&str]) -> Result<Command> {
    let root = process::answer(Command::new("id").arg("-u"))? == "0";
    let mut command = process::command(if root { "apt-get" } else { "sudo" });
    if !root {
        command.args(["--non-interactive", "apt-get"]);
    }
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
