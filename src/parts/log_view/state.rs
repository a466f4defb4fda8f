//! What the log panel remembers while it is on the page, and how it keeps its place while the log grows.

use std::ops::Range;

use leptos::{html, prelude::*};
use logs::clock::Moment;
use logs::filter::Filter;
use logs::line::Row;
use logs::log::Log;
use logs::view::View;

use super::window::{ROW, pixels, reveal, whole, window, wrapped};

/// Handles to the panel's state; a copy is the same panel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panel {
    pub(super) log: RwSignal<Log>,
    view: StoredValue<View>,
    /// Changes with every look at the log; what is drawn depends on it.
    pub(super) revision: RwSignal<u32>,
    /// Changes when rows already drawn look otherwise.
    pub(super) generation: RwSignal<u32>,
    pub(super) following: RwSignal<bool>,
    /// The number of the marked row.
    pub(super) marked: RwSignal<Option<u64>>,
    pub(super) utc: RwSignal<bool>,
    pub(super) wrap: RwSignal<bool>,
    top: RwSignal<f64>,
    height: RwSignal<f64>,
    frame_asked: StoredValue<bool>,
    /// The first row that was not there when following ended.
    unseen_from: StoredValue<u64>,
    pub(super) scroller: NodeRef<html::Div>,
    pub(super) spacer: NodeRef<html::Div>,
}

impl Panel {
    pub(super) fn new(log: RwSignal<Log>, filter: &Filter, wrap: bool) -> Self {
        Self {
            log,
            view: StoredValue::new(View::new(filter.clone())),
            revision: RwSignal::new(0),
            generation: RwSignal::new(0),
            following: RwSignal::new(true),
            marked: RwSignal::new(None),
            utc: RwSignal::new(false),
            wrap: RwSignal::new(wrap),
            top: RwSignal::new(0.0),
            height: RwSignal::new(0.0),
            frame_asked: StoredValue::new(false),
            unseen_from: StoredValue::new(0),
            scroller: NodeRef::new(),
            spacer: NodeRef::new(),
        }
    }

    /// Looks at the log at the next frame, however often it is asked before that.
    pub(super) fn ask_frame(self, filter: Signal<Filter>) {
        if self.frame_asked.try_get_value() == Some(false) {
            self.frame_asked.set_value(true);
            request_animation_frame(move || {
                // The panel may have left the page since.
                if self.frame_asked.try_set_value(false).is_none()
                    && let Some(filter) = filter.try_get_untracked()
                {
                    self.refresh(filter);
                }
            });
        }
    }

    /// Brings the view up to date and keeps the place: the end while following, else the row at the upper edge.
    fn refresh(self, filter: Filter) {
        let top = self.top.get_untracked();
        let edge = self.number(whole(top / ROW));
        let inset = top % ROW;
        let changed = self.view.with_value(|view| *view.filter() != filter);
        self.view.update_value(|view| self.log.with_untracked(|log| view.refilter(filter, log)));
        if changed {
            self.generation.update(|it| *it = it.wrapping_add(1));
        }
        if let Some(spacer) = self.spacer.get_untracked() {
            // At once, so that the browser lets us scroll into rows that are drawn before the next paint.
            let height =
                if self.wrap.get_untracked() { "auto".to_owned() } else { format!("{}px", pixels(self.len())) };
            let _ = web_sys::HtmlElement::style(&spacer).set_property("height", &height);
        }
        self.revision.update(|it| *it = it.wrapping_add(1));
        if self.following.get_untracked() {
            self.to_end();
        } else if let Some(number) = edge.filter(|_| !self.wrap.get_untracked()) {
            let place = self.with_view(|view| view.position(number).unwrap_or_else(|next| next));
            self.scroll_to(pixels(place) + inset);
        }
    }

    pub(super) fn with_view<T>(self, read: impl FnOnce(&View) -> T) -> T {
        self.view.with_value(read)
    }

    /// Rows that pass the filter.
    pub(super) fn len(self) -> usize {
        self.with_view(View::len)
    }

    fn number(self, position: usize) -> Option<u64> {
        self.with_view(|view| view.number(position))
    }

    /// The positions to draw now; tracks what it depends on.
    pub(super) fn range(self) -> Range<usize> {
        self.revision.track();
        let rows = self.len();
        if self.wrap.get() {
            let marked = self.marked.get().filter(|_| !self.following.get());
            wrapped(rows, marked.map(|number| self.with_view(|view| view.position(number).unwrap_or_else(|next| next))))
        } else {
            window(self.top.get(), self.height.get(), rows)
        }
    }

