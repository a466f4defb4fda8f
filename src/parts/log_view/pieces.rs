//! A row's text cut into stretches that look alike: colours the program chose, and what a search found.

use logs::line::Span;
use logs::style::Style;

/// One stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) style: Style,
    /// Found by the search.
    pub(super) found: bool,
}

/// Cuts `text` at every edge of `spans` and `found` (both in order, without overlap, as byte ranges).
pub(super) fn pieces(text: &str, spans: &[Span], found: &[(usize, usize)]) -> Vec<Piece> {
    let end = text.len();
    let mut edges: Vec<usize> = vec![0, end];
    edges.extend(spans.iter().flat_map(|span| [span.start, span.end]).filter(|at| *at < end));
    edges.extend(found.iter().flat_map(|range| [range.0, range.1]).filter(|at| *at < end));
    edges.sort_unstable();
    edges.dedup();
    edges
        .windows(2)
        .filter_map(|edge| {
            let (start, end) = (edge[0], edge[1]);
            let style = spans.iter().find(|span| span.start <= start && start < span.end);
            Some(Piece {
                text: text.get(start..end)?.to_owned(),
                style: style.map_or(Style::PLAIN, |span| span.style),
                found: found.iter().any(|range| range.0 <= start && start < range.1),
            })
        })
        .collect()
}

/// The classes of a style; none when it is plain.
pub(super) fn classes(style: Style) -> String {
    let mut classes = style.colour().map_or_else(String::new, |colour| format!("a{} ", colour.index()));
    for (on, class) in
        [(style.bold(), "ab "), (style.dim(), "ad "), (style.italic(), "ai "), (style.underline(), "au ")]
    {
        if on {
            classes.push_str(class);
        }
    }
    classes.truncate(classes.trim_end().len());
    classes
}

#[cfg(test)]
mod tests {
    use logs::line::Line;
    use logs::log::Log;

    use super::{classes, pieces};

    #[test]
    fn colours_and_matches_cut_the_text_and_lose_none_of_it() {
        let mut log = Log::default();
        log.append([Line {
            sequence: None,
            at_ms: 0,
            skew_ms: 0,
            device: "",
            source: "ui",
            text: "GET \u{1b}[1;32m/ingest\u{1b}[0m 204",
            stderr: false,
            system: false,
        }]);
        let row = log.row(0).unwrap();
        let cut = pieces(row.text, &row.spans, &[(3, 8)]);
        let seen: Vec<_> = cut.iter().map(|it| (it.text.as_str(), classes(it.style), it.found)).collect();
        let green = "a2 ab".to_owned();
        assert_eq!(
            seen,
            [
                ("GET", String::new(), false),
                (" ", String::new(), true),
                ("/ing", green.clone(), true),
                ("est", green, false),
                (" 204", String::new(), false)
            ]
        );
        assert!(pieces("", &[], &[]).is_empty());
    }
}
