//! A device's log as a stream: what is there after a position, then what comes.
//!
//! What comes is shared by all who keep up; a reader that does not reads from the disk. So nothing is lost or doubled
//! between history and what comes, and a slow reader holds no memory: it finds what it can when it reads, and is told
//! how much was trimmed meanwhile.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use store::error::StoreError;
use tokio::time::timeout;

use crate::log_hub::feed::{After, Followed};
use crate::logs::reader::Reader;

/// A follower of a device's log.
#[derive(Debug)]
pub(crate) struct Follower {
    pub(crate) reader: Reader,
    /// Followed since before the position was read.
    pub(crate) feed: Followed,
    /// What to send before anything else.
    pub(crate) opening: Option<Bytes>,
    /// Whether the disk has been asked for what is older than the feed.
    pub(crate) is_caught_up: bool,
}

impl Follower {
    /// NDJSON that does not end by itself.
    pub(crate) fn into_stream(self) -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
        futures_util::stream::unfold(self, |mut follower| async move {
            let bytes = follower.next().await?;
            Some((Ok(bytes), follower))
        })
    }

    async fn next(&mut self) -> Option<Bytes> {
        if let Some(opening) = self.opening.take() {
            return Some(opening);
        }
        loop {
            match self.ready().await {
                Ok(Some(bytes)) => return Some(bytes),
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(device = self.reader.device, %error, "a log stream ended");
                    return None;
                }
            }
            let heartbeat: Duration = self.reader.state.config.log_heartbeat;
            tokio::select! {
                more = timeout(heartbeat, self.feed.more()) => match more {
                    Ok(true) => {}
                    Ok(false) => return None,
                    Err(_) => return Some(Bytes::from_static(b"\n")),
                },
                () = self.reader.state.shutdown.cancelled() => return None,
            }
        }
    }

    /// What can be sent now.
    async fn ready(&mut self) -> Result<Option<Bytes>, StoreError> {
        match self.feed.after(self.reader.position) {
            After::Chunk(chunk) => {
                self.reader.position = chunk.last;
                Ok(Some(chunk.text(self.reader.form)))
            }
            After::OnDisk { until } => self.reader.page(until).await,
            After::Nothing if self.is_caught_up => Ok(None),
            After::Nothing => {
                let page = self.reader.page(u64::MAX).await?;
                self.is_caught_up = page.is_none();
                Ok(page)
            }
        }
    }
}
