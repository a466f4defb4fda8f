//! The SSH server: connections, logins, channels.

use std::sync::Arc;
use std::time::Duration;

use russh::keys::PublicKey;
use russh::server::{
    Auth, ChannelOpenHandle, Config, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey, run_stream,
};
use russh::{Channel, ChannelId, ChannelOpenFailure, MethodKind, MethodSet, Pty};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::keys::Gate;
use super::session;
use super::shell::HostShell;
use crate::api::client::Api;
use crate::data_dir::DataDir;
use crate::error::DeviceError;

/// Connections at a time.
const MAX_CONNECTIONS: usize = 32;
/// How long to wait when a connection could not be taken.
const ACCEPT_AGAIN: Duration = Duration::from_millis(500);
/// Channels of one connection at a time.
const MAX_CHANNELS: usize = 16;

/// The server, ready to listen.
#[derive(Debug)]
pub(crate) struct SshServer {
    config: Arc<Config>,
    gate: Arc<Gate>,
    host: Arc<HostShell>,
}

impl SshServer {
    pub(crate) fn new(dir: &DataDir, api: Api, host: HostShell) -> Result<Self, DeviceError> {
        let mut methods = MethodSet::empty();
        methods.push(MethodKind::PublicKey);
        let config = Config {
            methods,
            keys: vec![super::host_key::load(dir)?],
            auth_rejection_time: Duration::from_secs(1),
            auth_rejection_time_initial: Some(Duration::ZERO),
            max_auth_attempts: 6,
            inactivity_timeout: None,
            keepalive_interval: Some(Duration::from_secs(20)),
            keepalive_max: 3,
            nodelay: true,
            ..Config::default()
        };
        Ok(Self { config: Arc::new(config), gate: Arc::new(Gate::new(api)), host: Arc::new(host) })
    }

    /// Serves until it is dropped, and every session with it.
    pub(crate) async fn serve(self, listener: TcpListener) {
        let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            let socket = tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((socket, _)) => socket,
                    Err(error) => {
                        // Out of file handles, or a client that left at once: neither is the end of the server.
                        tracing::warn!(%error, "an SSH connection could not be taken");
                        sleep(ACCEPT_AGAIN).await;
                        continue;
                    }
                },
                Some(_) = connections.join_next() => continue,
            };
            // Beyond the limit the connection is closed at once.
            let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else { continue };
            drop(socket.set_nodelay(true));
            let client =
                Client { gate: Arc::clone(&self.gate), host: Arc::clone(&self.host), channels: JoinSet::new() };
            let config = Arc::clone(&self.config);
            connections.spawn(async move {
                let _slot = slot;
                match run_stream(config, socket, client).await {
                    Ok(running) => {
                        let handle = running.handle();
                        let goodbye = Goodbye(handle);
                        if let Err(error) = running.await {
                            tracing::debug!(%error, "an SSH connection ended");
                        }
                        drop(goodbye);
                    }
                    Err(error) => tracing::debug!(%error, "an SSH connection did not come about"),
                }
            });
        }
    }
}

/// Ends a connection whose task is dropped: russh runs it on a task of its own.
struct Goodbye(russh::server::Handle);

impl Drop for Goodbye {
    fn drop(&mut self) {
        let handle = self.0.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let reason = "the device goes off".to_owned();
                drop(handle.disconnect(russh::Disconnect::ByApplication, reason, "en".to_owned()).await);
            });
        }
    }
}

/// One connection. Its sessions end with it.
struct Client {
    gate: Arc<Gate>,
    host: Arc<HostShell>,
    channels: JoinSet<()>,
}

impl Client {
    async fn admit(&self, user: &str, key: &PublicKey) -> Auth {
        if self.gate.admits(user, key).await { Auth::Accept } else { Auth::reject() }
    }
}

impl Handler for Client {
    type Error = russh::Error;

    async fn auth_publickey_offered(&mut self, user: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        Ok(self.admit(user, offer.public_key).await)
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        Ok(self.admit(user, key.public_key).await)
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        while self.channels.try_join_next().is_some() {}
        if self.channels.len() < MAX_CHANNELS {
            reply.accept().await;
            self.channels.spawn(session::serve(channel, Arc::clone(&self.host)));
        } else {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
        }
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn exec_request(&mut self, channel: ChannelId, _: &[u8], session: &mut Session) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }
}
