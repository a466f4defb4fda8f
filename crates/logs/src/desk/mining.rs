//! Counts the kinds of messages for a page in slices, as long as it wants to be told.

use super::kinds::{KindDevices, KindsWish, ShownKind, ShownKinds};
use crate::filter::Filter;
use crate::kinds::{Kind, Kinds};
use crate::log::Log;
use crate::sign::Sign;
use crate::templates::{OTHER, Template};
use crate::view::View;

/// Rows between two looks at the clock: some milliseconds at most.
const SLICE: usize = 1_000;
/// A page is told no more often, in milliseconds.
const EVERY_MS: i64 = 500;

/// See the module's sentence.
#[derive(Debug)]
pub struct Mining {
    wish: KindsWish,
    kinds: Kinds,
    /// What the rows counted have passed, and the log's epoch: with another one counting begins anew.
    of: (Filter, u64),
    run: u32,
    is_whole: bool,
    /// When the page was told, of how many rows, and whether that was all.
    told: Option<(i64, usize, bool)>,
}

impl Mining {
    /// `run` is none that the page knows.
    pub fn new(wish: KindsWish, run: u32) -> Self {
        let kinds = Kinds::new(wish.boundary.clone());
        Self { wish, kinds, of: (Filter::default(), 0), run, is_whole: false, told: None }
    }

    pub fn run(&self) -> u32 {
        self.run
    }

    /// Tells something else; what was counted holds as long as the boundary does.
    pub fn ask(&mut self, wish: KindsWish) {
        if wish.boundary != self.wish.boundary {
            *self = Self { of: self.of.clone(), ..Self::new(wish, self.run.wrapping_add(1)) };
            return;
        }
        self.wish = wish;
        self.told = None;
    }

    /// Counts until there are no more rows or time `is_over`; whether there are no more.
    pub fn work(&mut self, view: &View, log: &Log, mut is_over: impl FnMut() -> bool) -> bool {
        let of = (passing(view.filter()), log.epoch());
        if of != self.of {
            let run = self.run.wrapping_add(1);
            *self = Self { of, ..Self::new(self.wish.clone(), run) };
        }
        loop {
            self.is_whole = self.kinds.advance(view, log, SLICE);
            if self.is_whole || is_over() {
                return self.is_whole;
            }
        }
    }

    /// What there is to tell at this moment, in milliseconds, if it is new to the page and time to.
    pub fn tell(&mut self, now_ms: i64) -> Option<ShownKinds> {
        let rows = self.kinds.rows();
        if let Some((at_ms, told, was_whole)) = self.told
            && (now_ms - at_ms < EVERY_MS || (told, was_whole) == (rows, self.is_whole))
        {
            return None;
        }
        self.told = Some((now_ms, rows, self.is_whole));
        let KindsWish { most, order, only_new, .. } = self.wish;
        let kinds = self.kinds.list(order, only_new, most as usize);
        Some(ShownKinds {
            run: self.run,
            kinds: kinds.into_iter().map(|kind| self.shown(kind)).collect(),
            count: small(self.kinds.len()),
            news: small(self.kinds.news()),
            rows: small(rows),
            is_whole: self.is_whole,
            devices_before: small(self.kinds.devices_before()),
        })
    }

    /// Who wrote a kind; nobody where the run is over.
    pub fn devices(&self, run: u32, number: Option<u32>) -> KindDevices {
        let template = number.map_or(OTHER, |number| Template::of_number(number as usize));
        let shares = if run == self.run { self.kinds.per_device(template) } else { Vec::new() };
        let devices = shares.into_iter().map(|(name, rows)| (name.to_owned(), small(rows))).collect();
        KindDevices { run, number, devices }
    }

    /// What finds the kind of a line.
    pub fn sign_of(&self, line: &str) -> Option<Sign> {
        self.kinds.sign_of(line)
    }

