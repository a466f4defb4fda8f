//! The shell's side of a terminal: connect, wait for the device when it is off-line, then pass bytes until the end.

use std::sync::Arc;
use std::time::Duration;

use russh::client::{Handle, Msg};
use russh::{Channel, ChannelMsg, ChannelWriteHalf, Disconnect};
use tokio::time::sleep;
use wire::terminal::State;

use crate::terminal::input::{Input, Typed};
use crate::terminal::shell;
use crate::terminal::ssh::{Client, ConnectError, Ssh};
use crate::terminal::terminal_session::{Ending, TerminalSession};

const TRY_AGAIN: Duration = Duration::from_secs(1);

/// Drives a terminal to its end.
pub(crate) async fn drive(ssh: Arc<Ssh>, terminal: Arc<TerminalSession>, typed: Typed) {
    tracing::info!(
        user = %terminal.owner.user.username.escape_debug(), device = terminal.device.short(), target = ?terminal.target,
        "terminal opened"
    );
    let ending = tokio::select! {
        ending = to_the_end(&ssh, &terminal, typed) => ending,
        () = terminal.cancel.cancelled() => Ending::Exit { code: None, message: "The terminal was closed.".to_owned() },
    };
    tracing::info!(
        user = %terminal.owner.user.username.escape_debug(), device = terminal.device.short(), ?ending, "terminal ended"
    );
    terminal.end(ending);
}

async fn to_the_end(ssh: &Ssh, terminal: &TerminalSession, typed: Typed) -> Ending {
    loop {
        match connect(ssh, terminal).await {
            Ok((handle, channel)) => {
                terminal.set_state(State::Connected);
                let ending = pump(terminal, channel, typed).await;
                let _ = handle.disconnect(Disconnect::ByApplication, "", "").await;
                return ending;
            }
            Err(ConnectError::Offline) => terminal.set_state(State::WaitingForDevice),
            Err(error) => return Ending::Refused { message: error.to_string() },
        }
        sleep(TRY_AGAIN).await;
    }
}

async fn connect(ssh: &Ssh, terminal: &TerminalSession) -> Result<(Handle<Client>, Channel<Msg>), ConnectError> {
    let handle = ssh.connect(&terminal.owner, &terminal.device).await?;
    let size = terminal.progress().size;
    let channel = shell::open(&handle, &terminal.target, size).await?;
    // The page may have been resized in the meantime.
    let now = terminal.progress().size;
    if now != size {
        let _ = channel.window_change(now.columns.into(), now.rows.into(), 0, 0).await;
    }
    Ok((handle, channel))
}

async fn pump(terminal: &TerminalSession, channel: Channel<Msg>, typed: Typed) -> Ending {
    let (mut from_shell, to_shell) = channel.split();
    let mut acknowledged = terminal.watch_for_shell();
    let mut code = None;
    let mut signal = None;
    // Typing has a task of its own: a shell that does not read what is typed must not keep its output from being read.
    let typing = type_into(to_shell, typed);
    tokio::pin!(typing);
    let mut typing_ended = false;
    loop {
        acknowledged.borrow_and_update();
        let wants_more = terminal.progress().output.wants_more();
        tokio::select! {
            message = from_shell.wait(), if wants_more => match message {
                Some(ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. }) => terminal.push(&data),
                Some(ChannelMsg::ExitStatus { exit_status }) => code = Some(exit_status),
                Some(ChannelMsg::ExitSignal { signal_name, .. }) => signal = Some(format!("{signal_name:?}")),
                Some(ChannelMsg::Close) | None => break,
                Some(_) => {}
            },
            _ = acknowledged.changed() => {}
            () = &mut typing, if !typing_ended => typing_ended = true,
        }
    }
    let message = match (code, signal) {
        (Some(0), _) => "The shell has ended.".to_owned(),
        (Some(code), _) => format!("The shell has ended with exit code {code}."),
        (None, Some(signal)) => format!("The shell was ended by the signal {signal}."),
        (None, None) => "The link to the device broke, and the shell with it.".to_owned(),
    };
    Ending::Exit { code, message }
}

async fn type_into(shell: ChannelWriteHalf<Msg>, mut typed: Typed) {
    while let Some(input) = typed.next().await {
        let passed = match input {
            Input::Bytes(bytes) => shell.data_bytes(bytes).await,
            Input::Resize(size) => shell.window_change(size.columns.into(), size.rows.into(), 0, 0).await,
        };
        if passed.is_err() {
            return;
        }
    }
}
