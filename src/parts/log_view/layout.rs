//! Keeps the reader's place: measures what was drawn and puts it where it belongs.

use leptos::prelude::*;
use logs::desk::look::Window;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::panel::{Panel, Then};
use super::space::{Block, Space};

/// px of drawn rows that have to be left beyond what is seen before more are asked for.
const MARGIN: f64 = 300.0;

impl Panel {
    fn space(self) -> Space {
        Space::of(self.drawn.with_untracked(|shown| shown.len), self.row_height())
    }

    /// Puts the rows that were drawn where they belong.
    pub(super) fn place(self) {
        self.put_in_place(self.following.get_untracked());
    }

    /// `to_end` scrolls to the newest.
    pub(super) fn put_in_place(self, to_end: bool) {
        let (Some(scroller), Some(spacer), Some(drawn)) =
            (self.scroller.get_untracked(), self.spacer.get_untracked(), self.block.get_untracked())
        else {
            return;
        };
        let then = self.take_then();
        let placed = self.placed.get_value();
        let scrolled = f64::from(scroller.scroll_top());
        let (first, rows, anchor) =
            self.drawn.with_untracked(|shown| (shown.first, small(shown.rows.len()), shown.anchor));
        let space = self.space();
        let mut block = Block { first, rows, top: 0.0, height: f64::from(drawn.offset_height()) };
        block.top = space.home(block);
        let mut to = None;
        if to_end {
            to = Some(space.height(block));
        } else if !self.following.get_untracked() {
            match then {
                Then::Jump => {}
                Then::Center(number) => {
                    let inset = self.index_of(number).map_or(0.0, |at| offset(&drawn, at));
                    to = Some((block.top + inset - placed.height / 2.0).max(0.0));
                }
                Then::Keep => {
                    if let Some((number, y)) = placed.edge {
                        let next = anchor.and_then(|at| at.checked_sub(first)).map_or(0, |at| at as usize);
                        let inset = offset(&drawn, self.index_of(number).unwrap_or(next));
                        block.top = y - inset;
                        let drift = space.drift(block, 3.0 * placed.height.max(200.0));
                        if drift.abs() > 0.5 {
                            block.top += drift;
                            to = Some(scrolled + drift);
                        }
                    }
                }
            }
        }
        // The height first, so that the browser lets us scroll into rows that are drawn before the next paint.
        let _ = HtmlElement::style(&spacer).set_property("height", &format!("{}px", space.height(block)));
        let _ = HtmlElement::style(&drawn).set_property("transform", &format!("translateY({}px)", block.top));
        self.placed.update_value(|placed| placed.block = block);
        if let Some(to) = to {
            scroller.set_scroll_top(pixels(to));
        }
        self.placed.update_value(|placed| placed.scrolled = f64::from(scroller.scroll_top()));
        if !self.following.get_untracked() {
            self.remember_edge();
            if then == Then::Jump {
                self.look();
            } else {
                self.ask_for_more();
            }
        }
    }

    /// The person scrolled, or the browser did after a change of ours.
    pub(super) fn scrolled(self) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let now = f64::from(scroller.scroll_top());
        let left = f64::from(scroller.scroll_height()) - now - f64::from(scroller.client_height());
        let before = self.placed.get_value().scrolled;
        self.settle();
        self.placed.update_value(|placed| placed.scrolled = now);
        if now < before && left > self.row_height() {
            self.pause();
        }
        if !self.following.get_untracked() {
            self.remember_edge();
            self.ask_for_more();
        }
    }

    fn ask_for_more(self) {
        if self.is_waiting() {
            return;
        }
        let placed = self.placed.get_value();
        let (block, rows) = (placed.block, self.drawn.with_untracked(|shown| shown.len));
        let (above, below) = (placed.scrolled - block.top, block.top + block.height - placed.scrolled - placed.height);
        if above < -placed.height || below < -placed.height {
            let first = self.space().row_at(placed.scrolled).saturating_sub(40);
            self.look_at(Window::At { first, rows: 250 }, Then::Jump);
        } else if (above < MARGIN && block.first > 0) || (below < MARGIN && block.first + block.rows < rows) {
            self.look();
        }
    }

    /// Remembers which row is at the upper edge of what is seen.
    pub(super) fn remember_edge(self) {
        let Some(drawn) = self.block.get_untracked() else { return };
        let placed = self.placed.get_value();
        let rows = self.drawn.with_untracked(|shown| shown.rows.len());
        let inset = placed.scrolled - placed.block.top;
        // The last row whose upper edge is not below the edge of what is seen.
        let (mut low, mut high) = (0, rows);
        while high - low > 1 {
            let middle = low.midpoint(high);
            if offset(&drawn, middle) <= inset {
                low = middle;
            } else {
                high = middle;
            }
        }
        let number = self.drawn.with_untracked(|shown| shown.rows.get(low).map(|row| row.number));
        let edge = number.map(|number| (number, placed.block.top + offset(&drawn, low)));
        self.placed.update_value(|placed| placed.edge = edge);
    }

    /// Scrolls to a row that is drawn, unless it is seen already; whether it is drawn.
    pub(super) fn reveal(self, number: u64) -> bool {
        let (Some(scroller), Some(y)) = (self.scroller.get_untracked(), self.y_of(number)) else { return false };
        if !self.is_seen(y) {
            let height = self.placed.get_value().height;
            scroller.set_scroll_top(pixels((y - height / 2.0).max(0.0)));
            self.placed.update_value(|placed| placed.scrolled = f64::from(scroller.scroll_top()));
            self.remember_edge();
        }
        true
    }

    /// The viewport has another height. The marked row stays in sight: what comes above the log after a link was followed, or a
    /// keyboard on the screen, would cover it.
    pub(super) fn measured(self, height: f64) {
        if (self.placed.get_value().height - height).abs() > 0.5 {
            self.settle();
            let marked = self.marked.get_untracked().filter(|_| !self.following.get_untracked());
            let seen = marked.filter(|number| self.y_of(*number).is_some_and(|y| self.is_seen(y)));
            self.placed.update_value(|placed| placed.height = height);
            if let Some(number) = seen {
                self.reveal(number);
            }
            self.look();
        }
    }

    /// The upper edge of a row that is drawn, in px of the space.
    fn y_of(self, number: u64) -> Option<f64> {
        let drawn = self.block.get_untracked()?;
        Some(self.placed.get_value().block.top + offset(&drawn, self.index_of(number)?))
    }

    /// Whether a row with that upper edge is seen whole.
    fn is_seen(self, y: f64) -> bool {
        let placed = self.placed.get_value();
        y >= placed.scrolled && y + self.row_height() <= placed.scrolled + placed.height
    }

    fn index_of(self, number: u64) -> Option<usize> {
        self.drawn.with_untracked(|shown| shown.rows.iter().position(|row| row.number == number))
    }
}

/// The upper edge of the row drawn as number `at`, in px from that of the first.
fn offset(drawn: &HtmlElement, at: usize) -> f64 {
    let row = u32::try_from(at).ok().and_then(|at| drawn.children().item(at));
    row.and_then(|row| row.dyn_into::<HtmlElement>().ok()).map_or(0.0, |row| f64::from(row.offset_top()))
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and a space has far fewer pixels")]
fn pixels(value: f64) -> i32 {
    value.round() as i32
}
