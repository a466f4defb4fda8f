//! The platform as the server holds it: opened over a data folder, served as a router, asked in process.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use wire::live::Cursor;

use crate::admin::Admin;
use crate::auth::standing::{Right, Standing, TRY_AGAIN};
use crate::blobs::Blobs;
use crate::bus::changes::Changes;
use crate::config::PlatformConfig;
use crate::error::{NotAllowed, PlatformError, TunnelError};
use crate::following::follow::follow;
use crate::open;
use crate::route_table::Route;
use crate::state::Shared;
use crate::tunnel::stream::TunnelStream;
use crate::{auth, routes, tunnel};

/// The embedded balena API. Clones share it.
#[derive(Debug, Clone)]
pub struct Platform {
    state: Shared,
    admin: Admin,
}

impl Platform {
    /// Opens the data folder, makes the administrator at the first start, and starts the timers.
    /// No device is connected until its link is made anew.
    ///
    /// # Errors
    /// [`PlatformError`], with what to do.
    pub async fn open(config: PlatformConfig) -> Result<Self, PlatformError> {
        let (state, admin) = open::open(config).await?;
        Ok(Self { state, admin })
    }

    /// The administrator, and the password where it is known.
    pub fn admin(&self) -> &Admin {
        &self.admin
    }

    /// The balena API. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, so that sign-in tries are
    /// counted by address; a request made in process may carry a `ConnectInfo<SocketAddr>` extension for the same end.
    pub fn router(&self) -> Router {
        routes::router(Arc::clone(&self.state))
    }

    /// Every route of [`router`](Self::router), for the test that asks each who may.
    pub fn routes() -> Vec<Route> {
        routes::table()
    }

    /// The SQLite store, for the demo world's seed.
    pub fn store(&self) -> &store::Store {
        &self.state.store
    }

    /// Image layers by content.
    pub fn blobs(&self) -> &Blobs {
        &self.state.blobs
    }

    /// Serves HTTP CONNECT tunnels on `listener` until the platform shuts down or `shutdown` is cancelled
    /// (balena-api.md §10).
    pub async fn serve_tunnel(&self, listener: TcpListener, shutdown: CancellationToken) {
        tunnel::server::serve(&self.state, listener, shutdown).await;
    }

    /// Serves one connection of the tunnel's port, in the clear or within TLS.
    pub async fn tunnel_service<S: AsyncRead + AsyncWrite + Send + Unpin>(&self, stream: S, peer: SocketAddr) {
        tunnel::server::connection(&self.state, stream, peer).await;
    }

    /// Opens a connection to a port of a device, as the tunnel does, for the holder of `token` (JWT or API key).
    ///
    /// # Errors
    /// [`TunnelError`], with a sentence for the person.
    pub async fn open_tunnel(&self, token: &str, uuid: &str, port: u16) -> Result<TunnelStream, TunnelError> {
        tunnel::open::open(&self.state, token, uuid, u32::from(port)).await.map(TunnelStream::new)
    }

    /// What changes from now on, or from `since` on, as far as the holder of `token` (a person's JWT or key) may see.
    ///
    /// # Errors
    /// [`NotAllowed`] when the token is no (longer a) person's.
    pub async fn changes(&self, token: &str, since: Option<&Cursor>) -> Result<Changes, NotAllowed> {
        let caller = auth::caller::of_credential(&self.state, token).await.ok().flatten().ok_or(NotAllowed)?;
        let user = caller.user().ok_or(NotAllowed)?;
        let start = since.cloned().unwrap_or_else(|| self.state.bus.now());
        follow(&self.state, &caller, user, &start).await.map_err(|_| NotAllowed)
    }

    /// Whether `token` still stands for a person. For sockets that outlive one request.
    pub async fn is_signed_in(&self, token: &str) -> bool {
        matches!(auth::caller::of_credential(&self.state, token).await, Ok(Some(caller)) if caller.user().is_some())
    }

    /// Waits until `token` stands for a person no longer: it has run out, was taken back, or its person was held back
    /// or removed. For sockets that outlive one request.
    pub async fn signed_out(&self, token: &str) {
        let caller = loop {
            match auth::caller::of_credential(&self.state, token).await {
                Ok(caller) => break caller,
                // A database that does not answer says nothing of who may.
                Err(error) => tracing::warn!(%error, "whether a session still stands could not be asked"),
            }
            tokio::time::sleep(TRY_AGAIN).await;
        };
        if let Some(caller) = caller.filter(|caller| caller.user().is_some()) {
            Standing::new(&self.state, &caller, Right::Hold).ended().await;
        }
    }

    /// Ends links, tunnels and streams, and waits for their tasks. What was acknowledged is on the disk already.
    pub async fn shutdown(&self) {
        self.state.shutdown.cancel();
        self.state.tasks.close();
        self.state.tasks.wait().await;
        self.state.store.settled().await;
    }
}
