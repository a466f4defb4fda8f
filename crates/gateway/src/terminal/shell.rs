//! Opening the shell itself on a connection: the host's, or a service's.

use std::time::Duration;

use russh::client::{Handle, Msg};
use russh::{Channel, ChannelMsg};
use tokio::time::timeout;
use wire::terminal::Target;

use crate::terminal::container;
use crate::terminal::size::Size;
use crate::terminal::ssh::{Client, ConnectError};

const TERM: &str = "xterm-256color";
const WITHIN: Duration = Duration::from_secs(20);
const MAX_LISTING: usize = 64 * 1_024;

/// A channel with a pty and a shell.
pub(crate) async fn open(handle: &Handle<Client>, target: &Target, size: Size) -> Result<Channel<Msg>, ConnectError> {
    let command = match target {
        Target::Host => None,
        Target::Service { name } => {
            let listing = timeout(WITHIN, run(handle, container::LIST)).await.map_err(|_| ConnectError::Offline)??;
            let id = container::find(&listing, name).ok_or_else(|| {
                ConnectError::Refused(format!("The service {} does not run on the device.", name.escape_debug()))
            })?;
            Some(container::shell_in(id))
        }
    };
    timeout(WITHIN, start(handle, command, size)).await.map_err(|_| ConnectError::Offline)?
}

async fn start(handle: &Handle<Client>, command: Option<String>, size: Size) -> Result<Channel<Msg>, ConnectError> {
    let mut channel = handle.channel_open_session().await.map_err(lost)?;
    channel.request_pty(true, TERM, size.columns.into(), size.rows.into(), 0, 0, &[]).await.map_err(lost)?;
    confirmed(&mut channel, "The device gives no terminal.").await?;
    match command {
        None => channel.request_shell(true).await,
        Some(command) => channel.exec(true, command).await,
    }
    .map_err(lost)?;
    confirmed(&mut channel, "The device gives no shell.").await?;
    Ok(channel)
}

/// Waits for the answer to a request; a shell's output comes only after it.
async fn confirmed(channel: &mut Channel<Msg>, refusal: &str) -> Result<(), ConnectError> {
    loop {
        match channel.wait().await {
            Some(ChannelMsg::Success) => return Ok(()),
            Some(ChannelMsg::Failure) => return Err(ConnectError::Refused(refusal.to_owned())),
            Some(ChannelMsg::Close | ChannelMsg::Eof) | None => return Err(ConnectError::Offline),
            Some(_) => {}
        }
    }
}

/// What a command writes, without a pty.
async fn run(handle: &Handle<Client>, command: &str) -> Result<String, ConnectError> {
    let mut channel = handle.channel_open_session().await.map_err(lost)?;
    channel.exec(true, command).await.map_err(lost)?;
    let mut written = Vec::new();
    while let Some(message) = channel.wait().await {
        match message {
            ChannelMsg::Data { data } if written.len() + data.len() <= MAX_LISTING => written.extend_from_slice(&data),
            ChannelMsg::Failure => return Err(ConnectError::Refused("The device has no balena-engine.".to_owned())),
            ChannelMsg::Close => break,
            _ => {}
        }
    }
    Ok(String::from_utf8_lossy(&written).into_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "it is the shape `map_err` takes")]
fn lost(error: russh::Error) -> ConnectError {
    tracing::debug!(%error, "the SSH connection broke");
    ConnectError::Offline
}
