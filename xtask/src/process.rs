//! Running other programs: quietly while they work, loudly when they fail, and saying how long they take.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::{place, say};

const TAIL: usize = 60;

/// How a program ended, and everything it printed.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: ExitStatus,
    pub(crate) output: String,
}

/// A command in the repository's root, without what the outer cargo left in the environment.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    for (name, _) in std::env::vars_os() {
        if leaks_from_cargo(&name) {
            command.env_remove(name);
        }
    }
    command
}

/// `cargo run` describes xtask to its child; a build script that watches these names would run again at every command.
fn leaks_from_cargo(name: &OsString) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || matches!(&*name, "CARGO" | "LD_LIBRARY_PATH" | "RUST_RECURSION_COUNT" | "NO_COLOR")
}

/// `cargo`, by the toolchain that the repository names.
pub(crate) fn cargo() -> Command {
    command("cargo")
}

/// What a program prints, when all that is wanted is its answer.
pub(crate) fn answer(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::null()).output().with_context(|| format!("starting {}", title(command)))?;
    if !output.status.success() {
        bail!("{} ended with {}", title(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command to its end with its output in a log, showing elapsed seconds; `Err` only if it could not start.
pub(crate) fn watch(name: &str, command: &mut Command, limit: Option<Duration>) -> Result<Outcome> {
    let log = log_file(name)?;
    let sink = File::create(&log).with_context(|| format!("creating {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(sink.try_clone()?).stderr(sink);
    let begun = Instant::now();
    let mut child = command.spawn().with_context(|| format!("starting {} (is it installed?)", title(command)))?;
    let mut ticker = Ticker::new(name);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if limit.is_some_and(|limit| begun.elapsed() > limit) {
            child.kill()?;
            break child.wait()?;
        }
        ticker.tick(begun.elapsed(), &log);
        thread::sleep(Duration::from_millis(15));
    };
    ticker.end();
    let output = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    Ok(Outcome { status, output })
}

/// Like [`watch`], and a failure is an error that carries the end of the output.
pub(crate) fn must(name: &str, command: &mut Command) -> Result<String> {
    let outcome = watch(name, command, None)?;
    if !outcome.status.success() {
        bail!("{name} failed ({}): {}\n{}", outcome.status, title(command), tail(&outcome.output));
    }
    Ok(outcome.output)
}

/// The last lines of what a program printed.
pub(crate) fn tail(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    lines.get(lines.len().saturating_sub(TAIL)..).unwrap_or_default().join("\n")
}

fn title(command: &Command) -> String {
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    format!("`{} {}`", command.get_program().to_string_lossy(), words.join(" "))
}

fn log_file(name: &str) -> Result<PathBuf> {
    let folder = place::target().join("xtask-logs");
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let file: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    Ok(folder.join(format!("{file}.log")))
}

/// Says that something is still happening: a line that rewrites itself on a terminal, one line every 20 s in a log.
#[derive(Debug)]
struct Ticker<'a> {
    name: &'a str,
    terminal: bool,
    next: Duration,
    drawn: bool,
}

impl<'a> Ticker<'a> {
    fn new(name: &'a str) -> Self {
        let terminal = std::io::stdout().is_terminal();
        Self { name, terminal, next: Duration::from_secs(if terminal { 1 } else { 20 }), drawn: false }
    }

    fn tick(&mut self, elapsed: Duration, log: &Path) {
        if elapsed < self.next {
            return;
        }
        let now = format!("… {}: {} s  {}", self.name, elapsed.as_secs(), last_line(log));
        if self.terminal {
            let _ = write!(std::io::stdout(), "\r\x1b[2K  {now}");
            let _ = std::io::stdout().flush();
            self.drawn = true;
        } else {
            say::detail(&now);
        }
        self.next = elapsed + Duration::from_secs(if self.terminal { 1 } else { 20 });
    }

    fn end(&self) {
        if self.drawn {
            let _ = write!(std::io::stdout(), "\r\x1b[2K");
            let _ = std::io::stdout().flush();
        }
    }
}

fn last_line(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().chars().take(60).collect()
}
