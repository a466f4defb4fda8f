//! What a browser's exceptions mean for the vault.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::error::VaultError;

/// While a file or a folder is opened or removed.
pub(crate) fn opening(thrown: &JsValue) -> VaultError {
    match name(thrown).as_str() {
        // Browsers differ in which one says that another tab has the file open.
        "NoModificationAllowedError" | "InvalidStateError" => VaultError::HeldElsewhere,
        _ => using(thrown),
    }
}

/// While an open file is read or written.
pub(crate) fn using(thrown: &JsValue) -> VaultError {
    match name(thrown).as_str() {
        "QuotaExceededError" => VaultError::Full,
        "SecurityError" | "NotAllowedError" => VaultError::Blocked,
        // The person cleared the site's data, or the file was closed.
        "NotFoundError" | "InvalidStateError" => VaultError::LetGo,
        name => VaultError::Failed(format!("{name}: {}", text(thrown, "message"))),
    }
}

/// Whether what was to be removed is not there.
pub(crate) fn is_absent(thrown: &JsValue) -> bool {
    name(thrown) == "NotFoundError"
}

fn name(thrown: &JsValue) -> String {
    text(thrown, "name")
}

fn text(thrown: &JsValue, key: &str) -> String {
    Reflect::get(thrown, &key.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}
