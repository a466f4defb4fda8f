//! HTTP CONNECT to an instance of open-balena-vpn, which holds the device's end (balena-api.md §10).

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::reach::error::ReachError;

/// How long the instance may take to be there, and then to answer: it may wait for the device itself.
const WITHIN: Duration = Duration::from_secs(15);
/// The longest head of an answer.
const MAX_HEAD: usize = 4 * 1024;

/// A pipe to `port` of the device. `credentials`: `name:secret`, or the secret alone.
pub(super) async fn connect(
    instance: SocketAddr,
    uuid: &str,
    port: u16,
    credentials: &str,
) -> Result<TcpStream, ReachError> {
    let connected = timeout(WITHIN, TcpStream::connect(instance)).await.unwrap_or_else(|late| Err(late.into()));
    let mut stream = connected.map_err(|error| ReachError::connecting(&error, instance))?;
    let _ = stream.set_nodelay(true);
    let status = timeout(WITHIN, ask(&mut stream, uuid, port, credentials)).await;
    match status.map_err(|_| ReachError::hung_up())?? {
        200 => Ok(stream),
        other => Err(ReachError::Refused(other)),
    }
}

async fn ask(stream: &mut TcpStream, uuid: &str, port: u16, credentials: &str) -> Result<u16, ReachError> {
    let credentials = BASE64.encode(credentials);
    let head = format!("CONNECT {uuid}.balena:{port} HTTP/1.0\r\nProxy-Authorization: Basic {credentials}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.map_err(|_| ReachError::hung_up())?;
    // Byte by byte: what follows the head is the device's already.
    let mut answer = Vec::with_capacity(128);
    while !answer.ends_with(b"\r\n\r\n") {
        if answer.len() >= MAX_HEAD {
            return Err(ReachError::hung_up());
        }
        match stream.read_u8().await {
            Ok(byte) => answer.push(byte),
            // The instance closes after a refusal, sometimes before the empty line.
            Err(_) if answer.contains(&b'\n') => break,
            Err(_) => return Err(ReachError::hung_up()),
        }
    }
    let status = String::from_utf8_lossy(&answer).split_ascii_whitespace().nth(1).and_then(|word| word.parse().ok());
    status.ok_or_else(ReachError::hung_up)
}
