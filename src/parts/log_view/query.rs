//! The log's filter as the address asks for it.

use logs::desk::ask::LinePlace;
use logs::desk::shown::ShownRow;
use logs::filter::{Filter, Term};
use logs::level::Level;
use logs::sign::Sign;

use crate::routes::log_query::{KindChoice, LineName, LogQuery};

/// The filter an address asks for; a level nobody knows hides nothing.
pub(super) fn filter_of(query: &LogQuery) -> Filter {
    Filter {
        sources: query.sources.as_ref().map(|names| names.iter().cloned().collect()),
        min_level: level_of(query),
        from_ms: query.from_ms,
        to_ms: query.to_ms,
        terms: query
            .without
            .iter()
            .map(|text| Term { text: text.clone(), is_negated: true, ..Term::default() })
            .chain(query.kinds.iter().filter_map(term_of))
            .collect(),
        text: query.text.clone(),
        match_case: query.match_case,
        is_regex: query.is_regex,
        only_matches: query.only_matches,
        ..Filter::default()
    }
}

/// The condition of a kind that is hidden or shown alone.
fn term_of(kind: &KindChoice) -> Option<Term> {
    let text = Sign::read(&kind.sign)?.pattern();
    Some(Term { text, match_case: true, is_regex: true, is_negated: kind.is_hidden })
}

/// What a kind is called: what its lines have in common.
pub(super) fn kind_text(sign: &str) -> String {
    Sign::read(sign).map_or_else(|| sign.to_owned(), |sign| sign.text())
}

/// The least level that is shown.
pub(super) fn level_of(query: &LogQuery) -> Level {
    query.level.as_deref().and_then(Level::of_word).unwrap_or(Level::Debug)
}

/// A query with this least level.
pub(super) fn with_level(query: LogQuery, level: Level) -> LogQuery {
    LogQuery { level: (level > Level::Debug).then(|| level.word().to_owned()), ..query }
}

/// Whether lines of a source are shown.
pub(super) fn shows_source(query: &LogQuery, source: &str) -> bool {
    query.sources.as_ref().is_none_or(|names| names.iter().any(|name| name == source))
}

/// Shows or hides one source out of `known`; hiding none is all, so that new sources appear.
pub(super) fn toggled(query: &LogQuery, source: &str, known: &[String]) -> LogQuery {
    let mut sources = query.sources.clone().unwrap_or_else(|| known.to_vec());
    match sources.iter().position(|name| name == source) {
        Some(at) => drop(sources.remove(at)),
        None => sources.push(source.to_owned()),
    }
    let is_all = known.iter().all(|name| sources.contains(name));
    LogQuery { sources: (!is_all).then_some(sources), ..query.clone() }
}

/// Whether any row could be hidden by it.
pub(super) fn hides(query: &LogQuery) -> bool {
    filter_of(query).hides()
}

/// The line an address points at, as the log is asked for it.
pub fn place_of(line: LineName) -> LinePlace {
    match line {
        LineName::Sequence(number) => LinePlace::Sequence(number),
        LineName::Time(at_ms) => LinePlace::Time(at_ms),
    }
}

/// A row as an address names it. Among several devices only its time is its own.
pub(super) fn name_of(row: &ShownRow) -> LineName {
    if row.device.is_empty() && row.sequence > 0 { LineName::Sequence(row.sequence) } else { LineName::Time(row.at_ms) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_filter() {
        let query = LogQuery {
            level: Some("warn".to_owned()),
            text: "503".to_owned(),
            without: vec!["health".to_owned()],
            ..LogQuery::only("uplink")
        };
        let filter = filter_of(&query);
        assert!(filter.shows_source("uplink") && !filter.shows_source("gauge"));
        assert_eq!((filter.min_level, filter.terms.len(), filter.terms[0].is_negated), (Level::Warn, 1, true));
        assert!(hides(&query) && !hides(&LogQuery::default()));
        assert_eq!(filter_of(&LogQuery { level: Some("loud".to_owned()), ..LogQuery::default() }), Filter::default());
    }

    #[test]
    fn kinds_of_messages_are_conditions() {
        let query = LogQuery::default().with_kind("POST * failed".to_owned(), true);
        let filter = filter_of(&query);
        assert!(hides(&query) && filter.terms[0].is_regex && filter.terms[0].is_negated && filter.terms[0].match_case);
        assert_eq!(kind_text("POST * failed **"), "POST … failed …");
    }

    #[test]
    fn hiding_none_is_showing_all() {
        let known = ["gauge".to_owned(), "ui".to_owned()];
        let without = toggled(&LogQuery::default(), "ui", &known);
        assert_eq!(without.sources.as_deref(), Some(&["gauge".to_owned()][..]));
        assert!(!shows_source(&without, "ui") && shows_source(&without, "gauge"));
        assert_eq!(toggled(&without, "ui", &known), LogQuery::default());
    }
}
