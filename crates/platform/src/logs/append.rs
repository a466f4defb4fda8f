//! Puts lines on the disk and wakes who follows them.

use wire::log_line::DeviceLogLine;

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
    let lines: Vec<DeviceLogLine> = lines.into_iter().map(written_as).collect();
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

/// What cannot be read keeps its place, so that nobody takes the log for whole.
fn written_as(line: Line) -> DeviceLogLine {
    match line {
        Line::Log(line) => line,
        Line::Unreadable => DeviceLogLine {
            timestamp: store::clock::now_ms(),
            message: "Warning: the device sent a line here that is no log line".to_owned(),
            is_system: true,
            is_std_err: true,
            service_id: None,
        },
    }
}
