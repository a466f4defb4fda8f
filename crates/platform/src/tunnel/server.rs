//! The HTTP CONNECT server, answering as open-balena-vpn does (balena-api.md §10).

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::error::TunnelError;
use crate::reach::stream::DeviceStream;
use crate::state::Shared;
use crate::tunnel::open::{Opened, open};
use crate::tunnel::request::{self, BadHead, MAX_HEAD, TunnelRequest};

/// How long a caller may take to send its head.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// How many connections at once.
const MAX_CONNECTIONS: usize = 1_024;
/// Bytes in flight each way.
const PIPE_BUFFER: usize = 32 * 1024;

const ESTABLISHED: &[u8] =
    b"HTTP/1.0 200 Connection Established\r\nProxy-agent: balena-io/node-tunnel (v4.0.1)\r\n\r\n";

/// The connection of who asks for a tunnel, in the clear or within TLS.
pub(crate) trait Caller: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Caller for S {}

pub(crate) async fn serve(state: &Shared, listener: TcpListener, shutdown: CancellationToken) {
    let places = std::sync::Arc::new(tokio::sync::Semaphore::new(MAX_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shutdown.cancelled() => return,
            () = state.shutdown.cancelled() => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                let _ = stream.set_nodelay(true);
                let Ok(place) = std::sync::Arc::clone(&places).try_acquire_owned() else { continue };
                let shared = std::sync::Arc::clone(state);
                state.tasks.spawn(async move {
                    connection(&shared, stream, peer).await;
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file descriptors, most likely: others may end meanwhile.
                tracing::warn!(%error, "a tunnel connection was not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

pub(crate) async fn connection<S: Caller>(state: &Shared, mut stream: S, peer: SocketAddr) {
    let work = async {
        if let Some((Opened { stream: mut device, standing }, early)) = establish(state, &mut stream).await? {
            device.write_all(&early).await?;
            tokio::select! {
                copied = copy_bidirectional_buffered(&mut stream, &mut device) => copied?,
                () = standing.ended() => {}
            }
        }
        Ok::<_, io::Error>(())
    };
    tokio::select! {
        ended = work => {
            if let Err(error) = ended {
                tracing::debug!(%peer, %error, "a tunnel broke");
            }
        }
        () = state.shutdown.cancelled() => {}
    }
}

async fn copy_bidirectional_buffered(stream: &mut impl Caller, device: &mut DeviceStream) -> io::Result<()> {
    tokio::io::copy_bidirectional_with_sizes(stream, device, PIPE_BUFFER, PIPE_BUFFER).await.map(drop)
}

/// Reads the head and answers it; the pipe to the device, with what the caller has sent beyond its head.
async fn establish(state: &Shared, stream: &mut impl Caller) -> io::Result<Option<(Opened, Vec<u8>)>> {
    let (asked, early) = match timeout(HEAD_WITHIN, read_head(stream)).await {
        Ok(read) => match read? {
            Some(read) => read,
            None => return refuse(stream, "400 Bad Request").await,
        },
        Err(_) => return refuse(stream, "408 Request Timeout").await,
    };
    let request = match asked {
        Ok(request) => request,
        Err(BadHead::Malformed) => return refuse(stream, "400 Bad Request").await,
        Err(BadHead::NotConnect) => return not_connect(stream).await,
        Err(BadHead::Forbidden) => return refuse(stream, "403 Forbidden").await,
    };
    let Some(token) = request.token else { return refuse(stream, "407 Proxy Authorization Required").await };
    match open(state, &token, &request.uuid, request.port).await {
        Ok(device) => {
            stream.write_all(ESTABLISHED).await?;
            Ok(Some((device, early)))
        }
        Err(TunnelError::Unauthorized) => refuse(stream, "407 Proxy Authorization Required").await,
        Err(TunnelError::Offline) => refuse(stream, "503 Service Unavailable").await,
        Err(TunnelError::Refused(_) | TunnelError::Failed(_)) => refuse(stream, "500 Internal Server Error").await,
    }
}

type Head = (Result<TunnelRequest, BadHead>, Vec<u8>);

/// None when the head is too long or never ends.
async fn read_head(stream: &mut impl Caller) -> io::Result<Option<Head>> {
    let mut read = Vec::with_capacity(1024);
    loop {
        if let Some(end) = request::end_of_head(&read) {
            let early = read.split_off(end);
            return Ok(Some((request::parse(&read), early)));
        }
        if read.len() >= MAX_HEAD || stream.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    }
}

async fn refuse<T, S: Caller>(stream: &mut S, status: &str) -> io::Result<Option<T>> {
    stream.write_all(format!("HTTP/1.0 {status}\r\n\r\n").as_bytes()).await?;
    stream.shutdown().await?;
    Ok(None)
}

/// What is not CONNECT is answered as the plain HTTP it is.
async fn not_connect<T, S: Caller>(stream: &mut S) -> io::Result<Option<T>> {
    const ANSWER: &[u8] = b"HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\
        Connection: close\r\n\r\nMethod not allowed";
    stream.write_all(ANSWER).await?;
    stream.shutdown().await?;
    Ok(None)
}
