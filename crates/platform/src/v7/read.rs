//! GET: rows as `{"d":[…]}`, a number for `/$count`; with an entity tag when they are few, in parts when they are many.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use serde_json::{Value, json};
use store::access::Access;
use store::{RowsText, StoreError};
use tokio::sync::mpsc::Receiver;

use crate::assets;
use crate::auth::caller::Maybe;
use crate::http::etag;
use crate::http::refusal::Refusal;
use crate::state::Shared;
use crate::v7::asked::Asked;

pub(crate) async fn get(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Refusal> {
    let Asked { model, request } = Asked::of(&uri)?;
    let access = caller.map_or(Access::Guest, |caller| caller.access);
    if assets::link::is_concerned(&request) {
        let mut answer = state.store.odata(access, request.clone()).await?;
        if let Value::Array(rows) = &mut answer {
            assets::link::complete(&state, &headers, &request, rows);
        }
        let body = serde_json::to_vec(&json!({ "d": answer })).map_err(|error| Refusal::internal(&error))?;
        return Ok(etag::json(&headers, body));
    }
    match state.store.odata_text(model, access, request).await? {
        RowsText::Whole(text) => {
            let mut body = Vec::with_capacity(text.len() + 8);
            body.extend_from_slice(BEFORE);
            body.extend_from_slice(&text);
            body.extend_from_slice(AFTER);
            Ok(etag::json(&headers, body))
        }
        RowsText::Parts(parts) => Ok(in_parts(parts)),
    }
}

const BEFORE: &[u8] = b"{\"d\":";
const AFTER: &[u8] = b"}";

enum Next {
    Before,
    Part,
    End,
}

/// The rows as they are read. What breaks on the way breaks the connection: the head is out already.
fn in_parts(parts: Receiver<Result<Vec<u8>, StoreError>>) -> Response {
    let body = stream::unfold((parts, Next::Before), |(mut parts, next)| async move {
        match next {
            Next::Before => Some((Ok(Bytes::from_static(BEFORE)), (parts, Next::Part))),
            Next::Part => match parts.recv().await {
                Some(Ok(part)) => Some((Ok(Bytes::from(part)), (parts, Next::Part))),
                Some(Err(error)) => Some((Err(error), (parts, Next::End))),
                None => Some((Ok(Bytes::from_static(AFTER)), (parts, Next::End))),
            },
            Next::End => None,
        }
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (StatusCode::OK, headers, Body::from_stream(body)).into_response()
}
