//! Sends the journal in short requests, so that each answer acknowledges the lines of about a second.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Body;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::journal::Journal;
use crate::api::client::{Api, ApiError};
use crate::backoff::Backoff;

/// How long lines gather before they are written to the request.
const LINGER: Duration = Duration::from_millis(100);
/// How long one request takes lines.
const REQUEST_TIME: Duration = Duration::from_secs(1);
/// How many lines one request takes.
const REQUEST_LINES: usize = 500;
/// How many bytes of lines one request takes.
const REQUEST_BYTES: usize = 512 * 1_024;

/// Sends until it is dropped.
pub(crate) async fn run(journal: Journal, api: Api, uuid: String, session: String) {
    let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(5));
    loop {
        journal.written().await;
        match request(&journal, &api, &uuid, &session).await {
            Ok(count) => {
                journal.acknowledge(count);
                backoff.reset();
            }
            Err(error) => {
                tracing::debug!(%error, "the log is sent again later");
                sleep(error.retry_after().unwrap_or_else(|| backoff.next())).await;
            }
        }
    }
}

/// One request; answers how many lines the server now has.
async fn request(journal: &Journal, api: &Api, uuid: &str, session: &str) -> Result<usize, ApiError> {
    let (chunks, body) = mpsc::channel::<Bytes>(4);
    let body = Body::wrap_stream(ReceiverStream::new(body).map(Ok::<_, Infallible>));
    let offset = journal.ring().first();
    let answer = api.send_logs(uuid, session, offset, body);
    let mut writing = std::pin::pin!(write(journal, chunks));
    let mut answer = std::pin::pin!(answer);
    // An answer before the body's end is a refusal: nothing counts as received.
    let count = tokio::select! {
        biased;
        count = &mut writing => count,
        early = &mut answer => {
            return early.and(Err(ApiError::Unreadable("an answer before the log had ended".to_owned())));
        }
    };
    answer.await.map(|()| count)
}

/// Writes lines as they come; answers how many when the request's time is over.
async fn write(journal: &Journal, chunks: mpsc::Sender<Bytes>) -> usize {
    let end = Instant::now() + REQUEST_TIME;
    let (mut count, mut bytes) = (0, 0);
    loop {
        let mut chunk = Vec::new();
        {
            let mut ring = journal.ring();
            while count < REQUEST_LINES && bytes < REQUEST_BYTES {
                let Some(line) = ring.send(count) else { break };
                // A line of text and numbers always has a JSON form.
                if serde_json::to_writer(&mut chunk, line).is_ok() {
                    chunk.push(b'\n');
                }
                count += 1;
                bytes += line.message.len();
            }
        }
        if !chunk.is_empty() && chunks.send(chunk.into()).await.is_err() {
            // The connection is gone; the answer's error tells why.
            std::future::pending::<()>().await;
        }
        if count >= REQUEST_LINES || bytes >= REQUEST_BYTES {
            return count;
        }
        tokio::select! {
            () = sleep_until(end) => return count,
            () = async { journal.more().await; sleep(LINGER).await } => {}
        }
    }
}
