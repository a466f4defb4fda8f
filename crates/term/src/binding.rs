//! What xterm-js-rs (written for xterm 4) lacks of xterm 6, and the two functions of our shim.

use js_sys::{Function, Object, Uint8Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::HtmlElement;

#[wasm_bindgen(module = "xterm")]
extern "C" {
    /// Fetches xterm.js, its style sheet and `font` (a CSS font shorthand); see `public/vendor/xterm/shim.mjs`.
    #[wasm_bindgen(catch, js_name = load)]
    pub(crate) async fn load(font: &str) -> Result<JsValue, JsValue>;

    /// `terminal.open(parent)` within a strict Content-Security-Policy.
    #[wasm_bindgen(catch, js_name = open)]
    pub(crate) fn open(terminal: &xterm_js_rs::Terminal, parent: &HtmlElement) -> Result<(), JsValue>;

    /// A terminal with the methods of xterm 6.
    #[wasm_bindgen(extends = xterm_js_rs::Terminal, js_name = Terminal)]
    pub(crate) type Screen;

    #[wasm_bindgen(method, js_name = write)]
    pub(crate) fn write_bytes(this: &Screen, data: &Uint8Array, parsed: &JsValue);

    #[wasm_bindgen(method, getter, js_name = options)]
    pub(crate) fn options(this: &Screen) -> Object;

    #[wasm_bindgen(method, js_name = onData)]
    pub(crate) fn hear_data(this: &Screen, heard: &Function) -> JsValue;

    #[wasm_bindgen(method, js_name = onBinary)]
    pub(crate) fn hear_binary(this: &Screen, heard: &Function) -> JsValue;

    #[wasm_bindgen(method, js_name = onResize)]
    pub(crate) fn hear_resize(this: &Screen, heard: &Function) -> JsValue;

    #[wasm_bindgen(method, js_name = attachCustomKeyEventHandler)]
    pub(crate) fn filter_keys(this: &Screen, decides: &Function);
}

/// Sets one property of an options object; a plain object takes any.
pub(crate) fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    // Cannot fail: the object is neither frozen nor a proxy, and xterm's own setters are called with valid values.
    let _ = js_sys::Reflect::set(object, &name.into(), &value.into());
}
