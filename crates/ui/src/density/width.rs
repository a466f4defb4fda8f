//! Keeps the width of the bars' place known.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};

/// Whole px, now and whenever it changes; 0 until it stands on the page.
pub(super) fn width_of(track: NodeRef<html::Div>) -> Signal<f64> {
    let width = RwSignal::new(0.0_f64);
    let watching = StoredValue::new_local(None::<(web_sys::ResizeObserver, Closure<dyn FnMut()>)>);
    let read = move || {
        if let Some(track) = track.try_get_untracked().flatten() {
            let _ = width.try_set(f64::from(track.client_width()));
        }
    };
    Effect::new(move |_| {
        let Some(element) = track.get() else { return };
        read();
        let changed: Closure<dyn FnMut()> = Closure::new(read);
        if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            watching.set_value(Some((observer, changed)));
        }
    });
    on_cleanup(move || {
        if let Some((observer, _)) = watching.try_update_value(Option::take).flatten() {
            observer.disconnect();
        }
    });
    width.into()
}
