//! What a line of the API's answer says: a line of the log, or that some are gone.

use wire::log_line::{LogGap, LogLine};

/// One object of a stream or of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Received {
    Line(LogLine),
    /// Where the API numbers its lines.
    Gap(LogGap),
    /// So many lines were left out for a slow reader, where the API does not number its lines.
    Suppressed(u64),
}

/// Reads one. An empty line is the heartbeat, and what is no line of a log is nobody's.
pub(crate) fn read(json: &[u8]) -> Option<Received> {
    if json.is_empty() {
        return None;
    }
    let Ok(line) = serde_json::from_slice::<LogLine>(json) else {
        return serde_json::from_slice(json).ok().map(Received::Gap);
    };
    Some(match suppressed(&line) {
        Some(lines) => Received::Suppressed(lines),
        None => Received::Line(line),
    })
}

/// The words of openBalena's API in place of lines that it left out (balena-api.md §8).
fn suppressed(line: &LogLine) -> Option<u64> {
    if !line.is_system || !line.is_std_err || line.sequence.is_some() {
        return None;
    }
    let count = line.message.strip_prefix("Warning: Suppressed ")?.strip_suffix(" message(s) due to slow reading")?;
    count.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_gaps_and_warnings_are_told_apart() {
        let line =
            |more: &str| format!(r#"{{"createdAt":1,"timestamp":1,"isSystem":true,"isStdErr":true,"message":{more}}}"#);
        let warning = r#""Warning: Suppressed 12 message(s) due to slow reading""#;
        assert_eq!(read(line(warning).as_bytes()), Some(Received::Suppressed(12)));
        let numbered = line(&format!("{warning},\"sequence\":3"));
        assert!(matches!(read(numbered.as_bytes()), Some(Received::Line(_))), "the platform counts by itself");
        assert!(matches!(read(line("\"Warning: Suppressed\"").as_bytes()), Some(Received::Line(_))));
        let gap = LogGap { missed: 2, sequence: 9 };
        assert_eq!(read(br#"{"missed":2,"sequence":9}"#), Some(Received::Gap(gap)));
        assert_eq!(read(b""), None);
        assert_eq!(read(b"{}"), None);
    }
}
