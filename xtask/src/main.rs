//! The project's own commands: `cargo xtask NAME`.

mod bench;
mod checks;
mod floors;
mod house;
mod place;
mod process;
mod run;
mod say;
mod shots;
mod spa;
mod style;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask NAME

  run [-- ARGS]     install what is missing, build everything, start `binnacle serve ARGS`
  dev [-- ARGS]     `trunk serve ARGS` with the right tools: the dashboard rebuilt at every save
  test [NAME…]      everything CI checks, or the named steps
  floors [--check]  who may use whom (ARCHITECTURE.md), and no cycles; redraws docs/floors.svg
  tidy              a head on every file, none too long, colours only in style/tokens.css
  style [bundle]    the vetted utilities into style/generated, and the one style sheet
  shots             every page, theme and width into docs/shots
  bench [NAME…]     figures against their goals; without a name, says which there are
  tools             only install what is missing";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match dispatch(&name, &rest) {
        Ok(code) => code,
        Err(error) => {
            say::problem(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(name: &str, rest: &[String]) -> Result<ExitCode> {
    match name {
        "run" => run::serve(after_dashes(rest)),
        "dev" => run::develop(after_dashes(rest)),
        "test" => checks::all(rest),
        "floors" => floors::command(rest.iter().any(|word| word == "--check")),
        "tidy" => tidy::command(),
        "style" => style::command(rest.first().is_some_and(|word| word == "bundle")),
        "shots" => shots::take(),
        "bench" => bench::command(rest),
        "tools" => tools::install_everything().map(|()| ExitCode::SUCCESS),
        "" | "help" | "-h" | "--help" => {
            say::line(USAGE);
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command `{other}`\n\n{USAGE}"),
    }
}

/// What stands behind `--`: cargo's aliases may leave the dashes in.
fn after_dashes(words: &[String]) -> &[String] {
    match words {
        [first, rest @ ..] if first == "--" => rest,
        all => all,
    }
}
