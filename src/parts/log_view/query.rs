//! The log's filter as the address carries it, and back.

use logs::filter::Filter;
use logs::level::Level;

use crate::routes::log_query::LogQuery;

/// The filter an address asks for; a level nobody knows hides nothing.
pub fn filter_of(query: &LogQuery) -> Filter {
    Filter {
        sources: query.sources.as_ref().map(|names| names.iter().cloned().collect()),
        min_level: query.level.as_deref().and_then(Level::of_word).unwrap_or(Level::Debug),
        text: query.text.clone(),
        match_case: query.match_case,
        only_matches: query.only_matches,
    }
}

/// The address of a filter.
pub fn query_of(filter: &Filter) -> LogQuery {
    LogQuery {
        sources: filter.sources.as_ref().map(|names| names.iter().cloned().collect()),
        level: (filter.min_level > Level::Debug).then(|| filter.min_level.word().to_owned()),
        text: filter.text.clone(),
        match_case: filter.match_case,
        only_matches: filter.only_matches,
    }
}

#[cfg(test)]
mod tests {
    use super::{filter_of, query_of};
    use crate::routes::log_query::LogQuery;

    #[test]
    fn an_address_and_back() {
        let query = LogQuery { level: Some("warn".to_owned()), text: "503".to_owned(), ..LogQuery::only("uplink") };
        assert_eq!(query_of(&filter_of(&query)), query);
        assert_eq!(query_of(&filter_of(&LogQuery::default())), LogQuery::default());
    }
}
