//! Watches the size of the scroller and the width of the page.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};

/// Below this width rows take their narrow form (look.md §1).
const NARROW: &str = "(max-width: 767px)";

/// Keeps `height` at the inner height of `scroller` and `narrow` at whether the page is narrow.
pub(super) fn measure(scroller: NodeRef<html::Div>, height: RwSignal<f64>, narrow: RwSignal<bool>) {
    let watching = StoredValue::new_local(None::<(web_sys::ResizeObserver, Closure<dyn FnMut()>)>);
    let read = move || {
        if let Some(scroller) = scroller.get_untracked() {
            height.set(f64::from(scroller.client_height()));
        }
        narrow.set(is_narrow());
    };
    Effect::new(move |_| {
        let Some(element) = scroller.get() else { return };
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
}

/// Whether the page is too narrow for columns.
pub(super) fn is_narrow() -> bool {
    window().match_media(NARROW).ok().flatten().is_some_and(|query| query.matches())
}
