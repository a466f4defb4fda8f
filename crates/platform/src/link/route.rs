//! `GET /device/v2/:uuid/link`: the WebSocket by which a device is connected (in the place of Cloudlink).

use std::sync::Arc;

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use link::platform::Link;

use crate::auth::caller::Key;
use crate::auth::own;
use crate::auth::standing::{Right, Standing};
use crate::http::refusal::Refusal;
use crate::link::presence;
use crate::route_table::Routes;
use crate::state::Shared;

/// Devices are many and their links mostly idle: a small buffer each (the library's own default is 128 KiB).
const READ_BUFFER: usize = 4_096;
/// A message of the link is at most 32 KiB and a header.
const MAX_MESSAGE: usize = 256 * 1024;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/device/v2/{uuid}/link", take)
}

async fn take(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    Key(caller): Key,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let device = own::device(&state, &caller, &uuid).await?;
    let upgrade = upgrade.read_buffer_size(READ_BUFFER).max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE);
    let standing = Standing::new(&state, &caller, Right::Hold);
    let tasks = state.tasks.clone();
    // Counted among the platform's tasks, so that a shutdown waits until the last word is written.
    Ok(upgrade.on_upgrade(move |socket| tasks.track_future(carry(state, device, socket, standing))))
}

async fn carry(state: Shared, device: i64, socket: WebSocket, standing: Standing) {
    let (link, driver) = Link::accept(socket);
    let turn = state.links.replace(device, link.clone());
    // Driven apart from its bookkeeping, so that a slow disk never holds up the link.
    let shared = Arc::clone(&state);
    let driven = state.tasks.spawn(async move {
        tokio::select! {
            () = driver.run() => {}
            () = standing.ended() => tracing::info!(device, "a device's link ends: its key is good no longer"),
            () = shared.shutdown.cancelled() => {}
        }
    });
    presence::record(&state, device).await;
    let _ = driven.await;
    drop(link);
    if state.links.remove(device, turn) {
        presence::record(&state, device).await;
    }
}
