//! The one line each way with which a stream begins.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// Reads a line and takes nothing beyond it: what follows belongs to the pipe.
pub(crate) async fn read_line(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<String> {
    let mut line = Vec::new();
    loop {
        match stream.read_u8().await? {
            b'\n' => break,
            byte if line.len() < wire::link::MAX_LINE => line.push(byte),
            _ => return Err(io::Error::new(io::ErrorKind::InvalidData, "a line without an end")),
        }
    }
    String::from_utf8(line).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a line that is not UTF-8"))
}
