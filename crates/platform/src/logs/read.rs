//! `GET /device/v2/:uuid/logs`: history as JSON, or with `?stream=1` history and what comes as NDJSON.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use model::timestamp::Timestamp;
use store::clock::now_ms;
use store::logs;

use crate::auth::caller::Person;
use crate::http::refusal::Refusal;
use crate::logs::follow::Follower;
use crate::state::Shared;
use crate::visible::visible;

/// The default and the most lines of history.
const MOST: usize = 1_000;
const DAY: i64 = 86_400_000;

/// What the query asks for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    stream: bool,
    count: Option<usize>,
    /// By the server's clock, in milliseconds since 1970.
    start: Option<i64>,
    /// Only lines after this number.
    after: Option<u64>,
}

pub(crate) async fn answer(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    person: Person,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let asked = parse(query.as_deref().unwrap_or_default())?;
    let device = visible(&state, person.caller.access, &uuid)
        .await
        .map_err(|error| Refusal::internal(&error))?
        .ok_or_else(|| Refusal::not_found(format!("No device with uuid {uuid}")))?;
    if asked.stream {
        return stream(state, device, &asked).await;
    }
    let count = asked.count.unwrap_or(MOST);
    let since = asked.start.unwrap_or(i64::MIN).max(now_ms() - 30 * DAY);
    let after = asked.after;
    let lines = match after {
        Some(after) => state.store.read(move |c| logs::after(c, device, after, count)).await,
        None => state.store.read(move |c| logs::history(c, device, count, Some(since))).await,
    };
    Ok(Json(lines.map_err(|error| Refusal::internal(&error))?).into_response())
}

async fn stream(state: Shared, device: i64, asked: &Asked) -> Result<Response, Refusal> {
    // Before the history is read: a line written in between is signalled.
    let signal = state.logs.follow(device);
    let count = asked.count.unwrap_or(0);
    let since = asked.start.unwrap_or(now_ms() - DAY).max(now_ms() - 30 * DAY);
    let (first, position) = match asked.after {
        Some(after) => (Vec::new(), after),
        None => state
            .store
            .read(move |c| {
                let last = logs::history(c, device, 1, None)?.last().and_then(|line| line.sequence);
                Ok((logs::history(c, device, count, Some(since))?, last.unwrap_or(0)))
            })
            .await
            .map_err(|error| Refusal::internal(&error))?,
    };
    let follower = Follower { state, device, position, signal, first };
    let mut response = Body::from_stream(follower.into_stream()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

fn parse(query: &str) -> Result<Asked, Refusal> {
    let mut asked = Asked::default();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "stream" => asked.stream = matches!(value, "1" | "true"),
            "count" if value == "all" => asked.count = Some(MOST),
            "count" => match value.parse::<usize>() {
                Ok(count) => asked.count = Some(count.min(MOST)),
                Err(_) => return Err(Refusal::bad("count has to be a number or “all”")),
            },
            "start" => asked.start = Some(moment(value)?),
            "after" => match value.parse() {
                Ok(after) => asked.after = Some(after),
                Err(_) => return Err(Refusal::bad("after has to be the number of a line")),
            },
            _ => {}
        }
    }
    Ok(asked)
}

fn moment(value: &str) -> Result<i64, Refusal> {
    if let Ok(millis) = value.parse::<i64>() {
        return Ok(millis);
    }
    let text = value.replace("%3A", ":").replace("%3a", ":").replace("%2B", "+");
    text.parse::<Timestamp>().map(Timestamp::millis).map_err(|error| Refusal::bad(format!("start: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_read_or_refused() {
        let asked = parse("stream=1&count=all&start=2026-11-22T10:00:00.000Z&after=7&apikey=x").unwrap();
        assert_eq!(asked, Asked { stream: true, count: Some(1_000), start: Some(1_795_341_600_000), after: Some(7) });
        assert_eq!(parse("count=99999").unwrap().count, Some(1_000));
        for bad in ["count=many", "start=yesterday", "after=-1"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
