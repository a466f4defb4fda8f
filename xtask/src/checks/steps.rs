//! The steps of `cargo xtask test`.

use std::process::{Command, ExitCode};

use anyhow::Result;

use super::browser;
use super::contract;
use super::count::Count;
use super::walks;
use crate::spa::size;
use crate::{floors, place, process, run, say, spa, tidy};

/// One step: what it is called, what it checks, which steps it builds on.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) needs: &'static [&'static str],
    pub(crate) run: fn() -> Result<Count>,
}

/// Quick ones first: who waits for CI learns of a missing full stop in seconds, not after the browser tests.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "fmt", what: "every file as rustfmt writes it", needs: &[], run: fmt },
    Step { name: "tidy", what: "heads, lengths, colours", needs: &[], run: || exit(tidy::command()) },
    Step { name: "floors", what: "who may use whom, no cycles", needs: &[], run: || exit(floors::command(true)) },
    Step { name: "deny", what: "licences and sources of what we depend on", needs: &[], run: deny },
    Step { name: "clippy", what: "every crate and test, warnings are errors", needs: &[], run: clippy },
    Step { name: "native", what: "Rust tests of the workspace", needs: &[], run: native },
    Step { name: "spa", what: "the dashboard, and its size against the budget", needs: &[], run: dashboard },
    Step { name: "server", what: "the binary with the dashboard inside", needs: &["spa"], run: server },
    Step { name: "contract", what: "the balena API's recorded answers", needs: &["server"], run: contract::cases },
    Step { name: "walks", what: "balena's own SDK and CLI", needs: &["server"], run: walks::tests },
    Step { name: "end2end", what: "a real browser against a real server", needs: &["server"], run: browser::tests },
];

fn exit(code: Result<ExitCode>) -> Result<Count> {
    code.map(|code| Count::one(code == ExitCode::SUCCESS))
}

fn fmt() -> Result<Count> {
    process::must("cargo fmt", process::cargo().args(["fmt", "--all", "--", "--check", "-l"]))?;
    Ok(Count::one(true))
}

/// cargo-deny compiles for minutes, so a bare machine goes without: deny.toml is checked where it is installed.
fn deny() -> Result<Count> {
    if process::answer(Command::new("cargo-deny").arg("--version")).is_err() {
        say::detail("cargo-deny is not installed: skipped");
        return Ok(Count::default());
    }
    process::must("cargo deny", process::cargo().args(["deny", "--offline", "check", "licenses", "bans", "sources"]))?;
    Ok(Count::one(true))
}

fn clippy() -> Result<Count> {
    let mut clippy = process::cargo();
    clippy.args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    process::must("cargo clippy", &mut clippy)?;
    Ok(Count::one(true))
}

fn native() -> Result<Count> {
    let mut test = process::cargo();
    test.args(["test", "--workspace", "--no-fail-fast"]);
    let outcome = process::watch("cargo test", &mut test, None)?;
    let mut count = Count::of_cargo(&outcome.output);
    if !outcome.status.success() {
        say::line(&failures(&outcome.output));
        // It did not compile, or a test ended its process: there is no line to count.
        count.failed = count.failed.max(1);
    }
    Ok(count)
}

/// What `cargo test` says between `failures:` and the next summary, or the end of the output if nothing compiled.
fn failures(output: &str) -> String {
    let told: Vec<&str> =
        output.split("\nfailures:\n").skip(1).filter_map(|rest| rest.split("\ntest result:").next()).collect();
    if told.is_empty() { process::tail(output) } else { told.join("\n") }
}

fn dashboard() -> Result<Count> {
    spa::ensure()?;
    let total = size::table(&place::dist())?;
    Ok(Count::one(total <= size::BUDGET))
}

fn server() -> Result<Count> {
    run::server().map(|_| Count::one(true))
}
