//! Log lines as devices write them.

use std::fmt::Write as _;

use bytes::Bytes;

/// So long a message, as container logs are.
const WORDS: &str = "GET /api/v1/readings?sensor=outside 200 in 12 ms, 1432 bytes, upstream 10.0.3.17:8080";

pub(crate) fn message(number: u64) -> String {
    format!("{number:08} {WORDS}")
}

/// NDJSON as a device sends it.
pub(crate) fn sent(numbers: std::ops::Range<u64>) -> Bytes {
    let mut text = String::new();
    for number in numbers {
        let message = message(number);
        writeln!(text, "{{\"timestamp\":{number},\"message\":\"{message}\",\"serviceId\":3}}").unwrap();
    }
    text.into()
}

/// NDJSON as readers get it.
pub(crate) fn read(numbers: std::ops::Range<u64>) -> Bytes {
    let mut text = String::new();
    for number in numbers {
        let message = message(number);
        writeln!(
            text,
            "{{\"createdAt\":1795341600000,\"timestamp\":{number},\"isSystem\":false,\"isStdErr\":false,\"serviceId\":3,\
             \"message\":\"{message}\"}}"
        )
        .unwrap();
    }
    text.into()
}
