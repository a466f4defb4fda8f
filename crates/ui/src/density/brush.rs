//! The selection on a density timeline as pointer and keys change it; what is being dragged is held here until it is let go.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::{html, prelude::*};

use super::extent::{Chosen, Extent, Grip, Step};

/// A pointer that went less far pressed and did not drag, px.
const DRAG: f64 = 4.0;
/// Bars of a Page key.
const PAGE: i64 = 10;

/// A pointer that is down.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Drag {
    pointer: i32,
    grip: Grip,
    /// Where it went down: px of the viewport, and the moment there.
    begun: (f64, i64),
    /// The edges when it went down.
    edges: (i64, i64),
    /// The selection when it went down, which comes back when the drag is broken off.
    before: Chosen,
    now: Chosen,
    is_dragging: bool,
}

/// The brush over `track`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brush {
    track: NodeRef<html::Div>,
    extent: Memo<Extent>,
    selection: Signal<Chosen>,
    on_select: Callback<Chosen>,
    drag: RwSignal<Option<Drag>>,
}

impl Brush {
    pub(super) fn new(
        track: NodeRef<html::Div>,
        extent: Memo<Extent>,
        selection: Signal<Chosen>,
        on_select: Callback<Chosen>,
    ) -> Self {
        Self { track, extent, selection, on_select, drag: RwSignal::new(None) }
    }

    /// What is drawn: the drag while there is one, so that it never waits for the page.
    pub(super) fn shown(self) -> Chosen {
        match self.drag.get() {
            Some(drag) if drag.is_dragging => drag.now,
            _ => self.selection.get(),
        }
    }

    pub(super) fn is_dragging(self) -> bool {
        self.drag.with(|drag| drag.is_some_and(|drag| drag.is_dragging))
    }

    /// The moment under a pointer.
    pub(super) fn moment(self, event: &PointerEvent) -> Option<i64> {
        let bounds = self.track.get_untracked()?.get_bounding_client_rect();
        let is_shown = bounds.width() > 0.0;
        is_shown.then(|| self.extent.get_untracked().at((f64::from(event.client_x()) - bounds.left()) / bounds.width()))
    }

    /// A pointer went down.
    pub(super) fn press(self, event: &PointerEvent, grip: Grip) {
        event.stop_propagation();
        let extent = self.extent.get_untracked();
        let is_ours = event.is_primary() && event.button() == 0 && extent.until() > extent.from();
        let (true, Some(moment)) = (is_ours, self.moment(event)) else { return };
        if let Some(track) = self.track.get_untracked() {
            // A pointer that is gone by now drags nothing.
            let _ = track.set_pointer_capture(event.pointer_id());
        }
        let before = self.selection.get_untracked();
        self.drag.set(Some(Drag {
            pointer: event.pointer_id(),
            grip,
            begun: (f64::from(event.client_x()), moment),
            edges: extent.edges(before),
            before,
            now: before,
            is_dragging: false,
        }));
    }

    /// A pointer moved.
    pub(super) fn drag(self, event: &PointerEvent) {
        let Some(mut drag) = self.of(event) else { return };
        let Some(moment) = self.moment(event) else { return };
        drag.is_dragging |= (f64::from(event.client_x()) - drag.begun.0).abs() >= DRAG;
        if !drag.is_dragging {
            return;
        }
        let made = self.extent.get_untracked().dragged(drag.grip, drag.edges, drag.begun.1, moment);
        let is_new = made != drag.now;
        drag.now = made;
        self.drag.set(Some(drag));
        if is_new {
            self.on_select.run(made);
        }
    }

    /// A pointer went up: a press without a drag clears, but on an edge, where it only takes the focus there.
    pub(super) fn release(self, event: &PointerEvent) {
        let Some(drag) = self.of(event) else { return };
        self.drag.set(None);
        if !drag.is_dragging && matches!(drag.grip, Grip::New | Grip::Whole) {
            self.select(None);
        }
    }

    /// The browser took the pointer, to scroll the page with it.
    pub(super) fn cancel(self, event: &PointerEvent) {
        if self.of(event).is_some() {
            self.break_off();
        }
    }

    /// A key on one of the edges, or anywhere else in the timeline (`Grip::New`).
    pub(super) fn key(self, event: &KeyboardEvent, grip: Grip) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        if key == "Escape" {
            let is_held = self.drag.with_untracked(|drag| drag.is_some_and(|drag| drag.is_dragging));
            if is_held {
                self.break_off();
            } else if self.selection.get_untracked().is_some() {
                self.select(None);
            } else {
                // Whatever this stands in may have a use for it.
                return;
            }
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let step = match key.as_str() {
            "ArrowLeft" | "ArrowDown" => Step::Bars(-1),
            "ArrowRight" | "ArrowUp" => Step::Bars(1),
            "PageDown" => Step::Bars(-PAGE),
            "PageUp" => Step::Bars(PAGE),
            "Home" => Step::First,
            "End" => Step::Last,
            _ => return,
        };
        let grip = if event.shift_key() { Grip::Whole } else { grip };
        if grip == Grip::New {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        self.select(self.extent.get_untracked().stepped(grip, self.selection.get_untracked(), step));
    }

    fn of(self, event: &PointerEvent) -> Option<Drag> {
        self.drag.get_untracked().filter(|drag| drag.pointer == event.pointer_id())
    }

    fn break_off(self) {
        let Some(drag) = self.drag.get_untracked() else { return };
        self.drag.set(None);
        self.select(drag.before);
    }

    fn select(self, chosen: Chosen) {
        if chosen != self.selection.get_untracked() {
            self.on_select.run(chosen);
        }
    }
}
