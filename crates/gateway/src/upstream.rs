//! The one way to the balena API, whether it runs in this process or across the network.

use axum::body::Body;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use http::{Request, Response};
use model::device_uuid::DeviceUuid;
use tokio::io::{AsyncRead, AsyncWrite};
use wire::change::Change;
use wire::live::Cursor;

use crate::token::ApiToken;

/// Bytes both ways.
pub trait Pipe: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Pipe for T {}

/// An open tunnel to a device's port.
pub type BoxedPipe = Box<dyn Pipe>;

/// The API did not answer.
#[derive(Debug, thiserror::Error)]
#[error("the API does not answer: {0}")]
pub struct Unreachable(pub String);

/// A tunnel could not be opened (balena-api.md §10.3).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TunnelError {
    /// 503: no Cloudlink; try again when the device is back.
    #[error("the device is off-line")]
    DeviceOffline,
    /// 407: unknown device, or no right to it.
    #[error("only a developer of its organization may open a terminal to the device, or the device does not exist")]
    Unauthorized,
    /// 500: the device is there but nothing answers on the port.
    #[error("the device does not take the connection: {0}")]
    Refused(String),
    /// The API or its tunnel is out of reach.
    #[error("the tunnel does not answer: {0}")]
    Unreachable(String),
}

/// Changes cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangesError {
    /// The token is no longer good.
    #[error("the session has ended: sign in again")]
    Unauthorized,
    /// The API is out of reach.
    #[error("the API does not answer: {0}")]
    Unreachable(String),
}

/// What follows a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeEvent {
    /// A row changed.
    Changed(Change),
    /// Changes up to here were lost (the reader was too slow, or the API began anew): read everything again.
    Reset(Cursor),
}

/// A subscription to changes.
pub struct Changes {
    /// Where the stream begins: the position asked for when it could be resumed, else now.
    pub cursor: Cursor,
    /// Whether the position asked for was still known. `true` when none was asked for.
    pub resumed: bool,
    /// Changes after `cursor`, in order. Ends when the API goes away.
    pub events: BoxStream<'static, ChangeEvent>,
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Changes").field("cursor", &self.cursor).field("resumed", &self.resumed).finish_non_exhaustive()
    }
}

/// A balena API.
pub trait Upstream: Send + Sync + 'static {
    /// One request, streaming both ways. The URI is a path and query from the API's root. The browser's address is in
    /// the extensions as `axum::extract::ConnectInfo<SocketAddr>`, for the API's throttle.
    fn request(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, Unreachable>>;

    /// A pipe to a port of a device, with the rights of `token`.
    fn open_tunnel<'a>(
        &'a self,
        token: &'a ApiToken,
        device: &'a DeviceUuid,
        port: u16,
    ) -> BoxFuture<'a, Result<BoxedPipe, TunnelError>>;

    /// Waits until `token` is good no longer: it has run out, its password was changed, its person was held back or
    /// removed. An API that cannot say so never ends it; the sockets then end with the session's own time.
    fn signed_out(&self, token: &ApiToken) -> BoxFuture<'static, ()>;

    /// Follows the changes that `token` may see, from `since` when that is still known.
    fn changes<'a>(
        &'a self,
        token: &'a ApiToken,
        since: Option<Cursor>,
    ) -> BoxFuture<'a, Result<Changes, ChangesError>>;
}
