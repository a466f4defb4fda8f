//! Moments of a chart in words, by this machine's zone.

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are exact in a float")]
fn date(millis: i64) -> js_sys::Date {
    js_sys::Date::new(&(millis as f64).into())
}

/// `10:41`.
pub(super) fn clock(millis: i64) -> String {
    let date = date(millis);
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// `Tue 10:41`.
pub(super) fn day_and_clock(millis: i64) -> String {
    let day = DAYS.get(date(millis).get_day() as usize).copied().unwrap_or_default();
    format!("{day} {}", clock(millis))
}
