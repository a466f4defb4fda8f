//! The worker's side of the browser: messages, the clock, the zone.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::tell::Tell;

/// The worker itself; none outside of one.
fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Tells the page.
pub(crate) fn tell(tell: &Tell) {
    if let (Some(scope), Ok(text)) = (scope(), serde_json::to_string(tell)) {
        // A page that has gone does not listen.
        let _ = scope.post_message(&text.into());
    }
}

/// Hands the page an object that is no text.
pub(crate) fn hand_over(object: &js_sys::Object) {
    if let Some(scope) = scope() {
        let _ = scope.post_message(object);
    }
}

/// Hears every message of the page for the worker's life.
pub(crate) fn listen(mut hear: impl FnMut(String) + 'static) {
    let Some(scope) = scope() else { return };
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            hear(text);
        }
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
}

/// Milliseconds since the Unix epoch.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 200 million years")]
pub(crate) fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Minutes east of UTC at a time.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a date in ms and an offset in minutes are small"
)]
pub(crate) fn offset_minutes(at_ms: i64) -> i64 {
    let west = js_sys::Date::new(&(at_ms as f64).into()).get_timezone_offset();
    -(west as i64)
}
