//! A password from the environment, the terminal or stdin; never from an argument, which others on the machine can read.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};

use crate::failure::Failure;

const VARIABLE: &str = "BINNACLE_USER_PASSWORD";

/// Asks for it. At a terminal twice, without showing it.
pub(crate) fn read(name: &str) -> Result<String, Failure> {
    if let Ok(password) = std::env::var(VARIABLE)
        && !password.is_empty()
    {
        return Ok(password);
    }
    if !io::stdin().is_terminal() {
        let password = line()?;
        if password.is_empty() {
            return Err(Failure::start(format!("no password came: give it as a line on stdin or in {VARIABLE}")));
        }
        return Ok(password);
    }
    let password = ask(&format!("Password for {name}: "))?;
    if ask("Again: ")? != password {
        return Err(Failure::start("the two passwords differ: nothing was changed"));
    }
    Ok(password)
}

fn ask(prompt: &str) -> Result<String, Failure> {
    let mut terminal = io::stderr().lock();
    let _ = write!(terminal, "{prompt}").and_then(|()| terminal.flush());
    let _quiet =
        Quiet::begin().map_err(|error| Failure::start(format!("the terminal cannot be told to be quiet: {error}")))?;
    line()
}

fn line() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(|error| Failure::start(format!("stdin: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A terminal that does not show what is typed, while this lives.
struct Quiet(Termios);

impl Quiet {
    fn begin() -> nix::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut quiet = before.clone();
        quiet.local_flags.remove(LocalFlags::ECHO);
        quiet.local_flags.insert(LocalFlags::ECHONL);
        tcsetattr(io::stdin(), SetArg::TCSAFLUSH, &quiet)?;
        Ok(Self(before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), SetArg::TCSAFLUSH, &self.0);
    }
}
