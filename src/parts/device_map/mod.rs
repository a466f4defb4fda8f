//! Devices on a map of our own drawing: no tiles, nothing from elsewhere; marks that count, and a list beside it.

mod clusters;
mod geometry;
mod list;
mod marks;

use leptos::{ev, html, prelude::*};
use leptos::{ev::KeyboardEvent, wasm_bindgen::JsCast};
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use wasm_bindgen::closure::Closure;

pub use self::clusters::Located;
use self::clusters::clusters;
use self::geometry::{Point, Window};
use self::list::PlaceList;
use self::marks::Marks;

/// The land, drawn once (`public/map/land.svg`, Natural Earth 1:110m, public domain).
const LAND: &str = "/map/land.svg#land";
/// One step of a key or a button.
const STEP: f64 = 1.6;
/// One step of an arrow key, px.
const PAN: f64 = 80.0;

/// The devices that say where they are. Drag, arrows and the wheel move and zoom, a mark of several goes closer; the list beside it
/// holds what is in sight and is the way by keyboard.
#[component]
pub fn DeviceMap(#[prop(into)] devices: Memo<Vec<Located>>) -> impl IntoView {
    let stage = NodeRef::<html::Div>::new();
    let window = RwSignal::new(Window::world((960.0, 480.0)));
    let was_moved = StoredValue::new(false);
    let fit = move || {
        let size = window.with_untracked(|window| window.size);
        window.set(devices.with_untracked(|devices| Window::around(devices.iter().map(Located::point), size)));
    };
    measure(stage, move |size| {
        window.update(|window| *window = window.sized(size));
        // Until somebody moves it, the map shows everything it has.
        if !was_moved.get_value() {
            fit();
        }
    });
    Effect::new(move |_| {
        devices.with(Vec::len);
        if !was_moved.get_value() {
            fit();
        }
    });
    let change = move |by: &dyn Fn(&Window) -> Window| {
        was_moved.set_value(true);
        window.update(|window| *window = by(window));
    };
    let middle = move || window.with_untracked(|window| (window.size.0 / 2.0, window.size.1 / 2.0));
    let zoom = move |by: f64| change(&|window| window.zoomed(by, middle()));

    let dragged = StoredValue::new(None::<(i32, i32)>);
    let on_move = move |event: ev::PointerEvent| {
        let Some((left, top)) = dragged.get_value() else { return };
        let by = (f64::from(event.client_x() - left), f64::from(event.client_y() - top));
        dragged.set_value(Some((event.client_x(), event.client_y())));
        change(&|window| window.moved(by));
    };
    let on_wheel = move |event: ev::WheelEvent| {
        event.prevent_default();
        let Some(stage) = stage.get_untracked() else { return };
        let bounds = stage.get_bounding_client_rect();
        let at = (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top());
        let by = (-event.delta_y() / 300.0).exp().clamp(0.5, 2.0);
        change(&|window| window.zoomed(by, at));
    };
    let keys = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowLeft" => change(&|window| window.moved((PAN, 0.0))),
            "ArrowRight" => change(&|window| window.moved((-PAN, 0.0))),
            "ArrowUp" => change(&|window| window.moved((0.0, PAN))),
            "ArrowDown" => change(&|window| window.moved((0.0, -PAN))),
            "+" | "=" => zoom(STEP),
            "-" => zoom(1.0 / STEP),
            "0" => {
                was_moved.set_value(false);
                fit();
            }
            _ => return,
        }
        event.prevent_default();
    };
    let closer = Callback::new(move |points: Vec<Point>| {
        change(&|window| {
            let closer = Window::around(points.iter().copied(), window.size);
            // Devices on one spot cannot be parted: the list beside the map tells them apart.
            if closer.scale > window.scale { closer } else { window.zoomed(4.0, window.seen(closer.middle)) }
        });
    });
    let found = Memo::new(move |_| devices.with(|devices| window.with(|window| clusters(devices, window))));
    view! {
        <div class="map">
            <div
                class="map-stage"
                role="group"
                aria-label="Map of the devices; arrows move, plus and minus zoom, zero shows all"
                tabindex="0"
                node_ref=stage
                on:keydown=keys
                on:wheel=on_wheel
                on:pointerdown=move |event| {
                    if event.button() == 0 && !on_mark(&event) {
                        dragged.set_value(Some((event.client_x(), event.client_y())));
                        capture(stage, event.pointer_id());
                    }
                }
                on:pointermove=on_move
                on:pointerup=move |_| dragged.set_value(None)
                on:pointercancel=move |_| dragged.set_value(None)
            >
                <svg
                    aria-hidden="true"
                    preserveAspectRatio="none"
                    attr:viewBox=move || window.with(Window::view_box)
                    style=("--unit", move || window.with(|window| format!("{}", 1.0 / window.scale)))
                >
                    <rect class="map-sea" width="3600" height="1800" />
                    <use href=LAND class="map-land" />
                    <path class="map-lines" d=lines() />
                </svg>
                <Marks devices found window on_closer=closer />
                <div class="map-zoom">
                    <IconButton glyph=Glyph::Plus label="Zoom in" outlined=true on_press=move |()| zoom(STEP) />
                    <IconButton glyph=Glyph::Minus label="Zoom out" outlined=true on_press=move |()| zoom(1.0 / STEP) />
                    <IconButton
                        glyph=Glyph::Expand
                        label="Show all devices"
                        outlined=true
                        on_press=move |()| {
                            was_moved.set_value(false);
                            fit();
                        }
                    />
                </div>
            </div>
            <PlaceList devices found />
        </div>
    }
}

/// Every thirty degrees.
fn lines() -> String {
    let meridians = (0..=12).map(|at| format!("M{0} 0V1800", at * 300));
    let parallels = (0..=6).map(|at| format!("M0 {0}H3600", at * 300));
    meridians.chain(parallels).collect()
}

fn on_mark(event: &ev::PointerEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("a, button").is_ok_and(|control| control.is_some()))
}

fn capture(stage: NodeRef<html::Div>, pointer: i32) {
    if let Some(stage) = stage.get_untracked() {
        // A pointer that is gone by now moves nothing.
        let _ = stage.set_pointer_capture(pointer);
    }
}

/// Tells the size of the stage, now and whenever it changes.
fn measure(stage: NodeRef<html::Div>, told: impl Fn((f64, f64)) + Copy + 'static) {
    let watching = StoredValue::new_local(None::<(web_sys::ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move |_| {
        let Some(element) = stage.get() else { return };
        let tell = move || {
            if let Some(stage) = stage.get_untracked() {
                let (wide, high) = (f64::from(stage.client_width()), f64::from(stage.client_height()));
                if wide > 0.0 && high > 0.0 {
                    told((wide, high));
                }
            }
        };
        let changed: Closure<dyn FnMut()> = Closure::new(tell);
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
