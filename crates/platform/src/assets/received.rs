//! A write that came with files: done in the store, and the files kept or removed with what came of it.

use http::HeaderMap;
use odata::Request;
use serde_json::Value;
use store::access::Access;
use store::write::{OdataMethod, OdataWrite, Upload};

use crate::assets::link;
use crate::http::refusal::Refusal;
use crate::state::State;

/// Writes; of a refused write no file stays.
pub(super) async fn write(
    state: &State,
    access: Access,
    headers: &HeaderMap,
    method: OdataMethod,
    request: Request,
    body: Value,
    uploads: Vec<Upload>,
) -> Result<Option<Value>, Refusal> {
    let files: Vec<String> = uploads.iter().map(|upload| upload.file.clone()).collect();
    let asked = OdataWrite { method, request: request.clone(), body };
    let written = match state.store.odata_upload(access, asked, uploads).await {
        Ok(written) => written,
        Err(error) => {
            state.assets.remove(&files).await;
            return Err(error.into());
        }
    };
    state.publish(&written.changed);
    state.assets.remove(&written.removed_files).await;
    // A PATCH of a row that is not there keeps nothing.
    if written.changed.is_empty() {
        state.assets.remove(&files).await;
    }
    let mut row = written.row;
    if let Some(row) = &mut row {
        link::complete(state, headers, &request, std::slice::from_mut(row));
    }
    Ok(row)
}
