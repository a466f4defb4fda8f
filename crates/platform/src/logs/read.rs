//! `GET /device/v2/:uuid/logs`: history as JSON, or with `?stream=1` history and what comes as NDJSON.

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use http::{HeaderValue, header};
use store::clock::now_ms;
use store::logs::read;

use crate::auth::caller::Person;
use crate::auth::standing::{Right, Standing};
use crate::http::refusal::Refusal;
use crate::log_hub::chunk::Form;
use crate::logs::asked::{Asked, parse};
use crate::logs::follow::Follower;
use crate::logs::history;
use crate::logs::reader::Reader;
use crate::state::Shared;
use crate::visible::visible;

pub(crate) async fn answer(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    person: Person,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let asked = parse(query.as_deref().unwrap_or_default(), now_ms())?;
    let device = visible(&state, person.caller.access, &uuid)
        .await?
        .ok_or_else(|| Refusal::not_found(format!("No device with uuid {uuid}")))?;
    if asked.stream {
        let standing = Standing::new(&state, &person.caller, Right::See { device });
        return stream(state, device, &asked, standing).await;
    }
    let (position, newest) = begin(&state, device, &asked).await?;
    let reader = Reader { state, device, position, form: asked.form };
    history::answer(reader, asked.until.map_or(newest, |until| until.min(newest))).await
}

async fn stream(state: Shared, device: i64, asked: &Asked, standing: Standing) -> Result<Response, Refusal> {
    // Before the position is read: a line written in between is heard of.
    let feed = state.logs.follow(device);
    let (position, newest) = begin(&state, device, asked).await?;
    let reader = Reader { state, device, position, form: asked.form };
    // Who resumes by number is told where the stream begins, so that it can before the first line.
    let opening = match (asked.form, asked.after) {
        (Form::Numbered, None) => Some(reader.gap(0).into()),
        _ => None,
    };
    let is_caught_up = position == newest && asked.after.is_none();
    let follower = Follower { reader, feed, opening, is_caught_up };
    let mut response = Body::from_stream(follower.into_stream().take_until(Box::pin(standing.ended()))).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// The position to begin after, and the newest line's number.
async fn begin(state: &Shared, device: i64, asked: &Asked) -> Result<(u64, u64), Refusal> {
    let (wanted, since, keep) = (asked.wanted, asked.since, state.config.log_lines_per_device);
    let found = match asked.after {
        Some(after) => state.store.read(move |c| Ok((after, read::newest(c, device)?))).await,
        None => state.store.read(move |c| read::history(c, device, wanted, since, keep)).await,
    };
    Ok(found?)
}
