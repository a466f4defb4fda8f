//! A subscription to rows: what changed, gathered over about 100 ms.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::time::{Instant, sleep, sleep_until};
use wire::change::Change;
use wire::live::{ChangedRow, Cursor, ServerFrame, Topic};

use crate::live::outbox::{Gone, Outbox};
use crate::live::topic::concerns;
use crate::token::ApiToken;
use crate::upstream::{ChangeEvent, Changes, ChangesError, Upstream};

const GATHER: Duration = Duration::from_millis(100);
/// Beyond so many rows at once the page reads everything again.
const MAX_ROWS: usize = 500;
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// Follows `topic` until the page goes.
pub(crate) async fn follow(
    upstream: Arc<dyn Upstream>,
    token: ApiToken,
    id: u32,
    topic: Topic,
    mut since: Option<Cursor>,
    outbox: Outbox,
) -> Result<(), Gone> {
    loop {
        match upstream.changes(&token, since.clone()).await {
            Ok(changes) => since = Some(relay(changes, id, &topic, &outbox).await?),
            Err(error @ ChangesError::Unauthorized) => {
                return outbox.put(ServerFrame::Refused { id, message: error.to_string() }).await;
            }
            Err(ChangesError::Unreachable(why)) => tracing::debug!(%why, "changes cannot be followed"),
        }
        sleep(TRY_AGAIN).await;
    }
}

/// Relays until the API goes away; where it was then.
async fn relay(mut changes: Changes, id: u32, topic: &Topic, outbox: &Outbox) -> Result<Cursor, Gone> {
    let mut cursor = changes.cursor.clone();
    outbox.put(ServerFrame::Subscribed { id, cursor: cursor.clone() }).await?;
    if !changes.resumed {
        outbox.put(ServerFrame::Reset { id, cursor: cursor.clone() }).await?;
    }
    let mut gathered = Gathered::default();
    let mut due = Instant::now();
    loop {
        tokio::select! {
            event = changes.events.next() => match event {
                Some(ChangeEvent::Changed(change)) => {
                    cursor.sequence = change.sequence;
                    if concerns(topic, &change) {
                        if gathered.is_empty() {
                            due = Instant::now() + GATHER;
                        }
                        gathered.add(change);
                    }
                }
                Some(ChangeEvent::Reset(now)) => {
                    cursor = now;
                    gathered = Gathered::default();
                    outbox.put(ServerFrame::Reset { id, cursor: cursor.clone() }).await?;
                }
                None => return Ok(cursor),
            },
            () = sleep_until(due), if !gathered.is_empty() => {
                outbox.put(std::mem::take(&mut gathered).into_frame(id, cursor.clone())).await?;
            }
        }
    }
}

/// Rows, each once, in the order they first changed.
#[derive(Debug, Default)]
struct Gathered {
    rows: Vec<ChangedRow>,
    seen: HashSet<(String, i64)>,
    too_many: bool,
}

impl Gathered {
    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn add(&mut self, change: Change) {
        if self.rows.len() == MAX_ROWS {
            self.too_many = true;
        } else if self.seen.insert((change.resource.clone(), change.id)) {
            self.rows.push(ChangedRow { resource: change.resource, id: change.id, device: change.device });
        }
    }

    fn into_frame(self, id: u32, cursor: Cursor) -> ServerFrame {
        if self.too_many {
            ServerFrame::Reset { id, cursor }
        } else {
            ServerFrame::Changed { id, cursor, rows: self.rows }
        }
    }
}
