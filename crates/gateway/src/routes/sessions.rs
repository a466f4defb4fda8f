//! `/sessions`: where else the person is signed in, and ending it (`wire::account`).

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, header};
use model::timestamp::Timestamp;
use wire::account::SessionEntry;

use crate::guard;
use crate::reply::Refusal;
use crate::state::{Caller, Gateway};

/// `GET /sessions`.
pub(crate) async fn list(State(gateway): State<Gateway>, Caller(session): Caller) -> Response {
    let moment = |seconds: i64| Timestamp::from_millis(seconds.saturating_mul(1_000));
    let own = gateway.sessions.of_user(session.user.id).into_iter();
    let entries: Vec<_> = own
        .map(|(id, known)| SessionEntry {
            is_current: id == session.id,
            id,
            browser: known.browser,
            address: known.address,
            since: moment(known.since),
            last_seen: moment(known.last_seen),
            expires: moment(known.end),
        })
        .collect();
    ([(header::CACHE_CONTROL, "no-store")], Json(entries)).into_response()
}

/// `DELETE /sessions/:id`: one of the person's own; the present one is ended by signing out.
pub(crate) async fn end(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Caller(session): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    guard::check_unsafe(&gateway.config, &Method::DELETE, &headers)?;
    if id == session.id {
        return Err(Refusal::new(StatusCode::CONFLICT, "This is the session you are in: sign out to end it."));
    }
    let own = gateway.sessions.of_user(session.user.id);
    if !own.iter().any(|(known, _)| *known == id) {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "That session has ended already."));
    }
    end_all(&gateway, [id])?;
    Ok(Json(()).into_response())
}

/// `DELETE /sessions`: all of the person's but this one.
pub(crate) async fn end_others(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Caller(session): Caller,
) -> Result<Response, Refusal> {
    guard::check_unsafe(&gateway.config, &Method::DELETE, &headers)?;
    end_all(&gateway, others(&gateway, session.user.id, &session.id))?;
    Ok(Json(()).into_response())
}

/// The person's sessions but one.
pub(super) fn others(gateway: &Gateway, user: i64, but: &str) -> Vec<String> {
    gateway.sessions.of_user(user).into_iter().map(|(id, _)| id).filter(|id| id != but).collect()
}

/// Ends sessions for good, with their sockets and terminals.
pub(super) fn end_all(gateway: &Gateway, ids: impl IntoIterator<Item = String>) -> Result<(), Refusal> {
    for id in ids {
        gateway.sessions.revoke_known(&id).map_err(|error| {
            tracing::error!(%error, "an ended session could not be written");
            Refusal::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The server could not write down that the session has ended: its disk may be full.",
            )
        })?;
        gateway.terminals.close_all_of(&id);
    }
    Ok(())
}
