//! The SSH client: tunnel, host key, the person's own account, a connection.

use std::sync::Arc;
use std::time::Duration;

use model::device_uuid::DeviceUuid;
use russh::client::{self, Handle};
use russh::keys::{PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use tokio::time::timeout;

use crate::session::user_session::UserSession;
use crate::terminal::host_keys::{HostKeys, Verdict};
use crate::terminal::user_key::{RegisterError, UserKeys};
use crate::upstream::{TunnelError, Upstream};

/// balenaOS' SSH port.
const PORT: u16 = 22_222;
const WITHIN: Duration = Duration::from_secs(20);
/// The device asks the API for the account's keys while it checks them; one it learnt of just now may take a second try.
const SECOND_TRY: Duration = Duration::from_secs(1);

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectError {
    /// The device has no Cloudlink, or it broke on the way: worth waiting for.
    #[error("the device is off-line")]
    Offline,
    /// The device did not take the dashboard's key.
    #[error("The device does not let your account in: it did not take the dashboard's SSH key.")]
    KeyRefused,
    /// It will not work; the sentence says why.
    #[error("{0}")]
    Refused(String),
}

/// What it takes to reach a device's shell.
pub(crate) struct Ssh {
    pub(crate) upstream: Arc<dyn Upstream>,
    pub(crate) keys: UserKeys,
    pub(crate) host_keys: Arc<HostKeys>,
}

impl std::fmt::Debug for Ssh {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ssh").finish_non_exhaustive()
    }
}

impl Ssh {
    /// A connection to the device as the session's user.
    pub(crate) async fn connect(
        &self,
        owner: &UserSession,
        device: &DeviceUuid,
    ) -> Result<Handle<Client>, ConnectError> {
        match self.try_connect(owner, device).await {
            Err(ConnectError::KeyRefused) => {
                self.keys.doubt(owner.user.id);
                tokio::time::sleep(SECOND_TRY).await;
                self.try_connect(owner, device).await
            }
            result => result,
        }
    }

    async fn try_connect(&self, owner: &UserSession, device: &DeviceUuid) -> Result<Handle<Client>, ConnectError> {
        let pipe = timeout(WITHIN, self.upstream.open_tunnel(&owner.token, device, PORT)).await;
        let pipe = match pipe {
            Ok(Ok(pipe)) => pipe,
            Err(_) | Ok(Err(TunnelError::DeviceOffline | TunnelError::Unreachable(_))) => {
                return Err(ConnectError::Offline);
            }
            Ok(Err(error)) => return Err(ConnectError::Refused(sentence(&error.to_string()))),
        };
        match self.keys.register(&*self.upstream, owner).await {
            Ok(()) => {}
            Err(RegisterError::Unreachable) => return Err(ConnectError::Offline),
            Err(error) => return Err(ConnectError::Refused(error.to_string())),
        }
        let config = client::Config {
            // What the page has not parsed waits on the device, not here.
            window_size: 128 * 1_024,
            channel_buffer_size: 8,
            ..client::Config::default()
        };
        let client = Client { device: device.clone(), host_keys: Arc::clone(&self.host_keys) };
        let connected = timeout(WITHIN, client::connect_stream(Arc::new(config), pipe, client)).await;
        let mut handle = match connected {
            Ok(Ok(handle)) => handle,
            Ok(Err(ClientError::Refused(message))) => return Err(ConnectError::Refused(message)),
            Ok(Err(ClientError::Ssh(error))) => {
                tracing::debug!(%error, device = device.short(), "no SSH connection");
                return Err(ConnectError::Offline);
            }
            Err(_) => return Err(ConnectError::Offline),
        };
        let key = PrivateKeyWithHashAlg::new(self.keys.private(), None);
        let signed_in = timeout(WITHIN, handle.authenticate_publickey(owner.user.username.clone(), key)).await;
        match signed_in {
            Ok(Ok(answer)) if answer.success() => Ok(handle),
            Ok(Ok(_)) => Err(ConnectError::KeyRefused),
            Ok(Err(_)) | Err(_) => Err(ConnectError::Offline),
        }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}

/// Our side of the SSH connection.
#[derive(Debug)]
pub(crate) struct Client {
    device: DeviceUuid,
    host_keys: Arc<HostKeys>,
}

/// Why the client broke off.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    #[error(transparent)]
    Ssh(#[from] russh::Error),
    #[error("{0}")]
    Refused(String),
}

impl client::Handler for Client {
    type Error = ClientError;

    async fn check_server_key(&mut self, key: &PublicKeyOrCertificate) -> Result<bool, ClientError> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = key else {
            return Err(ClientError::Refused("The device shows an SSH certificate in place of a host key.".to_owned()));
        };
        let line = key.to_openssh().map_err(|error| ClientError::Refused(error.to_string()))?;
        // The comment is no part of the key.
        let line = line.split(' ').take(2).collect::<Vec<_>>().join(" ");
        match self.host_keys.judge(&self.device, &line) {
            Ok(Verdict::Trusted) => Ok(true),
            Ok(Verdict::Changed) => Err(ClientError::Refused(format!(
                "The device's host key is not the one it had before. If it was set up anew, delete its line ({}…) in {} and open the terminal again.",
                self.device.short(),
                self.host_keys.file().display()
            ))),
            Err(error) => Err(ClientError::Refused(format!("The device's host key cannot be kept: {error}."))),
        }
    }
}
