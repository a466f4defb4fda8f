//! What a bench asks beside the gateway: how much was written, and to begin.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::world::World;

/// `GET /flood/written`.
#[derive(Debug, Serialize)]
struct Written {
    /// Of all devices.
    lines: u64,
    /// By uuid, in the order of their numbers.
    devices: BTreeMap<String, u64>,
}

async fn written(State(world): State<Arc<World>>) -> Json<Written> {
    let each = world.written();
    let devices = (0..world.devices).map(|number| (World::uuid(number), each)).collect();
    Json(Written { lines: each * world.devices, devices })
}

async fn start(State(world): State<Arc<World>>) {
    world.start();
}

pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new().route("/flood/written", get(written)).route("/flood/start", get(start)).with_state(world)
}