    /// Reads the rows at `range`.
    pub(super) fn rows<T>(self, range: Range<usize>, mut read: impl FnMut(&View, &Row<'_>) -> T) -> Vec<T> {
        self.with_view(|view| {
            self.log
                .with_untracked(|log| range.filter_map(|at| Some(read(view, &log.row(view.number(at)?)?))).collect())
        })
    }

    /// The person scrolled, or the browser did after a change of ours.
    pub(super) fn scrolled(self) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let top = f64::from(scroller.scroll_top());
        let left = f64::from(scroller.scroll_height()) - top - f64::from(scroller.client_height());
        let upwards = top < self.top.get_untracked();
        self.top.set(top);
        if upwards && left > ROW {
            self.pause();
        }
    }

    pub(super) fn measured(self, height: f64) {
        if (self.height.get_untracked() - height).abs() > 0.5 {
            self.height.set(height);
            if self.following.get_untracked() {
                self.to_end();
            }
        }
    }

    pub(super) fn pause(self) {
        if self.following.get_untracked() {
            self.unseen_from.set_value(self.log.with_untracked(Log::next));
            self.following.set(false);
        }
    }

    pub(super) fn follow(self) {
        self.following.set(true);
        self.to_end();
    }

    /// Rows that came since following ended; tracks the log.
    pub(super) fn unseen(self) -> usize {
        self.revision.track();
        if self.following.get() {
            return 0;
        }
        let from = self.unseen_from.get_value();
        self.with_view(|view| view.len() - view.position(from).unwrap_or_else(|next| next))
    }

    fn to_end(self) {
        if self.wrap.get_untracked() {
            // Heights are known after the rows are laid out.
            request_animation_frame(move || {
                if let Some(scroller) = self.scroller.try_get_untracked().flatten() {
                    scroller.set_scroll_top(scroller.scroll_height());
                }
            });
        } else {
            self.scroll_to((pixels(self.len()) + 8.0 - self.height.get_untracked()).max(0.0));
        }
    }

    fn scroll_to(self, top: f64) {
        if let Some(scroller) = self.scroller.get_untracked() {
            scroller.set_scroll_top(i32::try_from(whole(top)).unwrap_or(i32::MAX));
            self.top.set(f64::from(scroller.scroll_top()));
        }
    }

    /// Marks the row at a position, shows it and stops following.
    pub(super) fn mark(self, position: usize) {
        if let Some(number) = self.number(position) {
            self.pause();
            self.marked.set(Some(number));
            if self.wrap.get_untracked() {
                return;
            }
            self.scroll_to(reveal(position, self.top.get_untracked(), self.height.get_untracked()));
        }
    }

    /// Marks the next (`1`) or previous (`-1`) row.
    pub(super) fn step(self, by: isize) {
        let last = self.len().saturating_sub(1);
        let now = self.marked.get_untracked().map(|number| self.with_view(|view| view.position(number)));
        let next = match now {
            Some(Ok(at)) => at.saturating_add_signed(by).min(last),
            Some(Err(at)) => at.min(last),
            None if self.following.get_untracked() => last,
            None => whole(self.top.get_untracked() / ROW).min(last),
        };
        self.mark(next);
    }

    /// Marks the next or previous row with the text, around the end.
    pub(super) fn step_match(self, forward: bool) {
        let number = self.with_view(|view| {
            let hits = view.hits();
            let last = hits.checked_sub(1)?;
            let at = self.marked.get_untracked().map(|number| view.hit_position(number));
            let next = match (at, forward) {
                (Some(Ok(at)), true) => (at + 1) % hits,
                (Some(Err(at)), true) => at % hits,
                (Some(Ok(at) | Err(at)), false) => at.checked_sub(1).unwrap_or(last),
                (None, _) => last,
            };
            view.hit(next)
        });
        if let Some(position) = number.and_then(|number| self.with_view(|view| view.position(number).ok())) {
            self.mark(position);
        }
    }

    /// Redraws every row: the zone or the wrapping changed.
    pub(super) fn redraw(self) {
        self.generation.update(|it| *it = it.wrapping_add(1));
    }

    /// A time as the chosen zone's clock shows it.
    pub(super) fn moment(self, at_ms: i64) -> Moment {
        Moment::of(at_ms, self.offset_minutes(at_ms))
    }

    /// Minutes east of UTC at a time, in the chosen zone.
    pub(super) fn offset_minutes(self, at_ms: i64) -> i64 {
        if self.utc.get_untracked() { 0 } else { local_offset(at_ms) }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a date in ms and an offset in minutes are small"
)]
fn local_offset(at_ms: i64) -> i64 {
    let west = js_sys::Date::new(&(at_ms as f64).into()).get_timezone_offset();
    -(west as i64)
}
