//! The socket in the data folder by which a running server takes commands: for its own user only.

use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::time::Duration;

use store::Store;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::control::asked::Answer;
use crate::control::path::SocketPath;
use crate::control::perform::perform;

/// The longest line, either way.
pub(crate) const MAX_LINE: u64 = 256 * 1024;
const WITHIN: Duration = Duration::from_secs(10);

/// The socket, taken.
#[derive(Debug)]
pub struct ControlSocket {
    listener: UnixListener,
    path: SocketPath,
    owner: u32,
}

impl ControlSocket {
    /// Takes the socket in `data`, in the place of one that a killed server left: the folder is the caller's alone.
    pub fn open(data: &Path) -> io::Result<Self> {
        let path = SocketPath::of(data)?;
        match std::fs::remove_file(&path.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&path.path)?;
        std::fs::set_permissions(&path.path, std::fs::Permissions::from_mode(0o600))?;
        let owner = std::fs::metadata(&path.path)?.uid();
        Ok(Self { listener, path, owner })
    }

    /// Takes commands, one at a time, until `stop`.
    pub async fn serve(self, store: Store, stop: CancellationToken) {
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = stop.cancelled() => break,
            };
            let Ok((stream, _)) = accepted else {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            // Between its making and its mode, others could have come: the system says who it is.
            let is_owner = stream.peer_cred().is_ok_and(|peer| peer.uid() == self.owner || peer.uid() == 0);
            if is_owner {
                let _ = timeout(WITHIN, answer(stream, &store)).await;
            }
        }
        let _ = std::fs::remove_file(&self.path.path);
    }
}

async fn answer(stream: UnixStream, store: &Store) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    BufReader::new(read.take(MAX_LINE)).read_line(&mut line).await?;
    let answer = match serde_json::from_str(&line) {
        Ok(asked) => {
            tracing::info!(?asked, "a command from the command line");
            perform(store, asked).await
        }
        Err(_) => Answer::Refused("The server does not know this command: it is of another version.".to_owned()),
    };
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    write.write_all(&line).await?;
    write.shutdown().await
}
