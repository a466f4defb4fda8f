//! GET: rows as `{"d":[…]}`, a number for `/$count`, with an entity tag.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, Uri};
use odata::{Request, Target};
use serde_json::{Value, json};
use store::access::Access;

use crate::assets;
use crate::auth::caller::Maybe;
use crate::http::etag;
use crate::http::refusal::Refusal;
use crate::state::Shared;

pub(crate) async fn get(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Refusal> {
    let request = parse(&uri)?;
    if let Target::Action(action) = &request.path.target {
        return Err(Refusal::bad(format!("“{action}” cannot be read: use $filter or $expand on the resource")));
    }
    let access = caller.map_or(Access::Guest, |caller| caller.access);
    let mut answer = state.store.odata(access, request.clone()).await?;
    if let Value::Array(rows) = &mut answer {
        assets::link::complete(&state, &headers, &request, rows);
    }
    let body = serde_json::to_vec(&json!({ "d": answer })).map_err(|error| Refusal::internal(&error))?;
    Ok(etag::json(&headers, body))
}

/// The request as it stands in the URL, still encoded: the dialect is read that way (balena-api.md §5).
pub(crate) fn parse(uri: &Uri) -> Result<Request, Refusal> {
    let path = uri.path().get("/v7/".len()..).unwrap_or_default();
    let query = without_key(uri.query().unwrap_or_default());
    let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    Request::parse(&url).map_err(|error| Refusal::bad(format!("Malformed url: '/{url}': {error}")))
}

/// The API key is the caller's, not the query's; and it is not repeated in an error.
fn without_key(query: &str) -> String {
    query.split('&').filter(|pair| !pair.starts_with("apikey=")).collect::<Vec<_>>().join("&")
}
