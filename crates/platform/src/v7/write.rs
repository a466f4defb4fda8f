//! POST, PATCH, PUT and DELETE: written, published, and the devices it concerns are told.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri};
use odata::Target;
use serde_json::Value;
use store::access::Access;
use store::write::{OdataMethod, OdataWrite, Written};

use crate::auth::caller::{Caller, Maybe};
use crate::auth::peer::Peer;
use crate::http::body::Shaped;
use crate::http::refusal::Refusal;
use crate::link::orphans;
use crate::nudge;
use crate::state::Shared;
use crate::v7::action;
use crate::v7::read::parse;
use crate::vpn::instances;

/// 201 with the row as it is now; or the answer of an action on a row.
pub(crate) async fn post(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Peer(peer): Peer,
    headers: HeaderMap,
    uri: Uri,
    Shaped(body): Shaped<Value>,
) -> Result<Response, Refusal> {
    let request = parse(&uri)?;
    if let Target::Action(name) = &request.path.target {
        return match name.as_str() {
            "canAccess" => action::can_access(&state, caller, request, &body, &headers).await,
            _ => Err(Refusal::not_found(format!("There is no action “{name}”."))),
        };
    }
    if request.path.resource == instances::RESOURCE {
        return instances::register(&state, caller.as_ref(), peer, &body).await;
    }
    let written = write(&state, caller, OdataMethod::Post, request, body).await?;
    Ok((StatusCode::CREATED, Json(written.row)).into_response())
}

pub(crate) async fn patch(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    uri: Uri,
    Shaped(body): Shaped<Value>,
) -> Result<StatusCode, Refusal> {
    let request = parse(&uri)?;
    if request.path.resource == instances::RESOURCE {
        return instances::patch(&state, caller.as_ref(), request, &body).await;
    }
    write(&state, caller, OdataMethod::Patch, request, body).await.map(|_| StatusCode::OK)
}

pub(crate) async fn put(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    uri: Uri,
    Shaped(body): Shaped<Value>,
) -> Result<StatusCode, Refusal> {
    write(&state, caller, OdataMethod::Put, parse(&uri)?, body).await.map(|_| StatusCode::OK)
}

pub(crate) async fn delete(State(state): State<Shared>, Maybe(caller): Maybe, uri: Uri) -> Result<StatusCode, Refusal> {
    write(&state, caller, OdataMethod::Delete, parse(&uri)?, Value::Null).await.map(|_| StatusCode::OK)
}

async fn write(
    state: &Shared,
    caller: Option<Caller>,
    method: OdataMethod,
    request: odata::Request,
    body: Value,
) -> Result<Written, Refusal> {
    if request.path.target != Target::Rows {
        return Err(Refusal::bad("Only rows can be written."));
    }
    // Keys read keys, and change none (balena-api.md §11): a stolen one can neither outlive its revocation nor revoke.
    if request.path.resource == "api_key" && caller.as_ref().is_some_and(|caller| caller.claims().is_none()) {
        return Err(Refusal::Unauthorized);
    }
    let access = caller.map_or(Access::Guest, |caller| caller.access);
    let resource = request.path.resource.clone();
    let written = state.store.odata_write(access, OdataWrite { method, request, body }).await?;
    state.publish(&written.changed);
    state.assets.remove(&written.removed_files).await;
    if method == OdataMethod::Delete && matches!(resource.as_str(), "device" | "application") {
        orphans::close(state).await?;
    }
    nudge::after(state, &resource, &written.changed);
    Ok(written)
}
