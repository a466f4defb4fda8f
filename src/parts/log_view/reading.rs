//! Reading line by line: rows take the focus one after the other, and what is new is counted aloud now and then.

use std::time::Duration;

use leptos::prelude::*;
use model::figure;
use ui::announcer::use_announcer;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::panel::Panel;
use super::row::row_id;

/// How often new lines are counted aloud.
const SAY_EVERY: Duration = Duration::from_secs(10);

/// While the mode is on, the focus goes where the mark goes.
pub(super) fn use_reading(panel: Panel) {
    let announcer = use_announcer();
    let counted = StoredValue::new((0_u64, 0_u32));
    let count = move || panel.drawn.with_untracked(|shown| (shown.next, shown.levels[3]));
    Effect::new(move |was: Option<bool>| {
        let is_on = panel.reading.get();
        if is_on && was == Some(false) {
            panel.wrap.set(true);
            counted.set_value(count());
            panel.step(logs::desk::step::Target::Row, false);
        }
        is_on
    });
    Effect::new(move |_| {
        // The row is drawn before it can have the focus.
        panel.drawn.track();
        if let (true, Some(number)) = (panel.reading.get(), panel.marked.get()) {
            request_animation_frame(move || {
                let row = document().get_element_by_id(&row_id(number));
                if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok())
                    && document().active_element().as_ref() != Some(row.as_ref())
                {
                    // A row that left meanwhile takes no focus.
                    let _ = row.focus();
                }
            });
        }
    });
    let say = move || {
        if !panel.reading.get_untracked() {
            return;
        }
        let (next, errors) = count();
        let (before, errors_before) = counted.get_value();
        counted.set_value((next, errors));
        let (new, bad) = (next.saturating_sub(before), errors.saturating_sub(errors_before));
        if before > 0 && new > 0 {
            let lines = figure::counted(new, "new line", "new lines");
            announcer.say(match bad {
                0 => lines,
                bad => format!("{lines}, {}", figure::counted(u64::from(bad), "error", "errors")),
            });
        }
    };
    if let Ok(handle) = set_interval_with_handle(say, SAY_EVERY) {
        on_cleanup(move || handle.clear());
    }
}
