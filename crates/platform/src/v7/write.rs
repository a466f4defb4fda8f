//! POST, PATCH, PUT and DELETE: written, published, and the devices it concerns are told.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri};
use odata::Target;
use serde_json::Value;
use store::Model;
use store::access::Access;
use store::doer::Doer;
use store::write::{OdataMethod, OdataWrite, Written};

use crate::auth::caller::{Caller, Maybe};
use crate::auth::peer::Peer;
use crate::http::body::Shaped;
use crate::http::refusal::Refusal;
use crate::link::orphans;
use crate::nudge;
use crate::state::Shared;
use crate::v7::action;
use crate::v7::asked::Asked;
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
    let Asked { model, request } = Asked::of(&uri)?;
    if let Target::Action(name) = &request.path.target {
        return match name.as_str() {
            "canAccess" => action::can_access(&state, caller, request, &body, &headers).await,
            _ => Err(Refusal::not_found(format!("There is no action “{name}”."))),
        };
    }
    if request.path.resource == instances::RESOURCE {
        return instances::register(&state, caller.as_ref(), peer, &body).await;
    }
    let written = write(&state, caller, OdataMethod::Post, Asked { model, request }, body).await?;
    Ok((StatusCode::CREATED, Json(written.row)).into_response())
}

pub(crate) async fn patch(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    uri: Uri,
    Shaped(body): Shaped<Value>,
) -> Result<Response, Refusal> {
    let asked = Asked::of(&uri)?;
    if asked.request.path.resource == instances::RESOURCE {
        return instances::patch(&state, caller.as_ref(), asked.request, &body).await.map(IntoResponse::into_response);
    }
    change(&state, caller, OdataMethod::Patch, asked, body).await
}

pub(crate) async fn put(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    uri: Uri,
    Shaped(body): Shaped<Value>,
) -> Result<Response, Refusal> {
    change(&state, caller, OdataMethod::Put, Asked::of(&uri)?, body).await
}

pub(crate) async fn delete(State(state): State<Shared>, Maybe(caller): Maybe, uri: Uri) -> Result<Response, Refusal> {
    change(&state, caller, OdataMethod::Delete, Asked::of(&uri)?, Value::Null).await
}

/// 200 and nothing; v6 says so in the body too, for clients that look there.
async fn change(
    state: &Shared,
    caller: Option<Caller>,
    method: OdataMethod,
    asked: Asked,
    body: Value,
) -> Result<Response, Refusal> {
    let is_v6 = asked.model == Model::V6;
    write(state, caller, method, asked, body).await?;
    Ok(if is_v6 { Json("OK").into_response() } else { StatusCode::OK.into_response() })
}

async fn write(
    state: &Shared,
    caller: Option<Caller>,
    method: OdataMethod,
    asked: Asked,
    body: Value,
) -> Result<Written, Refusal> {
    let Asked { model, request } = asked;
    if request.path.target != Target::Rows {
        return Err(Refusal::bad("Only rows can be written."));
    }
    // Keys read keys, and change none (balena-api.md §11): a stolen one can neither outlive its revocation nor revoke.
    if request.path.resource == "api_key" && caller.as_ref().is_some_and(|caller| caller.claims().is_none()) {
        return Err(Refusal::Unauthorized);
    }
    let access = caller.as_ref().map_or(Access::Guest, |caller| caller.access);
    let doer = Doer::of(access, caller.as_ref().and_then(Caller::key));
    let resource = request.path.resource.clone();
    let concerns_devices = nudge::concerns(&resource, &body);
    let asked = OdataWrite { method, request, body };
    let written = state.store.odata_write_by(doer, model, access, asked, Vec::new()).await?;
    state.publish(&written.changed);
    state.assets.remove(&written.removed_files).await;
    if method == OdataMethod::Delete && matches!(resource.as_str(), "device" | "application") {
        orphans::close(state).await?;
    }
    if concerns_devices {
        nudge::after(state, &written.changed);
    }
    Ok(written)
}
