//! Rows as a file: written a piece at a time, so that a million lines are never one text.

use js_sys::{Array, Object, Reflect};
use logs::desk::ask::Form;
use logs::export;
use logs::line::Row;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};

use crate::browser;
use crate::tell::{BLOB, FEED, ROWS};

/// A piece is closed at so many bytes.
const PIECE: usize = 1024 * 1024;

/// How rows are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writing {
    pub(crate) form: Form,
    pub(crate) is_utc: bool,
}

impl Writing {
    /// A row as a line, without its end.
    pub(crate) fn line(self, row: &Row<'_>) -> String {
        match self.form {
            Form::NdJson => export::json(row),
            Form::Text => export::line(row, if self.is_utc { 0 } else { browser::offset_minutes(row.at_ms) }),
        }
    }

    const fn media_type(self) -> &'static str {
        match self.form {
            Form::Text => "text/plain;charset=utf-8",
            Form::NdJson => "application/x-ndjson",
        }
    }
}

/// Gives the page a file of these rows.
pub(crate) fn hand_over<'a>(feed: u32, rows: impl Iterator<Item = Row<'a>>, writing: Writing) -> Result<(), JsValue> {
    let pieces = Array::new();
    let (mut piece, mut count) = (String::new(), 0_u32);
    for row in rows {
        piece.push_str(&writing.line(&row));
        piece.push('\n');
        count += 1;
        if piece.len() >= PIECE {
            pieces.push(&JsValue::from_str(&piece));
            piece.clear();
        }
    }
    pieces.push(&JsValue::from_str(&piece));
    let kind = BlobPropertyBag::new();
    kind.set_type(writing.media_type());
    let blob = Blob::new_with_str_sequence_and_options(&pieces, &kind)?;
    let object = Object::new();
    Reflect::set(&object, &BLOB.into(), &blob)?;
    Reflect::set(&object, &FEED.into(), &feed.into())?;
    Reflect::set(&object, &ROWS.into(), &count.into())?;
    browser::hand_over(&object);
    Ok(())
}