    fn shown(&self, kind: Kind) -> ShownKind {
        ShownKind {
            number: (kind.template != OTHER).then(|| small(kind.template.number())),
            sign: self.kinds.sign(kind.template).map(|sign| sign.to_string()),
            text: kind.text,
            level: kind.level,
            rows: small(kind.rows),
            devices: small(kind.devices),
            first_row: kind.first_row,
            last_row: kind.last_row,
            first_ms: kind.first_ms,
            last_ms: kind.last_ms,
            is_new: kind.is_new,
        }
    }
}

/// The filter as far as it decides which rows pass: a text that is only marked does not.
fn passing(filter: &Filter) -> Filter {
    let mut filter = filter.clone();
    if !filter.only_matches {
        filter.text.clear();
    }
    filter
}

/// A log holds far fewer rows than a `u32` counts.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Term;
    use crate::kinds::{Boundary, Order};
    use crate::line::Line;

    fn wish(order: Order) -> KindsWish {
        KindsWish { most: 9, order, only_new: false, boundary: Boundary::default() }
    }

    fn log(texts: &[&str]) -> Log {
        let mut log = Log::default();
        let line = |text| Line {
            sequence: None,
            at_ms: 0,
            skew_ms: 0,
            device: "ford",
            source: "gauge",
            text,
            stderr: false,
            system: false,
        };
        log.append(texts.iter().map(|text| line(*text)));
        log
    }

    fn view(log: &Log, filter: Filter) -> View {
        let mut view = View::new(filter);
        view.sync(log);
        view
    }

    #[test]
    fn is_told_at_most_twice_a_second_and_only_what_is_new() {
        let mut log = log(&["took 3 ms", "took 4 ms", "bus is idle"]);
        let all = view(&log, Filter::default());
        let mut mining = Mining::new(wish(Order::Count), 1);
        assert!(mining.work(&all, &log, || false));
        let told = mining.tell(1_000).unwrap();
        assert_eq!((told.count, told.rows, told.is_whole, told.kinds[0].text.as_str()), (2, 3, true, "took … ms"));
        assert_eq!(mining.devices(told.run, told.kinds[0].number).devices, [("ford".to_owned(), 2)]);
        assert_eq!(mining.tell(9_000), None);
        log.append([Line {
            sequence: None,
            at_ms: 9,
            skew_ms: 0,
            device: "ford",
            source: "gauge",
            text: "ready",
            stderr: false,
            system: false,
        }]);
        let all = view(&log, Filter::default());
        mining.work(&all, &log, || false);
        assert_eq!(mining.tell(1_400), None);
        assert_eq!(mining.tell(1_500).unwrap().rows, 4);
        // Another order is told at once, of the same count.
        mining.ask(wish(Order::Newest));
        let newest = mining.tell(1_501).unwrap();
        assert_eq!((newest.kinds[0].text.as_str(), newest.run), ("ready", told.run));
    }

    #[test]
    fn begins_anew_with_another_filter_and_a_log_that_was_cleared() {
        let mut log = log(&["took 3 ms", "bus is idle"]);
        let mut mining = Mining::new(wish(Order::Count), 1);
        mining.work(&view(&log, Filter::default()), &log, || false);
        let first = mining.tell(0).unwrap();
        // What is only looked for hides nothing.
        let marked = view(&log, Filter { text: "bus".to_owned(), ..Filter::default() });
        mining.work(&marked, &log, || false);
        assert_eq!(mining.run(), first.run);
        let sign = Sign::read(first.kinds[0].sign.as_deref().unwrap()).unwrap();
        let term = Term { text: sign.pattern(), match_case: true, is_regex: true, is_negated: true };
        let without = view(&log, Filter { terms: vec![term], ..Filter::default() });
        mining.work(&without, &log, || false);
        let told = mining.tell(1).unwrap();
        assert_eq!((told.rows, told.kinds[0].text.as_str()), (1, "bus is idle"));
        assert_eq!(mining.devices(first.run, Some(0)).devices, []);
        log.clear();
        mining.work(&view(&log, Filter::default()), &log, || false);
        assert_eq!(mining.tell(2).unwrap().rows, 0);
    }
}
