//! Puts lines on the disk and wakes who follows them.

use store::clock::now_ms;
use store::logs::{self, Session};
use wire::log_line::DeviceLogLine;

use crate::http::refusal::Refusal;
use crate::logs::ndjson::Line;
use crate::state::State;

/// Answers when they are on the disk. Lines that a session has sent before are passed over; lines it has skipped
/// leave a line that says so.
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
            if let Some(session) = &session {
                let known = logs::next_offset(connection, device, &session.name)?;
                let skipped = known.and_then(|known| session.first_offset.checked_sub(known)).unwrap_or(0);
                if skipped > 0 {
                    let gap = warning(format!("Warning: {skipped} message(s) were dropped on the device"));
                    logs::append(connection, device, None, &[gap], now_ms())?;
                }
            }
            logs::append(connection, device, session.as_ref(), &lines, now_ms())
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
        Line::Unreadable => warning("Warning: the device sent a line here that is no log line".to_owned()),
    }
}

fn warning(message: String) -> DeviceLogLine {
    DeviceLogLine { timestamp: now_ms(), message, is_system: true, is_std_err: true, service_id: None }
}
