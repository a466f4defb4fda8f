//! A form (`multipart/form-data`) as a write: its texts are the body's fields, its files are uploads.

use axum::body::Body;
use multer::{Constraints, Field, Multipart, SizeLimit};
use serde_json::{Map, Value};
use store::write::Upload;

use crate::asset_files::{AssetFiles, LARGEST, NotKept};
use crate::http::body::MAX_BODY;
use crate::http::refusal::Refusal;

/// The field that takes a file.
const FILE: &str = "asset";

/// The fields' texts and the files, which are on the disk then. If anything is wrong, nothing stays there.
pub(super) async fn read(files: &AssetFiles, boundary: String, body: Body) -> Result<(Value, Vec<Upload>), Refusal> {
    let limits = SizeLimit::new().whole_stream(LARGEST + 2 * MAX_BODY as u64);
    let constraints = Constraints::new().size_limit(limits);
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let mut fields = Map::new();
    let mut uploads = Vec::new();
    match read_all(files, &mut form, &mut fields, &mut uploads).await {
        Ok(()) => Ok((Value::Object(fields), uploads)),
        Err(refusal) => {
            let names: Vec<_> = uploads.into_iter().map(|upload: Upload| upload.file).collect();
            files.remove(&names).await;
            Err(refusal)
        }
    }
}

async fn read_all(
    files: &AssetFiles,
    form: &mut Multipart<'_>,
    fields: &mut Map<String, Value>,
    uploads: &mut Vec<Upload>,
) -> Result<(), Refusal> {
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        match (name.as_str(), is_file) {
            (FILE, true) => uploads.push(keep(files, field).await?),
            (FILE, false) => return Err(Refusal::bad("WebResource field must be a blob.")),
            (_, true) => {}
            (_, false) => {
                fields.insert(name, Value::String(text(field).await?));
            }
        }
        if uploads.len() > 1 || fields.len() > 100 {
            return Err(Refusal::bad("A form has one file and at most 100 fields."));
        }
    }
    Ok(())
}

async fn keep(files: &AssetFiles, field: Field<'_>) -> Result<Upload, Refusal> {
    let named = field.file_name().unwrap_or_default();
    // Some browsers send the whole path.
    let filename = named.rsplit(['/', '\\']).next().unwrap_or(named).to_owned();
    let content_type = field.content_type().map_or("application/octet-stream", |mime| mime.as_ref()).to_owned();
    let (file, size) = files.receive(field, LARGEST).await.map_err(refused)?;
    Ok(Upload { field: FILE.to_owned(), file, filename, content_type, size })
}

async fn text(mut field: Field<'_>) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(Refusal::bad("A field of the form is larger than 512 KB."));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Refusal::bad("A field of the form is not UTF-8."))
}

fn broken(error: &multer::Error) -> Refusal {
    Refusal::bad(format!("The form cannot be read: {error}"))
}

pub(super) fn refused(error: NotKept) -> Refusal {
    match error {
        NotKept::Disk(error) => Refusal::disk(&error),
        error => Refusal::bad(error.to_string()),
    }
}
