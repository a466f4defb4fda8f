//! The device's end: connects each stream to what listens on the port it asks for.

use std::future::poll_fn;
use std::sync::Arc;

use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::compat::FuturesAsyncReadCompatExt;
use wire::link::{Answer, parse_connect};

use crate::frame::Frame;
use crate::limits::{LINE_WITHIN, MAX_STREAMS, yamux_config};
use crate::lines::read_line;
use crate::socket::Socket;

/// Why the link ended, if not by the platform's goodbye.
#[derive(Debug, thiserror::Error)]
#[error("the device link broke: {0}; it is opened again")]
pub struct Broken(#[from] yamux::ConnectionError);

/// Serves the link until the platform closes it or falls silent. `connect` answers a port with a stream, or with a
/// sentence why there is none. Dropping the future ends every stream.
pub async fn serve<S, M, E, C, F, P>(socket: S, connect: C) -> Result<(), Broken>
where
    S: Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin,
    M: Frame,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
    C: Fn(u16) -> F + Send + Sync + 'static,
    F: Future<Output = Result<P, String>> + Send,
    P: AsyncRead + AsyncWrite + Unpin + Send,
{
    let mut connection = yamux::Connection::new(Socket::new(socket), yamux_config(), yamux::Mode::Server);
    let connect = Arc::new(connect);
    let mut pipes = JoinSet::new();
    loop {
        let inbound = tokio::select! {
            inbound = poll_fn(|cx| connection.poll_next_inbound(cx)) => inbound,
            Some(_) = pipes.join_next() => continue,
        };
        match inbound {
            None => return Ok(()),
            Some(Err(error)) => return Err(error.into()),
            // Beyond the limit the stream is dropped, which resets it.
            Some(Ok(stream)) if pipes.len() < MAX_STREAMS * 2 => {
                let connect = Arc::clone(&connect);
                pipes.spawn(async move {
                    if let Err(error) = pipe(stream, &*connect).await {
                        tracing::debug!(%error, "a connection through the link ended");
                    }
                });
            }
            Some(Ok(_)) => {}
        }
    }
}

async fn pipe<F, P>(stream: yamux::Stream, connect: &(impl Fn(u16) -> F + Sync)) -> std::io::Result<()>
where
    F: Future<Output = Result<P, String>> + Send,
    P: AsyncRead + AsyncWrite + Unpin + Send,
{
    let mut stream = stream.compat();
    let line = timeout(LINE_WITHIN, read_line(&mut stream)).await??;
    let port = match parse_connect(&line) {
        Ok(port) => connect(port).await,
        Err(bad) => Err(bad.to_string()),
    };
    match port {
        Ok(mut port) => {
            stream.write_all(Answer::Ok.to_line().as_bytes()).await?;
            stream.flush().await?;
            copy_bidirectional(&mut stream, &mut port).await?;
        }
        Err(why) => {
            stream.write_all(Answer::Err(why).to_line().as_bytes()).await?;
            stream.shutdown().await?;
        }
    }
    Ok(())
}
