//! A log and its page: what the page was told of it, and when it is told more.

use logs::desk::ask::{Ask, Destination, Take};
use logs::desk::keeping::Keeping;
use logs::desk::kinds::KindsWish;
use logs::desk::mining::Mining;
use logs::desk::tell::{Streams, Tell};
use logs::templates::Templates;
use wire::log_line::LogLine;

use crate::browser;
use crate::feed::{Feed, Search};
use crate::file::{self, Writing};
use crate::tell;

/// How often a timeline is counted anew while its log grows, in milliseconds.
const TIMELINE_EVERY_MS: i64 = 500;
/// Kinds of messages are counted so long at a time, in milliseconds; then others have their turn.
const MINING_MS: i64 = 8;

/// See the module's sentence.
#[derive(Debug)]
pub(crate) struct Held {
    number: u32,
    pub(crate) feed: Feed,
    /// The number of its subscription on the socket.
    pub(crate) subscription: u32,
    /// The page has drawn what it was told last.
    is_drawn: bool,
    /// There is more to see than it was told.
    is_dirty: bool,
    bars: u32,
    /// When the timeline was counted.
    timeline_at: i64,
    is_timeline_old: bool,
    streams: Streams,
    /// Devices that are not followed yet because what is kept of them is being read.
    pub(crate) unread: usize,
    keeping: Keeping,
    mining: Option<Mining>,
    /// The last run of counting kinds.
    run: u32,
}

impl Held {
    pub(crate) fn new(number: u32, feed: Feed, subscription: u32) -> Self {
        Self {
            number,
            feed,
            subscription,
            is_drawn: true,
            is_dirty: false,
            bars: 0,
            timeline_at: 0,
            is_timeline_old: false,
            streams: Streams::default(),
            unread: 0,
            keeping: Keeping::Off,
            mining: None,
            run: 0,
        }
    }

    /// Rows came or went.
    pub(crate) fn has_grown(&mut self) {
        self.is_dirty = true;
        self.is_timeline_old = true;
    }

    /// Does what the page asks; what it is told of follows with [`Held::tell`].
    pub(crate) fn hear(&mut self, ask: Ask) {
        match ask {
            Ask::Look(look) => {
                if self.feed.seat.filter() != &look.filter {
                    self.recount();
                }
                self.feed.seat.look(look);
                self.is_dirty = true;
                self.is_drawn = true;
            }
            Ask::Drawn => self.is_drawn = true,
            Ask::Step(step) => {
                let number = self.feed.seat.step(step);
                self.say(Tell::Stepped(number));
            }
            Ask::Timeline { bars } => {
                self.bars = bars;
                self.recount();
            }
            Ask::Find(place) => self.feed.wanted = Some(place),
            Ask::Take { what, form, is_utc, to } => self.take(what, Writing { form, is_utc }, to),
            Ask::Unfold { number, is_open } => {
                self.feed.seat.unfold(number, is_open);
                self.is_dirty = true;
            }
            // These ask somebody else first (`feeds`).
            Ask::Fill { .. } | Ask::Keep(_) => {}
            Ask::Kinds(wish) => self.want_kinds(wish),
            Ask::KindDevices { run, number } => {
                let devices = self.mining.as_ref().map(|mining| mining.devices(run, number));
                self.say(Tell::KindDevices(devices.unwrap_or_default()));
            }
            Ask::Sign { number } => {
                let row = self.feed.seat.log().row(number);
                let sign = row.and_then(|row| match &self.mining {
                    Some(mining) => mining.sign_of(row.text),
                    None => Templates::sign_of(row.text),
                });
                self.say(Tell::Sign(sign.map(|sign| sign.to_string())));
            }
            Ask::Clear => {
                self.feed.seat.log_mut().clear();
                self.has_grown();
            }
        }
    }

    /// Puts the lines of a gap in its place.
    pub(crate) fn fill(&mut self, number: u64, lines: &[LogLine]) {
        let filled = self.feed.fill(number, lines);
        self.has_grown();
        self.say(Tell::Filled(filled));
    }

    fn want_kinds(&mut self, wish: Option<KindsWish>) {
        self.mining = match (wish, self.mining.take()) {
            (None, former) => {
                self.run = former.map_or(self.run, |former| former.run());
                None
            }
            (Some(wish), Some(mut mining)) => {
                mining.ask(wish);
                Some(mining)
            }
            (Some(wish), None) => {
                self.run = self.run.wrapping_add(1);
                Some(Mining::new(wish, self.run))
            }
        };
    }

    /// Counts kinds of messages for a while; whether there are more rows to count.
    pub(crate) fn mine(&mut self) -> bool {
        let Some(mining) = &mut self.mining else { return false };
        let (log, view) = self.feed.seat.view();
        let end = browser::now_ms() + MINING_MS;
        let is_whole = mining.work(view, log, || browser::now_ms() >= end);
        if let Some(kinds) = mining.tell(browser::now_ms()) {
            self.say(Tell::Kinds(Box::new(kinds)));
        }
        !is_whole
    }

    /// Bars are of rows that pass: another filter has others, at once.
    fn recount(&mut self) {
        self.timeline_at = 0;
        self.is_timeline_old = true;
    }

    /// Tells the page what is new to it, as far as it has drawn what came before.
    pub(crate) fn tell(&mut self, now: i64) {
        match self.feed.find() {
            Search::GoesOn => {}
            Search::Found(number) => self.say(Tell::Found(Some(number))),
            Search::Missing => self.say(Tell::Found(None)),
        }
        let streams = self.feed.streams();
        if streams != self.streams {
            self.say(Tell::Streams(streams.clone()));
            self.streams = streams;
        }
        if !self.is_drawn {
            return;
        }
        if self.is_dirty {
            self.is_dirty = false;
            self.is_drawn = false;
            let shown = self.feed.seat.shown();
            self.say(Tell::Shown(Box::new(shown)));
        }
        if self.bars > 0 && self.is_timeline_old && now - self.timeline_at >= TIMELINE_EVERY_MS {
            self.timeline_at = now;
            self.is_timeline_old = false;
            let timeline = self.feed.seat.timeline(self.bars as usize);
            self.say(Tell::Timeline(timeline));
        }
    }

    /// Tells the page how it stands with keeping this log, if that is new.
    pub(crate) fn tell_keeping(&mut self, keeping: Keeping) {
        if keeping != self.keeping {
            self.say(Tell::Keeping(keeping.clone()));
            self.keeping = keeping;
        }
    }

    pub(crate) fn say(&self, tell: Tell) {
        browser::tell(&tell::Tell::Desk { feed: self.number, tell });
    }

    fn take(&mut self, what: Take, writing: Writing, to: Destination) {
        let number = self.number;
        let (log, view) = self.feed.seat.view();
        let numbers: Box<dyn Iterator<Item = u64>> = match what {
            Take::All => Box::new(log.first()..log.next()),
            Take::Shown => Box::new(view.numbers()),
            Take::Range { first, last } => {
                Box::new(view.numbers().filter(move |number| (first..=last).contains(number)))
            }
        };
        let rows = numbers.filter_map(|number| log.row(number));
        match to {
            Destination::File => {
                // Where the browser refuses there is nothing to give.
                let _ = file::hand_over(number, rows, writing);
            }
            Destination::Clipboard => {
                let lines: Vec<String> = rows.map(|row| writing.line(&row)).collect();
                let rows = u32::try_from(lines.len()).unwrap_or(u32::MAX);
                self.say(Tell::Text { text: lines.join("\n"), rows });
            }
        }
    }
}
