//! `POST /v7/<resource>(<key>)/canAccess`: may the caller do this to the row (balena-api.md §4).

use axum::response::Response;
use http::HeaderMap;
use odata::{Request, Target};
use serde_json::{Value, json};
use store::access::Access;

use crate::auth::caller::Caller;
use crate::http::etag;
use crate::http::refusal::Refusal;
use crate::state::State;

/// A person may do to what they see all that is asked here: tunnels, supervisor requests, reads and writes.
/// A device may read itself.
pub(crate) async fn can_access(
    state: &State,
    caller: Option<Caller>,
    mut request: Request,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let access = caller.map_or(Access::Guest, |caller| caller.access);
    if !matches!(access, Access::User { .. } | Access::Device { .. }) {
        return Err(Refusal::Unauthorized);
    }
    request.path.target = Target::Rows;
    request.options.select = Some(vec!["id".to_owned()]);
    let rows = state.store.odata(access, request).await?;
    if rows.as_array().is_none_or(Vec::is_empty) {
        return Err(Refusal::Unauthorized);
    }
    let body: Value = json!({ "d": rows });
    Ok(etag::json(headers, body.to_string().into_bytes()))
}
