//! Forms and upload actions on `/v7/release_asset`, taken before the JSON routes see them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{Method, StatusCode, header};
use store::access::Access;
use store::write::OdataMethod;

use crate::assets::{form, parts, received};
use crate::auth::caller::Maybe;
use crate::http::body;
use crate::http::refusal::Refusal;
use crate::state::Shared;

const PREFIXES: [&str; 2] = ["/v7/release_asset", "/v6/release_asset"];

/// What the JSON routes cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ours {
    Form(OdataMethod),
    Begin,
    Commit,
    Cancel,
}

pub(crate) async fn intercept(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let Some(ours) = ours(&request) else { return next.run(request).await };
    let (mut parts, body) = request.into_parts();
    match answer(&state, ours, &mut parts, body).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    }
}

fn ours(request: &Request) -> Option<Ours> {
    let path = request.uri().path();
    let rest = PREFIXES.iter().find_map(|prefix| path.strip_prefix(prefix))?;
    if !(rest.is_empty() || rest.starts_with('(')) {
        return None;
    }
    let is_form = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes().get(..19).is_some_and(|kind| kind.eq_ignore_ascii_case(b"multipart/form-data"))
    });
    match (request.method(), rest.rsplit_once('/').map(|(_, action)| action)) {
        (&Method::POST, None) if is_form => Some(Ours::Form(OdataMethod::Post)),
        (&Method::PATCH, None) if is_form => Some(Ours::Form(OdataMethod::Patch)),
        (&Method::PUT, None) if is_form => Some(Ours::Form(OdataMethod::Put)),
        (&Method::POST, Some("beginUpload")) => Some(Ours::Begin),
        (&Method::POST, Some("commitUpload")) => Some(Ours::Commit),
        (&Method::POST, Some("cancelUpload")) => Some(Ours::Cancel),
        _ => None,
    }
}

async fn answer(state: &Shared, ours: Ours, parts: &mut Parts, body: axum::body::Body) -> Result<Response, Refusal> {
    let Maybe(caller) = Maybe::from_request_parts(parts, state).await?;
    // Nobody unknown fills the disk.
    let Some(access @ Access::User { .. }) = caller.map(|caller| caller.access) else {
        return Err(Refusal::Unauthorized);
    };
    let url = parts.uri.path_and_query().map_or("", |both| both.as_str()).get("/v7/".len()..).unwrap_or_default();
    let headers = &parts.headers;
    if let Ours::Form(method) = ours {
        let request = parse(url)?;
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|error| Refusal::bad(error.to_string()))?;
        let (body, uploads) = form::read(&state.assets, boundary, body).await?;
        let row = received::write(state, access, headers, method, request, body, uploads).await?;
        return Ok(match method {
            OdataMethod::Post => (StatusCode::CREATED, Json(row)).into_response(),
            _ => StatusCode::OK.into_response(),
        });
    }
    let (row, _) = url.rsplit_once('/').unwrap_or_default();
    let asset = parts::asset(state, access, parse(row)?).await?;
    let bytes =
        axum::body::to_bytes(body, body::MAX_BODY).await.map_err(|_| Refusal::Empty(StatusCode::PAYLOAD_TOO_LARGE))?;
    let body: serde_json::Value = body::parse(&bytes)?;
    let state = Arc::clone(state);
    match ours {
        Ours::Begin => parts::begin(&state, asset, headers, &body).await,
        Ours::Commit => parts::commit(&state, access, asset, headers, &body).await,
        _ => parts::cancel(&state, asset, &body).await,
    }
}

fn parse(url: &str) -> Result<odata::Request, Refusal> {
    // The API key is the caller's, not the query's.
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let query: Vec<_> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("apikey=")).collect();
    let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) };
    odata::Request::parse(&url).map_err(|error| Refusal::bad(format!("Malformed url: '/{url}': {error}")))
}
