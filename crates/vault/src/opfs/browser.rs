//! What the worker asks of its browser: promises, a pause, and which parts of it there are.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// Waits for a promise.
pub(crate) async fn answer(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

/// Waits between two tries, in milliseconds.
pub(crate) async fn pause(millis: u32) {
    gloo_timers::future::TimeoutFuture::new(millis).await;
}

/// A part of `navigator`, of a page as of a worker; `None` where the browser has none, or gives none to this origin.
pub(crate) fn of_navigator(key: &str) -> Option<JsValue> {
    let navigator = member(&js_sys::global(), "navigator")?;
    member(&navigator, key)
}

/// Where the private file system is, if there is one.
pub(crate) fn storage() -> Option<StorageManager> {
    let storage = of_navigator("storage")?;
    member(&storage, "getDirectory")?;
    Some(storage.unchecked_into())
}

/// A member that is there.
pub(crate) fn member(of: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(of, &key.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}
