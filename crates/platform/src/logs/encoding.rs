//! A log stream is gzip if it says so, and else as it stands, whatever it says.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header;

/// Takes other encodings' names off a log stream, as the original reads past them. To stand before what decompresses.
pub(crate) async fn gzip_or_plain(mut request: Request, next: Next) -> Response {
    if request.uri().path().ends_with("/log-stream")
        && request.headers().get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "gzip")
    {
        request.headers_mut().remove(header::CONTENT_ENCODING);
    }
    next.run(request).await
}
