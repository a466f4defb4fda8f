//! Answering with a file: compression, caching, and the page behind every page address: the dashboard, or the way in.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use crate::assets::files::Content;
use crate::assets::media_type::{is_content_hashed, media_type};
use crate::reply::Refusal;
use crate::state::Gateway;

/// The dashboard.
const INDEX: &str = "index.html";
/// The way in by itself.
const LOGIN: &str = "login.html";

/// `GET` and `HEAD` of anything that is not a route.
pub(crate) async fn serve(State(gateway): State<Gateway>, request: Request) -> Result<Response, Refusal> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "This address is only read."));
    }
    let path = request.uri().path().trim_start_matches('/');
    let headers = request.headers();
    let (name, content) = match gateway.assets.find(path) {
        Some(content) if path != INDEX && path != LOGIN => (path, content),
        _ if is_page(path, headers) => match (gateway.assets.find(LOGIN), path) {
            // Who is signed out need not load the dashboard to be told so; the address stays, and with it the page asked for.
            (Some(login), path) if path == "login" || gateway.session_of(headers).is_err() => (LOGIN, login),
            // A page's address: the dashboard's own routes decide what it shows.
            _ => (INDEX, gateway.assets.first_page()),
        },
        _ => return Err(Refusal::new(StatusCode::NOT_FOUND, "There is no such file.")),
    };
    Ok(answer(name, &content, request.method(), headers))
}

fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let html = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| {
        accept.split(',').any(|range| matches!(range.split(';').next().map(str::trim), Some("text/html" | "*/*")))
    });
    path == INDEX || path == LOGIN || (!last.contains('.') && html)
}

fn answer(name: &str, content: &Content, method: &Method, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", content.tag);
    let unchanged = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let brotli = content.brotli.as_ref().filter(|_| accepts_brotli(headers));
    let bytes = brotli.unwrap_or(&content.bytes);

    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else if *method == Method::HEAD {
        Body::empty().into_response()
    } else {
        Body::from(bytes.clone()).into_response()
    };
    let out = response.headers_mut();
    let caching = if is_content_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    // Which page stands at an address depends on who asks.
    let varies = if [INDEX, LOGIN].contains(&name) { "accept-encoding, cookie" } else { "accept-encoding" };
    out.insert(header::VARY, HeaderValue::from_static(varies));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    if !unchanged {
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
        out.insert(header::CONTENT_LENGTH, bytes.len().into());
        if brotli.is_some() {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
    }
    response
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("br") && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    })
}
