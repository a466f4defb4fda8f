//! A filter at work: which rows of a segment pass it.

use crate::bits::Bits;
use crate::filter::Filter;
use crate::level::Level;
use crate::line::Flags;
use crate::matcher::Matcher;
use crate::origin::Origins;
use crate::part::Part;
use crate::pattern::BadPattern;
use crate::segment::Segment;

/// A filter made ready.
#[derive(Debug, Clone)]
pub(crate) struct Sieve {
    finder: Option<Matcher>,
    /// Rows without the text are hidden.
    only: bool,
    /// Conditions, and whether a row must not hold it.
    terms: Vec<(Matcher, bool)>,
    /// An expression is none: nothing can hold it.
    is_broken: bool,
    min_level: Level,
    times: Option<(i64, i64)>,
    /// By origin; `hides_origins` when one of them is false.
    origins: Vec<bool>,
    hides_origins: bool,
}

impl Sieve {
    /// With the first expression that is none, if there is one.
    pub(crate) fn new(filter: &Filter) -> (Self, Option<BadPattern>) {
        let mut problem = None;
        let mut made = |text: &str, match_case, is_regex| {
            Matcher::new(text, match_case, is_regex).unwrap_or_else(|bad| {
                problem.get_or_insert(bad);
                None
            })
        };
        let finder = made(&filter.text, filter.match_case, filter.is_regex);
        let terms = filter
            .terms
            .iter()
            .filter_map(|term| Some((made(&term.text, term.match_case, term.is_regex)?, term.is_negated)))
            .collect();
        let is_timed = filter.from_ms.is_some() || filter.to_ms.is_some();
        let sieve = Self {
            only: filter.only_matches && finder.is_some(),
            finder,
            terms,
            is_broken: problem.is_some(),
            min_level: filter.min_level,
            times: is_timed.then(|| (filter.from_ms.unwrap_or(i64::MIN), filter.to_ms.unwrap_or(i64::MAX))),
            origins: Vec::new(),
            hides_origins: false,
        };
        (sieve, problem)
    }

    pub(crate) fn finder(&self) -> Option<&Matcher> {
        self.finder.as_ref()
    }

    /// Origins that are new to it.
    pub(crate) fn learn(&mut self, origins: &Origins, filter: &Filter) {
        for pair in origins.pairs().iter().skip(self.origins.len()) {
            let is_shown =
                filter.shows_device(origins.device(pair.device)) && filter.shows_source(origins.source(pair.source));
            self.hides_origins |= !is_shown;
            self.origins.push(is_shown);
        }
    }

    fn shows(&self, origin: u16) -> bool {
        !self.hides_origins || self.origins.get(usize::from(origin)).copied().unwrap_or(true)
    }

    /// Whether nothing hides a row but the text.
    fn is_plain(&self) -> bool {
        self.terms.is_empty() && self.times.is_none() && self.min_level == Level::Debug && !self.hides_origins
    }

    /// Looks at the rows of a segment that `part` has not seen.
    pub(crate) fn sift(&self, segment: &Segment, part: &mut Part) {
        let (from, end) = (part.seen, segment.len());
        part.seen = end;
        if self.is_broken {
            return;
        }
        let marked = |matcher: &Matcher| {
            let mut marks = Bits::below(end);
            matcher.mark(segment, from, &mut marks);
            marks
        };
        let mut hits = self.finder.as_ref().map(marked);
        if self.is_plain() {
            if let Some(hits) = hits.as_mut().filter(|_| segment.has_gap(from)) {
                // A gap is written as a number, which is no text of a line.
                let is_gap = |row: &usize| segment.flags(*row).first().is_some_and(|flags| flags.is_gap());
                let gaps: Vec<usize> = hits.iter_from(from).filter(is_gap).collect();
                for gap in gaps {
                    hits.unset(gap);
                }
            }
            match &hits {
                Some(hits) if self.only => part.shown.add(hits),
                _ => part.shown.add(&Bits::between(from, end)),
            }
            if let Some(hits) = &hits {
                part.hits.add(hits);
            }
            return;
        }
        let terms: Vec<(Bits, bool)> =
            self.terms.iter().map(|(matcher, negated)| (marked(matcher), *negated)).collect();
        let mut sift_row = |row: usize, at_ms: i64, flags: Flags, origin: u16| {
            let is_gap = flags.is_gap();
            let holds = !is_gap && hits.as_ref().is_some_and(|hits| hits.has(row));
            let is_shown = self.times.is_none_or(|(first, end)| at_ms >= first && at_ms < end)
                && (holds || !self.only)
                && (is_gap
                    || (self.shows(origin)
                        && flags.level() >= self.min_level
                        && terms.iter().all(|(marks, is_negated)| marks.has(row) != *is_negated)));
            if is_shown {
                part.shown.set(row);
                if holds {
                    part.hits.set(row);
                }
            }
        };
        if let Some(hits) = hits.as_ref().filter(|_| self.only) {
            // Most rows do not hold what is looked for.
            for row in hits.iter_from(from) {
                if let (Some((at_ms, flags)), Some((_, origin))) =
                    (segment.time_and_flags(row), segment.flags_and_origin(row))
                {
                    sift_row(row, at_ms, flags, origin);
                }
            }
            return;
        }
        let rows = segment.times(from).zip(segment.flags(from)).zip(segment.origins(from));
        for (row, ((at_ms, flags), origin)) in (from..end).zip(rows) {
            sift_row(row, at_ms, *flags, *origin);
        }
    }
}
