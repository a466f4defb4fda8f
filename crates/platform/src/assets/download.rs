//! `GET` and `HEAD /release-assets/:file`, whole or in ranges: by a signed link, or by who sees the file's row.

use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use store::access::Access;
use tower_http::services::ServeFile;

use crate::assets::link;
use crate::auth::caller::Maybe;
use crate::http::refusal::Refusal;
use crate::state::Shared;

pub(crate) async fn get(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Path(file): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let missing = || Refusal::not_found("There is no such file.");
    let path = state.assets.path(&file).ok_or_else(missing)?;
    let access = if link::is_signed(&state, request.uri().path(), request.uri().query()) {
        Access::System
    } else {
        caller.map(|caller| caller.access).ok_or(Refusal::Unauthorized)?
    };
    let found = state.store.read(move |connection| store::assets::by_file(connection, access, &file)).await?;
    let asset = found.ok_or_else(missing)?;
    let answer = ServeFile::new(path).try_call(request).await.map_err(|error| Refusal::disk(&error))?;
    let mut response = answer.map(Body::new).into_response();
    let headers = response.headers_mut();
    let octets = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(&asset.content_type).unwrap_or(octets));
    // Somebody else's file is never a page of this server.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition(&asset.filename)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// `attachment; filename*=UTF-8''a%20b.txt` (RFC 8187): nothing of the name can end the header or the parameter.
fn disposition(filename: &str) -> String {
    let mut value = "attachment; filename*=UTF-8''".to_owned();
    for byte in filename.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            value.push(char::from(byte));
        } else {
            let _ = write!(value, "%{byte:02X}");
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_file_s_name_stays_in_its_parameter() {
        assert_eq!(disposition("a b\"\r\nX: y.txt"), "attachment; filename*=UTF-8''a%20b%22%0D%0AX%3A%20y.txt");
        assert_eq!(disposition("ü.bin"), "attachment; filename*=UTF-8''%C3%BC.bin");
    }
}
