//! Puts lines on the disk and wakes who follows them.

use store::device_log::NewLine;

use crate::http::refusal::Refusal;
use crate::logs::ndjson::Line;
use crate::state::State;

/// A device's run of numbered lines, and the number of the first one given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) offset: u64,
}

/// Answers when they are on the disk.
pub(crate) async fn append(
    state: &State,
    device: i64,
    session: Option<Session>,
    lines: Vec<Line>,
) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Ok(());
    }
    let lines: Vec<NewLine> = lines.into_iter().map(new_line).collect();
    state
        .store
        .write(move |connection| {
            let session = session.as_ref().map(|session| (session.id.as_str(), session.offset));
            store::device_log::append(connection, device, session, &lines)
        })
        .await
        .map_err(Refusal::from)?;
    state.logs.written(device);
    Ok(())
}
