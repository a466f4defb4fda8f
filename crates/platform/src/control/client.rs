//! Asking whoever holds the data folder: the running server, or nobody, and then it is done here.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use store::{Store, StoreError};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;
use tokio::time::{sleep, timeout};

use crate::control::asked::{Answer, Asked};
use crate::control::path::SocketPath;
use crate::control::perform::perform;
use crate::control::socket::MAX_LINE;
use crate::credentials::password;

/// A server that starts or stops holds the folder without listening for a moment.
const PATIENCE: Duration = Duration::from_secs(3);
const WITHIN: Duration = Duration::from_secs(15);

/// Nobody did what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// No Binnacle has ever run there.
    #[error("there is no Binnacle in {}: start `binnacle serve` there once, or say where it is with --data", .0.display())]
    Nothing(PathBuf),
    /// Somebody holds the folder and does not answer.
    #[error("{holder}, and does not answer on its control socket: {source}")]
    Silent { holder: String, source: io::Error },
    /// The database cannot be opened.
    #[error("{0}")]
    Store(StoreError),
    /// The password is not acceptable.
    #[error("a password has at least {} characters", password::SHORTEST)]
    ShortPassword,
    /// Hashing failed.
    #[error("the password could not be hashed: {0}")]
    Password(String),
}

/// The hash of a password, which is all that is told or kept of it.
///
/// # Errors
/// [`ControlError::ShortPassword`].
pub async fn hash(password: String) -> Result<String, ControlError> {
    if password.chars().count() < password::SHORTEST {
        return Err(ControlError::ShortPassword);
    }
    password::hash(password).await.map_err(ControlError::Password)
}

/// Asks, whether a server runs in `data` or not.
pub async fn ask(data: &Path, asked: Asked) -> Result<Answer, ControlError> {
    if !Store::is_in(data) {
        return Err(ControlError::Nothing(data.to_owned()));
    }
    let until = Instant::now() + PATIENCE;
    loop {
        let folder = data.to_owned();
        let opened = tokio::task::spawn_blocking(move || Store::open(&folder)).await;
        let held = match opened.unwrap_or(Err(StoreError::Closed)) {
            Ok(store) => return Ok(perform(&store, asked).await),
            Err(error @ StoreError::FolderHeld { .. }) => error,
            Err(error) => return Err(ControlError::Store(error)),
        };
        match call(data, &asked).await {
            Ok(answer) => return Ok(answer),
            Err(source) if Instant::now() > until => {
                return Err(ControlError::Silent { holder: holder(&held), source });
            }
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

fn holder(held: &StoreError) -> String {
    match held {
        StoreError::FolderHeld { path, pid } => {
            let who = pid.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"));
            format!("{who} holds the data folder {}", path.display())
        }
        other => other.to_string(),
    }
}

async fn call(data: &Path, asked: &Asked) -> io::Result<Answer> {
    let exchange = async {
        let path = SocketPath::of(data)?;
        let (read, mut write) = UnixStream::connect(&path.path).await?.into_split();
        let mut line = serde_json::to_vec(asked)?;
        line.push(b'\n');
        write.write_all(&line).await?;
        let mut answer = String::new();
        BufReader::new(read.take(MAX_LINE)).read_line(&mut answer).await?;
        Ok(serde_json::from_str(&answer)?)
    };
    timeout(WITHIN, exchange).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
