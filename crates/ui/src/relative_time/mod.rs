//! How long ago something was, in words, with the exact instant behind it.

mod words;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

pub use self::words::{ago, span};

/// `<time>` saying "now", "4 s", "2 min", "3 h", "2 d"; hover shows the exact local date and time. `at` and `now` are milliseconds
/// since the Unix epoch; an unknown `at` is "—". `suffix` is said after it unless it is "now" (" ago").
#[component]
pub fn RelativeTime(
    #[prop(into)] at: Signal<Option<i64>>,
    #[prop(into)] now: Signal<i64>,
    #[prop(optional)] suffix: &'static str,
) -> impl IntoView {
    let words = Memo::new(move |_| match at.get() {
        None => "—".to_owned(),
        Some(at) => match ago(now.get() - at) {
            words if words == "now" => words,
            words => format!("{words}{suffix}"),
        },
    });
    let date = move || at.get().map(date);
    view! {
        <time
            datetime=move || date().map(|date| date.to_iso_string().as_string())
            title=move || date().and_then(|date| date.to_locale_string("en-GB", &JsValue::UNDEFINED).as_string())
        >
            {words}
        </time>
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of any date a device can have fit 53 bits")]
fn date(at: i64) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_f64(at as f64))
}
