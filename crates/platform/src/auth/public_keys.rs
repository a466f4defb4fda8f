//! `GET /auth/v1/public-keys/:username`: the SSH keys with which a person may enter a device, for the device's sshd.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header;
use store::access::Access;
use store::users;

use crate::auth::caller::Key;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// One key a line; nothing for a person who may not command the device. A person's own key reads their own.
pub(crate) async fn of(
    State(state): State<Shared>,
    Key(caller): Key,
    Path(username): Path<String>,
) -> Result<Response, Refusal> {
    let keys = match caller.access {
        Access::Device { device, .. } => {
            state.store.read(move |connection| users::public_keys(connection, &username, device)).await?
        }
        Access::User { user, .. } => {
            state
                .store
                .read(move |connection| {
                    let own = users::by_id(connection, user)?.filter(|own| own.username == username);
                    own.map_or(Ok(Vec::new()), |own| users::own_public_keys(connection, own.id))
                })
                .await?
        }
        Access::System | Access::Provisioning { .. } | Access::VpnService | Access::Guest => {
            return Err(Refusal::Unauthorized);
        }
    };
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], keys.join("\n")).into_response())
}
