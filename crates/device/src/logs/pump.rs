//! A service's output, line by line, into the journal.

use tokio::io::{AsyncRead, AsyncReadExt};

use super::journal::Journal;

/// A line's bytes beyond this are dropped before they are even decoded: a character has at most four.
const MAX_LINE_BYTES: usize = 4 * (wire::log_line::MAX_MESSAGE_CHARS + 1);

/// Writes each line of `output` to the journal until it ends.
pub(crate) async fn pump(mut output: impl AsyncRead + Unpin, journal: Journal, service_id: i64, is_std_err: bool) {
    let mut line = Vec::new();
    let mut chunk = vec![0; 8 * 1_024];
    let write = |line: &mut Vec<u8>| {
        let text = String::from_utf8_lossy(line);
        journal.service(service_id, is_std_err, text.trim_end_matches('\r').to_owned());
        line.clear();
    };
    while let Ok(count @ 1..) = output.read(&mut chunk).await {
        for part in chunk[..count].split_inclusive(|byte| *byte == b'\n') {
            let (text, ended) = part.strip_suffix(b"\n").map_or((part, false), |text| (text, true));
            let room = MAX_LINE_BYTES.saturating_sub(line.len());
            line.extend_from_slice(&text[..text.len().min(room)]);
            if ended {
                write(&mut line);
            }
        }
    }
    if !line.is_empty() {
        write(&mut line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn lines_of(output: &[u8]) -> Vec<String> {
        let journal = Journal::default();
        pump(output, journal.clone(), 7, false).await;
        let mut ring = journal.ring();
        std::iter::from_fn(|| {
            let message = ring.send(0)?.message.clone();
            ring.acknowledge(1);
            Some(message)
        })
        .collect()
    }

    #[tokio::test]
    async fn output_becomes_lines_whatever_it_holds() {
        assert_eq!(lines_of(b"one\r\n\ntw\xffo\nlast").await, ["one", "", "tw\u{fffd}o", "last"]);
        let long = [vec![b'x'; 3_000_000], b"\nnext\n".to_vec()].concat();
        let lines = lines_of(&long).await;
        assert_eq!((lines[0].len(), lines[1].as_str()), (wire::log_line::MAX_MESSAGE_CHARS, "next"));
    }
}
