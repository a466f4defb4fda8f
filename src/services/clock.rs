//! One clock for all: the moment, once a second.

use leptos::prelude::*;

/// The page's clock.
#[derive(Debug, Clone, Copy)]
pub struct Clock(RwSignal<i64>);

/// Starts the clock; once, by the app.
pub fn provide_clock() {
    let now = RwSignal::new(millis());
    let ticking = set_interval_with_handle(move || now.set(millis()), std::time::Duration::from_secs(1));
    if let Ok(handle) = ticking {
        on_cleanup(move || handle.clear());
    }
    provide_context(Clock(now));
}

/// Milliseconds since 1970, now, in steps of a second.
pub fn use_now() -> Signal<i64> {
    use_context::<Clock>().map_or_else(|| Signal::stored(millis()), |clock| clock.0.into())
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 200 million years")]
fn millis() -> i64 {
    js_sys::Date::now() as i64
}

/// `10:41:22` by this machine's zone.
pub fn wall(millis: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are exact in a float")]
    let date = js_sys::Date::new(&(millis as f64).into());
    format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}
