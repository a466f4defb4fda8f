//! What the log panel remembers while it is on the page, and what it asks the log for.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::{html, prelude::*};
use logs::desk::ask::{Ask, Destination, Form, Take};
use logs::desk::look::{Look, Window};
use logs::desk::shown::{Shown, ShownRow};
use logs::desk::step::{Step, Target};
use ui::announcer::{Announcer, use_announcer};

use super::clock::Clock;
use super::handle::LogHandle;
use super::kinds_about::KindsAbout;
use super::query::filter_of;
use super::space::{Block, DENSE_ROW, ROW, seen};
use crate::routes::log_query::LogQuery;

/// Rows drawn above and below what is seen.
const OVER: u32 = 40;
/// While the newest are followed, so many above are enough.
const OVER_END: u32 = 8;
/// As much of a row as fits on any screen in one line, in bytes; and of one that wraps.
const LINE_TEXT: u32 = 1_200;
const WRAPPED_TEXT: u32 = 16 * 1024;

/// What is done about the place once an answer is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Then {
    /// The row at the upper edge stays where it is.
    #[default]
    Keep,
    /// The reader jumped: rows go where the space has them.
    Jump,
    /// A row goes to the middle.
    Center(u64),
}

/// Where things are on the screen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Placed {
    pub(super) block: Block,
    /// The row at the upper edge of what is seen, and its upper edge in the space in px.
    pub(super) edge: Option<(u64, f64)>,
    /// px of the space above what is seen, and how much is seen.
    pub(super) scrolled: f64,
    pub(super) height: f64,
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    turn: u32,
    window: Window,
    then: Then,
    since: Option<u64>,
    is_drawing: bool,
}

/// Handles to the panel's state; a copy is the same panel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panel {
    log: StoredValue<LogHandle, LocalStorage>,
    pub(super) query: Signal<LogQuery>,
    pub(super) on_query: Callback<LogQuery>,
    /// Held, since what handles an event or runs in a frame has no context to find it in.
    pub(super) announcer: Announcer,
    /// What is drawn.
    pub(super) drawn: RwSignal<Arc<Shown>>,
    /// Changes when rows already drawn look otherwise.
    pub(super) generation: RwSignal<u32>,
    pub(super) following: RwSignal<bool>,
    /// The number of the marked row.
    pub(super) marked: RwSignal<Option<u64>>,
    /// The other end of a range of rows that the marked one ends.
    pub(super) range_from: RwSignal<Option<u64>>,
    /// Rows whose JSON is open.
    pub(super) opened: RwSignal<BTreeSet<u64>>,
    /// The gap whose lines are asked for.
    pub(super) filling: RwSignal<Option<u64>>,
    pub(super) clock: Clock,
    pub(super) about: KindsAbout,
    pub(super) wrap: RwSignal<bool>,
    pub(super) dense: RwSignal<bool>,
    /// Rows are read one by one, by focus.
    pub(super) reading: RwSignal<bool>,
    asked: StoredValue<Asked>,
    pub(super) placed: StoredValue<Placed>,
    pub(super) scroller: NodeRef<html::Div>,
    pub(super) spacer: NodeRef<html::Div>,
    pub(super) block: NodeRef<html::Div>,
}

impl Panel {
    pub(super) fn new(
        log: LogHandle,
        query: Signal<LogQuery>,
        on_query: Callback<LogQuery>,
        wrap: bool,
        about: KindsAbout,
    ) -> Self {
        Self {
            log: StoredValue::new_local(log),
            query,
            on_query,
            announcer: use_announcer(),
            drawn: RwSignal::new(Arc::default()),
            generation: RwSignal::new(0),
            following: RwSignal::new(true),
            marked: RwSignal::new(None),
            range_from: RwSignal::new(None),
            opened: RwSignal::new(BTreeSet::new()),
            filling: RwSignal::new(None),
            clock: Clock::new(),
            about,
            wrap: RwSignal::new(wrap),
            dense: RwSignal::new(false),
            reading: RwSignal::new(false),
            asked: StoredValue::new(Asked {
                turn: 0,
                window: Window::End { rows: 0 },
                then: Then::Keep,
                since: None,
                is_drawing: false,
            }),
            placed: StoredValue::new(Placed::default()),
            scroller: NodeRef::new(),
            spacer: NodeRef::new(),
            block: NodeRef::new(),
        }
    }

