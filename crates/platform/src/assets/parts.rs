//! Files that come in parts: `beginUpload` gives an address for each part, `commitUpload` makes the parts one file.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, TryStreamExt as _};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::access::Access;
use store::assets::PendingUpload;
use store::clock::now_ms;
use store::write::{OdataMethod, Upload};
use tokio::fs::{self, File};
use tokio_util::io::ReaderStream;

use crate::asset_files::LARGEST;
use crate::assets::form::refused;
use crate::assets::{link, received};
use crate::hex::{hex, random_hex};
use crate::http::refusal::Refusal;
use crate::state::{Shared, State as Platform};

/// The smallest part but the last, and what a part is if nobody says, in bytes.
const PART: u64 = 5 * 1024 * 1024;
/// Parts that are not committed by then are forgotten, in milliseconds.
const KEPT: i64 = 7 * 24 * 60 * 60 * 1_000;
/// How many uploads one asset may have under way.
const MOST_UPLOADS: u32 = 10;

/// The row an action is about, if the caller may change it.
pub(super) async fn asset(state: &Platform, access: Access, request: odata::Request) -> Result<i64, Refusal> {
    let found = state.store.read(move |connection| store::assets::writable(connection, access, &request)).await?;
    found.ok_or(Refusal::Unauthorized)
}

pub(super) async fn begin(
    state: &Platform,
    asset: i64,
    headers: &HeaderMap,
    body: &Value,
) -> Result<Response, Refusal> {
    let invalid = || Refusal::bad("Invalid begin upload payload");
    let (field, file) =
        body.as_object().filter(|body| body.len() == 1).and_then(|body| body.iter().next()).ok_or_else(invalid)?;
    let file = file.as_object().ok_or_else(invalid)?;
    let known = ["filename", "content_type", "size", "chunk_size"];
    let text = |name: &str| file.get(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(invalid);
    let number = |name: &str| file.get(name).and_then(Value::as_u64);
    if file.keys().any(|name| !known.contains(&name.as_str()))
        || file.get("chunk_size").is_some_and(|size| !size.is_number())
    {
        return Err(invalid());
    }
    let (filename, content_type, size) =
        (text("filename")?, text("content_type")?, number("size").ok_or_else(invalid)?);
    if field != "asset" {
        return Err(Refusal::bad(format!("The provided field '{field}' is not a valid webresource")));
    }
    let chunk_size = number("chunk_size").unwrap_or(PART);
    if chunk_size < PART {
        return Err(Refusal::bad("Chunk size is too small"));
    }
    if size > LARGEST {
        return Err(Refusal::bad(format!("File size exceeded the limit of {LARGEST} bytes.")));
    }
    let upload = PendingUpload { uuid: random_hex(16), filename, content_type, size, chunk_size };
    let uuid = upload.uuid.clone();
    let folder = state.assets.parts(&uuid).ok_or(Refusal::Internal)?;
    fs::create_dir_all(&folder).await.map_err(|error| Refusal::disk(&error))?;
    let parts = upload.parts();
    let now = now_ms();
    let begun = state
        .store
        .write(move |connection| store::assets::begin(connection, asset, &upload, now + KEPT, MOST_UPLOADS))
        .await;
    if let Err(error) = begun {
        state.assets.remove_parts(&uuid).await;
        return Err(error.into());
    }
    let base = link::base(state, headers);
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(number, size)| {
            let url = link::signed(state, &base, &format!("/release-assets/uploads/{uuid}/{number}"));
            json!({ "url": url, "chunkSize": size, "partNumber": number })
        })
        .collect();
    Ok(Json(json!({ "asset": { "uuid": uuid, "uploadParts": parts } })).into_response())
}

/// One part, by its signed address alone; sent again it takes the place of the first.
pub(crate) async fn put(
    State(state): State<Shared>,
    Path((uuid, number)): Path<(String, u64)>,
    request: Request,
) -> Result<Response, Refusal> {
    if !link::is_signed(&state, request.uri().path(), request.uri().query()) {
        return Err(Refusal::Unauthorized);
    }
    let folder = state.assets.parts(&uuid).ok_or(Refusal::Unauthorized)?;
    let found = state.store.read(move |connection| store::assets::pending(connection, None, &uuid, now_ms())).await?;
    let upload = found.ok_or(Refusal::Unauthorized)?;
    let part = upload.parts().into_iter().find(|(part, _)| *part == number);
    let (_, most) = part.ok_or_else(|| Refusal::bad(format!("The upload has no part {number}.")))?;
    let mut hash = Sha256::new();
    let stream = request.into_body().into_data_stream().inspect_ok(|bytes| hash.update(bytes));
    state.assets.receive_as(stream.boxed(), most, &folder.join(number.to_string())).await.map_err(refused)?;
    let tag = format!("\"{}\"", hex(&hash.finalize()[..16]));
    Ok(([(header::ETAG, tag)], StatusCode::OK).into_response())
}

pub(super) async fn commit(
    state: &Platform,
    access: Access,
    asset: i64,
    headers: &HeaderMap,
    body: &Value,
) -> Result<Response, Refusal> {
    let upload = named(state, asset, body).await?;
    let folder = state.assets.parts(&upload.uuid).ok_or(Refusal::Unauthorized)?;
    let mut files = Vec::new();
    for (number, size) in upload.parts() {
        let path = folder.join(number.to_string());
        let there = fs::metadata(&path).await.map(|data| data.len()).ok();
        if there != Some(size) {
            return Err(Refusal::bad(format!("Part {number} has not been uploaded: it has {size} bytes.")));
        }
        files.push(path);
    }
    let whole = futures_util::stream::iter(files)
        .then(File::open)
        .map_ok(|file| ReaderStream::with_capacity(file, 256 * 1024))
        .try_flatten();
    let (file, size) = state.assets.receive(whole.boxed(), LARGEST).await.map_err(refused)?;
    let made = Upload {
        field: "asset".to_owned(),
        file: file.clone(),
        filename: upload.filename.clone(),
        content_type: upload.content_type.clone(),
        size,
    };
    let request =
        odata::Request::parse(&format!("release_asset({asset})")).map_err(|error| Refusal::internal(&error))?;
    received::write(state, access, headers, OdataMethod::Patch, request, json!({}), vec![made]).await?;
    end(state, upload.uuid.clone()).await?;
    let href = link::of_file(state, &link::base(state, headers), &file);
    let answer =
        json!({ "filename": upload.filename, "href": href, "content_type": upload.content_type, "size": size });
    Ok(Json(answer).into_response())
}

pub(super) async fn cancel(state: &Platform, asset: i64, body: &Value) -> Result<Response, Refusal> {
    let upload = named(state, asset, body).await?;
    end(state, upload.uuid).await?;
    Ok((StatusCode::NO_CONTENT, Body::empty()).into_response())
}

async fn named(state: &Platform, asset: i64, body: &Value) -> Result<PendingUpload, Refusal> {
    let uuid = body.get("uuid").and_then(Value::as_str).ok_or_else(|| Refusal::bad("Invalid uuid type"))?.to_owned();
    let found =
        state.store.read(move |connection| store::assets::pending(connection, Some(asset), &uuid, now_ms())).await?;
    found.ok_or(Refusal::Unauthorized)
}

async fn end(state: &Platform, uuid: String) -> Result<(), Refusal> {
    let ended = uuid.clone();
    state.store.write(move |connection| store::assets::end(connection, &ended)).await?;
    state.assets.remove_parts(&uuid).await;
    Ok(())
}
