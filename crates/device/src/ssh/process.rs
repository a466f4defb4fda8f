//! A process behind an SSH channel: on a terminal of its own, or on pipes.

use std::collections::BTreeMap;
use std::process::{ExitStatus, Stdio};

use nix::sys::signal::Signal;
use pty_process::{OwnedReadPty, OwnedWritePty, Size};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

use super::shell::HostShell;
use crate::services::processes::signal;

/// A terminal's sides are each from 1 to this.
const MAX_SIDE: u32 = 1_000;

/// What a client asked for.
#[derive(Debug, Default)]
pub(super) struct Request {
    /// Columns and rows, if it asked for a terminal.
    pub(super) terminal: Option<(u32, u32)>,
    /// What it may add to the environment.
    pub(super) environment: BTreeMap<String, String>,
    /// A command, or a login shell.
    pub(super) command: Option<String>,
}

/// The process's ends.
#[derive(Debug)]
pub(super) enum Ends {
    Terminal(OwnedReadPty, OwnedWritePty),
    Pipes(Option<ChildStdin>, Option<ChildStdout>, Option<ChildStderr>),
}

/// A running process; its group is hung up when this is dropped.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    group: i32,
}

impl Process {
    /// Starts what was asked for.
    pub(super) fn start(host: &HostShell, request: &Request) -> std::io::Result<(Self, Ends)> {
        let arguments = match &request.command {
            Some(command) => vec!["-c", command],
            None => vec!["-l"],
        };
        let (child, ends) = if let Some(size) = request.terminal {
            let (pty, terminal) = pty_process::open().map_err(std::io::Error::other)?;
            pty.resize(self::size(size)).map_err(std::io::Error::other)?;
            let command = pty_process::Command::new(&host.program)
                .args(arguments)
                .env_clear()
                .envs(&host.environment)
                .envs(&request.environment)
                .current_dir(&host.home)
                .kill_on_drop(true);
            let child = command.spawn(terminal).map_err(std::io::Error::other)?;
            let (from, to) = pty.into_split();
            (child, Ends::Terminal(from, to))
        } else {
            let mut command = Command::new(&host.program);
            command
                .args(arguments)
                .env_clear()
                .envs(&host.environment)
                .envs(&request.environment)
                .current_dir(&host.home)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .process_group(0)
                .kill_on_drop(true);
            let mut child = command.spawn()?;
            let ends = Ends::Pipes(child.stdin.take(), child.stdout.take(), child.stderr.take());
            (child, ends)
        };
        let group = child.id().and_then(|pid| i32::try_from(pid).ok()).unwrap_or(0);
        Ok((Self { child, group }, ends))
    }

    /// Waits for the end; the code as a shell would tell it.
    pub(super) async fn wait(&mut self) -> u32 {
        let code = self.child.wait().await.map_or(255, code);
        // The id may be given to another process from now on.
        self.hang_up();
        code
    }

    /// Passes a signal on to the whole group.
    pub(super) fn signal(&self, which: Signal) {
        signal(self.group, which);
    }

    fn hang_up(&mut self) {
        signal(std::mem::take(&mut self.group), Signal::SIGHUP);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.hang_up();
    }
}

fn code(status: ExitStatus) -> u32 {
    use std::os::unix::process::ExitStatusExt;
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u32::try_from(code).ok()).unwrap_or(255)
}

/// A size the terminal can have.
pub(super) fn size((columns, rows): (u32, u32)) -> Size {
    let side = |length: u32| u16::try_from(length.clamp(1, MAX_SIDE)).unwrap_or(1);
    Size::new(side(rows), side(columns))
}
