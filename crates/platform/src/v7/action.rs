//! `POST /v7/<resource>(<key>)/canAccess`: may the caller do this to the row (balena-api.md §4).

use axum::response::Response;
use http::{HeaderMap, StatusCode};
use odata::{Request, Target};
use serde_json::{Value, json};
use store::access::Access;

use crate::auth::caller::Caller;
use crate::http::etag;
use crate::http::refusal::Refusal;
use crate::state::State;
use crate::v7::permission::{self, Permission};

/// `{"d":[{"id":N}]}` for yes, 401 for no, whether it is the row or the right that is missing.
pub(crate) async fn can_access(
    state: &State,
    caller: Option<Caller>,
    mut request: Request,
    body: &Value,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    if request.path.key.is_none() {
        return Err(Refusal::bad(format!("Malformed url: '/v7/{}/canAccess'", request.path.resource)));
    }
    let wanted = Permission::of(body).ok_or(Refusal::Empty(StatusCode::BAD_REQUEST))?;
    let access = caller.map_or(Access::Guest, |caller| caller.access);
    let resource = request.path.resource.clone();
    request.path.target = Target::Rows;
    request.options.select = Some(vec!["id".to_owned()]);
    let rows = state.store.odata(access, request).await?;
    let id = rows.get(0).and_then(|row| row.get("id")).and_then(Value::as_i64).ok_or(Refusal::Unauthorized)?;
    let name = resource.clone();
    let may_change = state.store.read(move |c| store::write::may_change(c, access, &name, id)).await?;
    if !wanted.is_granted(&|action| permission::has(access, &resource, action, may_change)) {
        return Err(Refusal::Unauthorized);
    }
    let body: Value = json!({ "d": rows });
    Ok(etag::json(headers, body.to_string().into_bytes()))
}
