//! Files that come with a write: the row keeps what they are called, the file itself lies beside the database.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::changes::Changes;
use crate::error::StoreError;
use crate::model_description::resource::{Kind, Resource, Write};

use super::values::Values;

/// A file that is on the disk already, for a field of the row that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The field it is for.
    pub field: String,
    /// The file's name on the disk; nobody outside sees it.
    pub file: String,
    pub filename: String,
    pub content_type: String,
    /// In bytes.
    pub size: u64,
}

/// The field's value is the file. Files of other fields are no part of the write.
pub(super) fn set(resource: &Resource, uploads: &[Upload], values: &mut Values) -> Result<(), StoreError> {
    for upload in uploads {
        let field = resource.field(&upload.field).filter(|field| field.kind == Kind::WebResource);
        let Some(field) = field.filter(|field| field.write == Write::Always) else { continue };
        if upload.filename.chars().count() > 255 || upload.content_type.chars().count() > 129 {
            return Err(StoreError::rule(
                "It is necessary that each release asset that has an asset, has an asset that has a Filename (Type) that \
                 has a Length (Type) that is less than or equal to 255 and has a Content Type (Type) that has a Length \
                 (Type) that is less than or equal to 129.",
            ));
        }
        let asset = serde_json::json!({
            "filename": upload.filename, "href": upload.file, "content_type": upload.content_type, "size": upload.size,
        });
        values.set(field.name, asset.to_string());
    }
    Ok(())
}

/// A file that is being replaced has no row from now on.
pub(super) fn replace(
    connection: &Connection,
    resource: &Resource,
    id: i64,
    values: &Values,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    for field in resource.fields.iter().filter(|field| field.kind == Kind::WebResource && values.has(field.name)) {
        let sql = format!("SELECT \"{0}\" ->> 'href' FROM \"{1}\" WHERE id = ?1", field.name, resource.name);
        let file: Option<Value> = connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
        if let Some(Value::Text(file)) = file {
            changes.remove_file(Some(file));
        }
    }
    Ok(())
}
