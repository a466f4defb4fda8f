//! One channel: gathers what the client asks for, starts it, and carries bytes both ways.

use std::sync::Arc;
use std::time::Duration;

use nix::sys::signal::Signal;
use pty_process::OwnedWritePty;
use russh::server::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Sig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::ChildStdin;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::process::{Ends, Process, Request, size};
use super::shell::HostShell;

/// How long output may take to be sent once the process has ended.
const DRAIN: Duration = Duration::from_secs(2);
/// How long a client may take to say what it wants.
const ASK_WITHIN: Duration = Duration::from_secs(30);
/// Variables a client may set, as sshd's `AcceptEnv` usually has them.
const ACCEPTED: [&str; 3] = ["LANG", "LC_", "COLORTERM"];

/// Serves a channel until its process or its client ends.
pub(super) async fn serve(channel: Channel<Msg>, host: Arc<HostShell>) {
    let (mut from, to) = channel.split();
    let Ok(Some(request)) = timeout(ASK_WITHIN, asked(&mut from)).await else { return };
    let to = Arc::new(to);
    let code = match Process::start(&host, &request) {
        Ok((process, ends)) => carry(process, ends, &mut from, &to).await,
        Err(error) => {
            drop(to.extended_data_bytes(1, format!("the shell could not be started: {error}\r\n")).await);
            Some(255)
        }
    };
    if let Some(code) = code {
        drop(to.exit_status(code).await);
    }
    drop(to.eof().await);
    drop(to.close().await);
}

/// What comes before the shell or the command. `None` when the client leaves.
async fn asked(from: &mut ChannelReadHalf) -> Option<Request> {
    let mut request = Request::default();
    loop {
        match from.wait().await? {
            ChannelMsg::RequestPty { term, col_width, row_height, .. } => {
                request.terminal = Some((col_width, row_height));
                let known = (1..=64).contains(&term.len()) && term.bytes().all(|b| b.is_ascii_graphic());
                request.environment.insert("TERM".to_owned(), if known { term } else { "dumb".to_owned() });
            }
            ChannelMsg::WindowChange { col_width, row_height, .. } => {
                if let Some(size) = &mut request.terminal {
                    *size = (col_width, row_height);
                }
            }
            ChannelMsg::SetEnv { variable_name, variable_value, .. } => {
                let accepted = ACCEPTED.iter().any(|name| variable_name.starts_with(name));
                let plain = variable_name.len() <= 64 && variable_value.len() <= 256 && !variable_value.contains('\0');
                if accepted && plain && !variable_name.contains(['=', '\0']) && request.environment.len() < 32 {
                    request.environment.insert(variable_name, variable_value);
                }
            }
            ChannelMsg::RequestShell { .. } => return Some(request),
            ChannelMsg::Exec { command, .. } => {
                // A NUL would end the command unseen.
                request.command = Some(String::from_utf8_lossy(&command).replace('\0', ""));
                return Some(request);
            }
            ChannelMsg::Close => return None,
            _ => {}
        }
    }
}

/// Where the client's bytes go.
enum Input {
    Terminal(OwnedWritePty),
    Pipe(Option<ChildStdin>),
}

impl Input {
    async fn write(&mut self, bytes: &[u8]) {
        // A process that does not read any more is about to end, or chose not to: neither is an error of ours.
        match self {
            Self::Terminal(terminal) => drop(terminal.write_all(bytes).await),
            Self::Pipe(Some(pipe)) => drop(pipe.write_all(bytes).await),
            Self::Pipe(None) => {}
        }
    }
}

/// Carries bytes until the process ends (its code) or the client is gone (`None`).
async fn carry(
    mut process: Process,
    ends: Ends,
    from: &mut ChannelReadHalf,
    to: &Arc<ChannelWriteHalf<Msg>>,
) -> Option<u32> {
    let mut output = JoinSet::new();
    let mut input = match ends {
        Ends::Terminal(read, write) => {
            output.spawn(send(read, Arc::clone(to), None));
            Input::Terminal(write)
        }
        Ends::Pipes(stdin, stdout, stderr) => {
            if let Some(stdout) = stdout {
                output.spawn(send(stdout, Arc::clone(to), None));
            }
            if let Some(stderr) = stderr {
                output.spawn(send(stderr, Arc::clone(to), Some(1)));
            }
            Input::Pipe(stdin)
        }
    };
    let code = loop {
        let message = tokio::select! {
            code = process.wait() => break code,
            message = from.wait() => message?,
        };
        match message {
            ChannelMsg::Data { data } => tokio::select! {
                () = input.write(&data) => {}
                code = process.wait() => break code,
            },
            ChannelMsg::WindowChange { col_width, row_height, .. } => {
                if let Input::Terminal(terminal) = &input {
                    drop(terminal.resize(size((col_width, row_height))));
                }
            }
            ChannelMsg::Signal { signal } => {
                if let Some(signal) = known(&signal) {
                    process.signal(signal);
                }
            }
            ChannelMsg::Eof => match &mut input {
                Input::Terminal(_) => input.write(&[4]).await,
                Input::Pipe(pipe) => drop(pipe.take()),
            },
            ChannelMsg::Close => return None,
            _ => {}
        }
    };
    // Programs that were left in the background may keep the terminal open: they do not keep the session.
    drop(timeout(DRAIN, async { while output.join_next().await.is_some() {} }).await);
    Some(code)
}

/// Sends output as it comes; a client that reads slowly slows the process down. A terminal ends with an error (EIO).
async fn send(mut output: impl AsyncRead + Unpin, to: Arc<ChannelWriteHalf<Msg>>, stream: Option<u32>) {
    let mut buffer = vec![0; 16 * 1_024];
    while let Ok(count @ 1..) = output.read(&mut buffer).await {
        let bytes = bytes::Bytes::copy_from_slice(&buffer[..count]);
        let sent = match stream {
            None => to.data_bytes(bytes).await,
            Some(stream) => to.extended_data_bytes(stream, bytes).await,
        };
        if sent.is_err() {
            return;
        }
    }
}

fn known(signal: &Sig) -> Option<Signal> {
    match signal {
        Sig::HUP => Some(Signal::SIGHUP),
        Sig::INT => Some(Signal::SIGINT),
        Sig::KILL => Some(Signal::SIGKILL),
        Sig::QUIT => Some(Signal::SIGQUIT),
        Sig::TERM => Some(Signal::SIGTERM),
        Sig::USR1 => Some(Signal::SIGUSR1),
        _ => None,
    }
}
