//! A floating layer beside its anchor, in the browser's top layer so that nothing clips it.

mod place;

use leptos::{html, prelude::*};

pub use self::place::Align;
use self::place::{Rect, place};

/// Shows `children` beside `anchor` while it is mounted; `on_dismiss` answers a press outside, a scroll of the page or a resize.
/// The caller mounts it when open, handles keys, gives the role by the element inside, and moves the focus in `on_shown`: that runs
/// in the task that opened it, so that no key pressed next goes to the anchor.
#[component]
pub fn Popover(
    anchor: NodeRef<html::Span>,
    #[prop(optional)] align: Align,
    #[prop(into)] on_dismiss: Callback<()>,
    #[prop(optional, into)] on_shown: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let layer = NodeRef::<html::Div>::new();
    let position = RwSignal::new(None::<(f64, f64)>);

    Effect::new(move |_| {
        let (Some(layer), Some(anchor)) = (layer.get(), anchor.get()) else { return };
        // Where the top layer is missing the fixed position still stands; only clipping by a transformed ancestor differs.
        let _ = layer.show_popover();
        let (anchor, layer) = (Rect::of(&anchor), Rect::of(&layer));
        position.set(Some(place(anchor, (layer.width, layer.height), viewport(), align)));
        if let Some(on_shown) = on_shown {
            untrack(|| on_shown.run(()));
        }
    });

    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Node>(target).ok());
        let within = |element: Option<&web_sys::Node>| element.is_some_and(|element| element.contains(target.as_ref()));
        let in_layer = layer.get_untracked().is_some_and(|layer| within(Some(&layer)));
        let in_anchor = anchor.get_untracked().is_some_and(|anchor| within(Some(&anchor)));
        if !in_layer && !in_anchor {
            on_dismiss.run(());
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| on_dismiss.run(()));
    on_cleanup(move || {
        outside.remove();
        resized.remove();
    });

    let left = move || position.get().map_or_else(|| "0px".to_owned(), |(left, _)| format!("{left}px"));
    let top = move || position.get().map_or_else(|| "0px".to_owned(), |(_, top)| format!("{top}px"));
    view! {
        <div class="popover" popover="manual" node_ref=layer style:left=left style:top=top class:placed=move || position.get().is_some()>
            {children()}
        </div>
    }
}

fn viewport() -> (f64, f64) {
    let side = |value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0)
    };
    (side(window().inner_width()), side(window().inner_height()))
}
