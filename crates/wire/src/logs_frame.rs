//! Writes a frame of logs from lines that are JSON already: a line that goes to many pages is serialised once.

use model::device_uuid::DeviceUuid;

use crate::live::{LogMissed, LogState};

/// A [`ServerFrame::Logs`](crate::live::ServerFrame::Logs) in the making: parts are begun, get their lines, and are ended.
#[derive(Debug, Clone)]
pub struct LogsFrame {
    text: Vec<u8>,
    parts: usize,
    lines: usize,
    lines_of_part: usize,
}

impl LogsFrame {
    /// A frame for the subscription `id`, without parts.
    pub fn of(id: u32) -> Self {
        let text = format!(r#"{{"type":"logs","id":{id},"parts":["#).into_bytes();
        Self { text, parts: 0, lines: 0, lines_of_part: 0 }
    }

    /// How long it is by now, in bytes.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// How many lines are in it.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// Whether nothing was begun.
    pub fn is_empty(&self) -> bool {
        self.parts == 0
    }

    /// Begins a device's part.
    pub fn begin(&mut self, device: &DeviceUuid, missed: Option<LogMissed>) {
        self.put(if self.parts == 0 { r#"{"device":""# } else { r#",{"device":""# });
        self.put(device.as_str());
        self.put("\"");
        match missed {
            None => {}
            Some(LogMissed { lines: None }) => self.put(r#","missed":{}"#),
            Some(LogMissed { lines: Some(lines) }) => self.put(&format!(r#","missed":{{"lines":{lines}}}"#)),
        }
        self.parts += 1;
        self.lines_of_part = 0;
    }

    /// Adds `count` lines to the part, which are JSON objects with commas between.
    pub fn add(&mut self, lines: &[u8], count: usize) {
        if count == 0 {
            return;
        }
        self.put(if self.lines_of_part == 0 { r#","lines":["# } else { "," });
        self.text.extend_from_slice(lines);
        self.lines_of_part += count;
        self.lines += count;
    }

    /// Ends the part.
    pub fn end(&mut self, through: Option<u64>, state: Option<LogState>, refused: Option<&str>) {
        if self.lines_of_part > 0 {
            self.put("]");
        }
        if let Some(through) = through {
            self.put(&format!(r#","through":{through}"#));
        }
        let state = state.and_then(|state| serde_json::to_string(&state).ok());
        let refused = refused.and_then(|refused| serde_json::to_string(refused).ok());
        for (name, value) in [(r#","state":"#, state), (r#","refused":"#, refused)] {
            if let Some(value) = value {
                self.put(name);
                self.put(&value);
            }
        }
        self.put("}");
    }

    /// Adds the part that answers an unfollowing.
    pub fn unfollowed(&mut self, device: &DeviceUuid) {
        self.begin(device, None);
        self.put(r#","unfollowed":true}"#);
    }

    /// The frame as it is sent; nothing when a line was not UTF-8.
    pub fn into_text(mut self) -> Option<String> {
        self.put("]}");
        // It may wait long for a page that does not read.
        self.text.shrink_to_fit();
        String::from_utf8(self.text).ok()
    }

    fn put(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{LogPart, ServerFrame};
    use crate::log_line::LogLine;

    #[test]
    fn what_is_written_by_hand_reads_as_the_frame() {
        let device = |digit: &str| digit.repeat(32).parse::<DeviceUuid>().unwrap();
        let line = |n: u64| LogLine {
            created_at: 1,
            timestamp: 2,
            is_system: false,
            is_std_err: true,
            service_id: Some(3),
            message: format!("\"{n}\""),
            sequence: Some(n),
        };
        let json = |n| serde_json::to_vec(&line(n)).unwrap();
        let mut frame = LogsFrame::of(7);
        assert!(frame.is_empty());
        frame.begin(&device("a"), None);
        frame.add(&json(1), 1);
        frame.add(&[json(2), json(3)].join(&b','), 2);
        frame.end(Some(4), Some(LogState::Live), None);
        frame.begin(&device("b"), Some(LogMissed { lines: None }));
        frame.end(None, None, Some("It \"may\" not."));
        frame.begin(&device("a"), Some(LogMissed { lines: Some(9) }));
        frame.add(b"", 0);
        frame.end(None, None, None);
        frame.unfollowed(&device("c"));
        assert_eq!(frame.lines(), 3);

        let parts = vec![
            LogPart {
                lines: vec![line(1), line(2), line(3)],
                through: Some(4),
                state: Some(LogState::Live),
                ..LogPart::of(device("a"))
            },
            LogPart {
                missed: Some(LogMissed { lines: None }),
                refused: Some("It \"may\" not.".to_owned()),
                ..LogPart::of(device("b"))
            },
            LogPart { missed: Some(LogMissed { lines: Some(9) }), ..LogPart::of(device("a")) },
            LogPart { unfollowed: true, ..LogPart::of(device("c")) },
        ];
        let text = frame.into_text().unwrap();
        assert_eq!(serde_json::from_str::<ServerFrame>(&text).unwrap(), ServerFrame::Logs { id: 7, parts });
        let none = LogsFrame::of(1).into_text().unwrap();
        assert_eq!(serde_json::from_str::<ServerFrame>(&none).unwrap(), ServerFrame::Logs { id: 1, parts: Vec::new() });
    }
}