    /// The log that is looked at.
    pub(super) fn log(self) -> LogHandle {
        self.log.get_value()
    }

    /// px of a row that neither wraps nor is open.
    pub(super) fn row_height(self) -> f64 {
        if self.dense.get_untracked() { DENSE_ROW } else { ROW }
    }

    /// Rows that pass the filter, reactively.
    pub(super) fn len(self) -> u32 {
        self.drawn.with(|shown| shown.len)
    }

    /// Changes the query.
    pub(super) fn change(self, change: impl FnOnce(LogQuery) -> LogQuery) {
        self.on_query.run(change(self.query.get_untracked()));
    }

    fn seen(self) -> u32 {
        seen(self.placed.get_value().height, self.row_height())
    }

    /// Asks for what the present place needs; where a row is on its way to the middle that is its place.
    pub(super) fn look(self) {
        let then = self.asked.with_value(|asked| asked.then);
        let window = if self.following.get_untracked() {
            Window::End { rows: self.seen() + OVER_END }
        } else if let (true, Then::Center(number)) = (self.is_waiting(), then) {
            return self.center(number);
        } else if let Some((number, _)) = self.placed.get_value().edge {
            self.around(number)
        } else {
            Window::At { first: 0, rows: self.seen() + OVER }
        };
        self.look_at(window, Then::Keep);
    }

    fn center(self, number: u64) {
        let window = Window::Around { number, before: OVER + self.seen() / 2, after: OVER + self.seen() };
        self.look_at(window, Then::Center(number));
    }

    fn around(self, number: u64) -> Window {
        Window::Around { number, before: OVER, after: self.seen() + OVER }
    }

    /// Asks for rows.
    pub(super) fn look_at(self, window: Window, then: Then) {
        let asked = self.asked.try_update_value(|asked| {
            asked.turn = asked.turn.wrapping_add(1);
            asked.window = window;
            asked.then = then;
            *asked
        });
        let Some(asked) = asked else { return };
        let query = self.query.get_untracked();
        self.log().ask.run(Ask::Look(Look {
            turn: asked.turn,
            filter: filter_of(&query),
            folded: query.is_folded,
            window,
            mark: self.marked.get_untracked(),
            since: asked.since.filter(|_| !self.following.get_untracked()),
            text_limit: if self.wrap.get_untracked() { WRAPPED_TEXT } else { LINE_TEXT },
        }));
    }

    /// Whether an answer is on its way.
    pub(super) fn is_waiting(self) -> bool {
        self.asked.with_value(|asked| asked.turn) != self.drawn.with_untracked(|shown| shown.turn)
    }

    /// Takes an answer, unless it is to an older question.
    pub(super) fn take(self, shown: Arc<Shown>) {
        let is_asked_for = self.asked.with_value(|asked| asked.turn) != self.drawn.with_untracked(|shown| shown.turn);
        if shown.turn == self.asked.with_value(|asked| asked.turn) {
            self.drawn.set(shown);
        }
        let is_asked = self.asked.try_update_value(|asked| std::mem::replace(&mut asked.is_drawing, true));
        if is_asked == Some(false) {
            request_animation_frame(move || {
                // The panel may have left the page since.
                if self.asked.try_update_value(|asked| asked.is_drawing = false).is_none() {
                    return;
                }
                self.place();
                self.begin_to_count();
                let tell = move || {
                    if self.asked.try_with_value(|_| ()).is_some() {
                        self.log().ask.run(Ask::Drawn);
                    }
                };
                // What comes by itself takes every other frame at most: nobody reads faster, and the page stays free for its reader.
                if is_asked_for {
                    tell();
                } else {
                    request_animation_frame(tell);
                }
            });
        }
    }

