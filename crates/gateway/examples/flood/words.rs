//! What the lines say: those of a file, or like what services write, each with its number, about 95 bytes.

use std::path::Path;

use crate::Failed;

/// Where messages come from.
#[derive(Debug)]
pub(crate) enum Lines {
    Numbered,
    Of(Vec<Box<str>>),
}

impl Lines {
    pub(crate) fn read(file: Option<&Path>) -> Result<Self, Failed> {
        let Some(file) = file else { return Ok(Self::Numbered) };
        let lines: Vec<Box<str>> = std::fs::read_to_string(file)?.lines().map(Into::into).collect();
        if lines.is_empty() { Err("the file has no lines".into()) } else { Ok(Self::Of(lines)) }
    }

    /// The message of line `n`; the first is line 1.
    pub(crate) fn message(&self, n: u64) -> String {
        match self {
            Self::Numbered => message(n),
            Self::Of(lines) => {
                let at = usize::try_from(n.saturating_sub(1) % lines.len() as u64).unwrap_or_default();
                lines.get(at).map_or_else(String::new, ToString::to_string)
            }
        }
    }
}

fn message(n: u64) -> String {
    // Any number that looks like none.
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let (ms, small) = (mixed % 480, mixed % 7);
    match mixed % 16 {
        0 => format!(
            "WARN  queue is {ms} deep, consumer={small} falls behind, shedding nothing yet, n={n} shard={small}"
        ),
        1 => {
            format!("ERROR upstream timed out after {ms} ms, attempt={small} of 7, will try again with back-off, n={n}")
        }
        2 => format!("DEBUG cache refill took {ms} us for 128 keys, evicted={small}, n={n} generation={mixed:06x} ok"),
        3 => format!(
            "{{\"level\":\"info\",\"msg\":\"sample stored\",\"sensor\":{small},\"value\":{ms}.25,\"n\":{n},\"text\":\"n={n} ok\"}}"
        ),
        4..=7 => format!(
            "INFO  GET /api/v1/measurements/{mixed:06x} 200 in {ms} ms bytes={ms}1 worker={small} n={n} keep-alive"
        ),
        8..=11 => format!(
            "temperature={small}.{ms:03} humidity=0.{ms:03} pressure=1013.{small} sensor=bme280-{small} n={n} quality=good"
        ),
        _ => format!(
            "INFO  mqtt publish topic=plant/line{small}/metrics qos=1 size={ms} n={n} id={mixed:06x} acknowledged"
        ),
    }
}
