//! One port for both: who begins with a TLS handshake gets TLS, who begins with a request gets plain HTTP.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;
use tokio_util::sync::CancellationToken;

/// The first byte of a TLS record that carries a handshake (RFC 8446 §5.1); no HTTP method begins with it.
const HANDSHAKE: u8 = 22;
/// A first byte and a handshake may take so long.
const WITHIN: Duration = Duration::from_secs(10);
/// Connections that have not said yet what they are.
const UNDECIDED: usize = 2_048;

/// A connection, whichever it became.
pub(crate) type Stream = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// Accepts both.
#[derive(Debug)]
pub(crate) struct EitherListener {
    ready: mpsc::Receiver<(Stream, SocketAddr)>,
    local: SocketAddr,
}

impl EitherListener {
    /// Takes over a port until `stop`.
    pub(crate) fn new(listener: TcpListener, tls: TlsAcceptor, stop: CancellationToken) -> io::Result<Self> {
        let local = listener.local_addr()?;
        let (sender, ready) = mpsc::channel(64);
        tokio::spawn(stop.run_until_cancelled_owned(decide_all(listener, tls, sender)));
        Ok(Self { ready, local })
    }

    /// The next connection; none once the port is closed.
    pub(crate) async fn next(&mut self) -> Option<(Stream, SocketAddr)> {
        self.ready.recv().await
    }
}

impl Listener for EitherListener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        match self.next().await {
            Some(accepted) => accepted,
            // The port is closed: the server that asks is about to end.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.local)
    }
}

async fn decide_all(listener: TcpListener, tls: TlsAcceptor, ready: mpsc::Sender<(Stream, SocketAddr)>) {
    let places = Arc::new(Semaphore::new(UNDECIDED));
    loop {
        // Waits for a place before it accepts: the rest wait in the kernel's queue.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let (tls, ready) = (tls.clone(), ready.clone());
                tokio::spawn(async move {
                    if let Ok(Ok(Some(decided))) = timeout(WITHIN, decide(stream, &tls)).await {
                        let _ = ready.send((decided, peer)).await;
                    }
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file descriptors, most likely: others may end meanwhile.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// None for a connection that ends without a word, as a device's check that the port is there.
async fn decide(stream: TcpStream, tls: &TlsAcceptor) -> io::Result<Option<Stream>> {
    let _ = stream.set_nodelay(true);
    let mut first = [0];
    Ok(match stream.peek(&mut first).await? {
        0 => None,
        _ if first[0] == HANDSHAKE => Some(Either::Right(Box::new(tls.accept(stream).await?))),
        _ => Some(Either::Left(stream)),
    })
}