    /// Whether what was written before the log was opened has come.
    fn is_past_there(self) -> bool {
        self.log()
            .streams
            .with_untracked(|streams| streams.followed > 0 && streams.live + streams.refused >= streams.followed)
    }

    /// Once the past is there, what comes from now on is new to who came by a link.
    fn begin_to_count(self) {
        let is_open = !self.following.get_untracked() && self.asked.with_value(|asked| asked.since.is_none());
        if is_open && self.is_past_there() {
            self.asked.update_value(|asked| asked.since = Some(self.drawn.with_untracked(|shown| shown.next)));
            self.look();
        }
    }

    /// What is to be done about the place, once, as soon as the rows are drawn that it is about.
    pub(super) fn take_then(self) -> Then {
        if self.is_waiting() {
            return Then::Keep;
        }
        self.asked.try_update_value(|asked| std::mem::take(&mut asked.then)).unwrap_or_default()
    }

    pub(super) fn pause(self) {
        if self.following.get_untracked() {
            self.settle();
            // Who came by a link to a line is here before the rest of the past, which is not new.
            let since = self.is_past_there().then(|| self.drawn.with_untracked(|shown| shown.next));
            self.asked.update_value(|asked| asked.since = since);
            self.following.set(false);
            self.remember_edge();
            self.look();
        }
    }

    pub(super) fn follow(self) {
        self.following.set(true);
        self.marked.set(None);
        self.range_from.set(None);
        self.look();
    }

    /// Puts rows in their place that would be with the next frame, since where they stand is asked now. Scrolls to no end.
    pub(super) fn settle(self) {
        if self.asked.with_value(|asked| asked.is_drawing) {
            self.put_in_place(false);
        }
    }

    /// Marks a row, shows it and stops following.
    pub(super) fn mark(self, number: u64) {
        self.settle();
        self.pause();
        self.marked.set(Some(number));
        if self.reveal(number) {
            self.look();
        } else {
            self.center(number);
        }
    }

    /// Asks for the next (or previous) row, or the next with the text.
    pub(super) fn step(self, target: Target, is_forward: bool) {
        let from = self.marked.get_untracked().or_else(|| self.placed.get_value().edge.map(|(number, _)| number));
        let from = from.filter(|_| self.marked.get_untracked().is_some() || !self.following.get_untracked());
        self.log().ask.run(Ask::Step(Step { from, target, is_forward }));
    }

    /// The row of that number, while it is drawn.
    pub(super) fn row(self, number: u64) -> Option<ShownRow> {
        self.drawn.with_untracked(|shown| shown.rows.iter().find(|row| row.number == number).cloned())
    }

    /// The rows from the marked one to the other end of the range, by their numbers.
    pub(super) fn range(self) -> Option<(u64, u64)> {
        let marked = self.marked.get()?;
        let other = self.range_from.get().unwrap_or(marked);
        Some((marked.min(other), marked.max(other)))
    }

    /// Takes rows away.
    pub(super) fn take_away(self, what: Take, form: Form, to: Destination) {
        self.log().ask.run(Ask::Take { what, form, is_utc: self.clock.is_utc(), to });
    }

    /// Asks for the lines of a gap.
    pub(super) fn fill(self, number: u64) {
        self.pause();
        self.filling.set(Some(number));
        self.log().ask.run(Ask::Fill { number });
    }

    /// Lines were put in the place of a gap, or could not be had: rows after it have other numbers.
    pub(super) fn filled(self, first: Option<u64>) {
        self.filling.set(None);
        let Some(first) = first else {
            self.announcer.say("The lines are no longer kept");
            return;
        };
        self.opened.update(BTreeSet::clear);
        self.range_from.set(None);
        self.redraw();
        self.mark(first);
    }

    /// Redraws every row: zone, wrapping or density changed.
    pub(super) fn redraw(self) {
        self.generation.update(|it| *it = it.wrapping_add(1));
    }
}
