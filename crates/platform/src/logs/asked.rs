//! What a reader of a log asks for, in the query (balena-api.md §8).

use http::StatusCode;
use model::timestamp::Timestamp;
use percent_encoding::percent_decode_str;
use store::logs::read::Wanted;

use crate::http::refusal::Refusal;
use crate::log_hub::chunk::Form;
use crate::log_hub::expiry::RETENTION_MS;

/// So many lines of history by default; a stream has none.
const DEFAULT: u64 = 1_000;
const DAY: i64 = 86_400_000;

/// A query, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) stream: bool,
    pub(crate) wanted: Wanted,
    /// Only lines that arrived at or after it, by the server's clock, in milliseconds since 1970.
    pub(crate) since: i64,
    /// Only lines after this number; `wanted` and `since` do not count then.
    pub(crate) after: Option<u64>,
    /// Of those only up to this number. A stream has no end.
    pub(crate) until: Option<u64>,
    pub(crate) form: Form,
}

/// Reads a query. Numbers and moments that are none are as if they were absent, as the original has it; a parameter
/// given twice is 400 without a body. `after`, `until` and `sequence` are ours and told of.
pub(crate) fn parse(query: &str, now: i64) -> Result<Asked, Refusal> {
    let mut found: [Option<String>; 6] = Default::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decoded(name);
        let bare = name.split('[').next().unwrap_or_default();
        let Some(at) =
            ["stream", "count", "start", "after", "sequence", "until"].iter().position(|known| *known == bare)
        else {
            continue;
        };
        match found.get_mut(at) {
            // `count[]=1` and `count[a]=1` are an array and an object.
            Some(field) if field.is_none() && bare == name => *field = Some(decoded(value)),
            _ => return Err(Refusal::Empty(StatusCode::BAD_REQUEST)),
        }
    }
    let [stream, count, start, after, sequence, until] = found;
    let stream = stream.as_deref() == Some("1");
    let after = after.map(|after| position("after", &after)).transpose()?;
    let until = until.map(|until| position("until", &until)).transpose()?;
    Ok(Asked {
        stream,
        wanted: count.and_then(|count| wanted(&count)).unwrap_or(Wanted::Last(if stream { 0 } else { DEFAULT })),
        since: start
            .and_then(|start| moment(&start))
            .unwrap_or(now - if stream { DAY } else { RETENTION_MS })
            .max(now - RETENTION_MS),
        form: if after.is_some() || sequence.as_deref() == Some("1") { Form::Numbered } else { Form::Plain },
        after,
        until,
    })
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn position(name: &str, text: &str) -> Result<u64, Refusal> {
    let rule = || Refusal::bad(format!("{name} has to be the number of a line: the `sequence` of one, or 0"));
    text.parse().ok().filter(|number| i64::try_from(*number).is_ok()).ok_or_else(rule)
}

/// How many: `all`, or a number with which the text begins. Less than none is all but the oldest so many.
fn wanted(text: &str) -> Option<Wanted> {
    if text == "all" {
        return Some(Wanted::Last(u64::MAX));
    }
    let text = text.trim_start();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let digits = digits.get(..end).filter(|digits| !digits.is_empty())?;
    let number = digits.parse().unwrap_or(u64::MAX);
    Some(if negative && number > 0 { Wanted::AllBut(number) } else { Wanted::Last(number) })
}

/// Milliseconds, or a moment as ISO 8601 writes it, down to a year and month.
fn moment(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX }));
    }
    let whole = if text.len() == "2026-11".len() { format!("{text}-01") } else { text.to_owned() };
    whole.parse::<Timestamp>().ok().map(Timestamp::millis)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_795_341_600_000;

    #[test]
    fn counts_are_read_as_the_original_reads_them() {
        for (query, wanted) in [
            ("", Wanted::Last(1_000)),
            ("count=7", Wanted::Last(7)),
            ("count=all", Wanted::Last(u64::MAX)),
            ("count=99999999999999999999999", Wanted::Last(u64::MAX)),
            ("count=%2012abc", Wanted::Last(12)),
            ("count=1e3", Wanted::Last(1)),
            ("count=many", Wanted::Last(1_000)),
            ("count=", Wanted::Last(1_000)),
            ("count", Wanted::Last(1_000)),
            ("count=-3", Wanted::AllBut(3)),
            ("count=-0", Wanted::Last(0)),
            ("stream=1", Wanted::Last(0)),
            ("stream=1&count=5", Wanted::Last(5)),
            ("stream=true", Wanted::Last(1_000)),
        ] {
            assert_eq!(parse(query, NOW).unwrap().wanted, wanted, "{query}");
        }
    }

    #[test]
    fn a_start_is_clamped_to_thirty_days() {
        for (query, since) in [
            ("", NOW - RETENTION_MS),
            ("stream=1", NOW - DAY),
            ("start=0", NOW - RETENTION_MS),
            ("start=1795341500000", 1_795_341_500_000),
            ("start=2026-11-22T09:58:20.000Z", 1_795_341_500_000),
            ("start=2026-11-22T11%3A58%3A20%2B02:00", 1_795_341_500_000),
            ("start=2026-11-22", 1_795_305_600_000),
            ("start=2020-01-01T00:00:00.000Z", NOW - RETENTION_MS),
            ("start=99999999999999999999", i64::MAX),
            ("start=yesterday", NOW - RETENTION_MS),
            ("start=yesterday&stream=1", NOW - DAY),
        ] {
            assert_eq!(parse(query, NOW).unwrap().since, since, "{query}");
        }
    }

    #[test]
    fn only_who_asks_gets_numbers() {
        assert_eq!(parse("stream=1&apikey=x", NOW).unwrap().form, Form::Plain);
        assert_eq!(parse("sequence=1", NOW).unwrap().form, Form::Numbered);
        let after = parse("after=7", NOW).unwrap();
        assert_eq!((after.form, after.after, after.until), (Form::Numbered, Some(7), None));
        assert_eq!(parse("after=7&until=9", NOW).unwrap().until, Some(9));
        for bad in [
            "count=1&count=2",
            "count[]=1",
            "start%5Ba%5D=1",
            "after=-1",
            "after=x",
            "until=y",
            "after=99999999999999999999",
        ] {
            assert!(parse(bad, NOW).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_query_is_read_or_refused(query in "[a-z0-9=&%\\[\\]+-]{0,60}|.{0,40}") {
            let _ = parse(&query, NOW);
        }
    }
}
