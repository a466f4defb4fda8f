//! A device's log as it is now, as one JSON array: page by page, however long.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header;
use store::error::StoreError;

use crate::http::refusal::Refusal;
use crate::logs::reader::Reader;

/// The lines after the reader's position up to `until`.
pub(crate) async fn answer(mut reader: Reader, until: u64) -> Result<Response, Refusal> {
    // Read before the head is sent: what goes wrong is said by the status.
    let first = next(&mut reader, until).await?;
    let opening = Bytes::from(first.map_or_else(|| b"[".to_vec(), |page| array_part(b'[', &page)));
    let content_type = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    if reader.position >= until {
        return Ok((content_type, [&opening[..], b"]"].concat()).into_response());
    }
    let rest = futures_util::stream::unfold(Some(reader), move |reader| async move {
        let mut reader = reader?;
        match next(&mut reader, until).await {
            Ok(Some(page)) => Some((Ok(array_part(b',', &page).into()), Some(reader))),
            Ok(None) => Some((Ok(Bytes::from_static(b"]")), None)),
            Err(error) => Some((Err(std::io::Error::other(error)), None)),
        }
    });
    let opening = futures_util::stream::iter([Ok::<_, std::io::Error>(opening)]);
    Ok((content_type, Body::from_stream(opening.chain(rest))).into_response())
}

async fn next(reader: &mut Reader, until: u64) -> Result<Option<Bytes>, StoreError> {
    if reader.position >= until { Ok(None) } else { reader.page(until).await }
}

/// Lines as members of an array, after `before`.
fn array_part(before: u8, lines: &[u8]) -> Vec<u8> {
    let lines = lines.strip_suffix(b"\n").unwrap_or(lines);
    let mut part = Vec::with_capacity(lines.len() + 1);
    part.push(before);
    part.extend(lines.iter().map(|byte| if *byte == b'\n' { b',' } else { *byte }));
    part
}
