//! Keeps the height of the log's viewport known.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

use super::panel::Panel;

/// Tells the panel its height now and whenever it changes.
pub(super) fn watch_height(panel: Panel) {
    let watching = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    let read = move || {
        if let Some(scroller) = panel.scroller.try_get_untracked().flatten() {
            panel.measured(f64::from(scroller.client_height()));
        }
    };
    Effect::new(move |_| {
        let Some(scroller) = panel.scroller.get() else { return };
        read();
        let changed = Closure::<dyn FnMut()>::new(read);
        // A browser without ResizeObserver keeps the first height; scrolling still shows every row.
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&scroller);
            watching.set_value(Some((observer, changed)));
        }
    });
    on_cleanup(move || {
        if let Some((observer, _)) = watching.try_update_value(Option::take).flatten() {
            observer.disconnect();
        }
    });
}
