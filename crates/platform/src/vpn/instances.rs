//! `service_instance`: a VPN service registers its instances and says that they are alive; people may look.

use std::net::IpAddr;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use odata::Request;
use serde::Deserialize;
use serde_json::{Value, json};
use store::access::Access;
use store::service_instances;

use crate::auth::caller::Caller;
use crate::http::refusal::Refusal;
use crate::state::State as Platform;

/// The resource's name.
pub(crate) const RESOURCE: &str = "service_instance";

#[derive(Deserialize)]
struct Row {
    id: i64,
}

/// 201 with the id, which is all the service may read. Without an address it is where the request came from.
pub(crate) async fn register(
    state: &Platform,
    caller: Option<&Caller>,
    peer: Option<IpAddr>,
    body: &Value,
) -> Result<Response, Refusal> {
    check(caller)?;
    let address = match address(body)? {
        Some(address) => address,
        None => peer.ok_or_else(invalid)?,
    };
    let address = address.to_string();
    let id = state.store.write(move |connection| service_instances::register(connection, &address)).await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

/// `PATCH`: `{"is_alive":true}` is a heartbeat, `{"ip_address":"…"}` a move.
pub(crate) async fn patch(
    state: &Platform,
    caller: Option<&Caller>,
    mut request: Request,
    body: &Value,
) -> Result<StatusCode, Refusal> {
    check(caller)?;
    let is_alive = match body.get("is_alive") {
        Some(said) => said.as_bool() == Some(true),
        None if body.get("ip_address").is_none() => return Err(Refusal::bad("No fields to update")),
        None => false,
    };
    let address = address(body)?.map(|address| address.to_string());
    request.options.select = Some(vec!["id".to_owned()]);
    let found = state.store.odata(Access::System, request).await?;
    let found: Vec<Row> = serde_json::from_value(found).map_err(|error| Refusal::internal(&error))?;
    let written = state.store.write(move |connection| {
        found.iter().try_for_each(|row| {
            if let Some(address) = &address {
                service_instances::set_address(connection, row.id, address)?;
            }
            if is_alive { service_instances::is_alive(connection, row.id) } else { Ok(()) }
        })
    });
    written.await?;
    Ok(StatusCode::OK)
}

fn check(caller: Option<&Caller>) -> Result<(), Refusal> {
    let is_service = caller.is_some_and(|caller| caller.access == Access::VpnService);
    if is_service { Ok(()) } else { Err(Refusal::Unauthorized) }
}

fn address(body: &Value) -> Result<Option<IpAddr>, Refusal> {
    match body.get("ip_address") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => text.parse().map(Some).map_err(|_| invalid()),
        Some(_) => Err(Refusal::Empty(StatusCode::BAD_REQUEST)),
    }
}

fn invalid() -> Refusal {
    Refusal::bad("Invalid ip address")
}
