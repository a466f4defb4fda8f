//! A value over time as a line with its area, small enough for a card; what is unknown is a gap.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::scale;
use crate::tone::Tone;

/// Width of the drawing in its own units; it is stretched to its place.
const WIDTH: f64 = 1_000.0;
/// Height in its own units.
const HEIGHT: f64 = 100.0;

/// The line. `points` are evenly spaced, oldest first; `top` is the value of the upper edge, a round one of its own when
/// none; `tone` colours it when it says something (near a limit), grey otherwise. `label` says the whole in words: the
/// last value and the range. For the numbers put [`super::figures::Figures`] beside it.
#[component]
pub fn Sparkline(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] points: Signal<Vec<Option<f64>>>,
    #[prop(optional, into)] top: MaybeProp<f64>,
    #[prop(optional, into)] tone: MaybeProp<Tone>,
    /// In px.
    #[prop(default = 32)]
    height: u32,
) -> impl IntoView {
    let drawn = Memo::new(move |_| points.with(|points| paths(points, top.get())));
    let class = move || format!("spark {}", tone.get().map_or("plain", Tone::class));
    view! {
        <svg
            class=class
            role="img"
            aria-label=label
            viewBox="0 0 1000 100"
            preserveAspectRatio="none"
            style:height=format!("{height}px")
        >
            <path class="area" d=move || drawn.get().1></path>
            <path class="line" vector-effect="non-scaling-stroke" d=move || drawn.get().0></path>
        </svg>
    }
    .into_any()
}

/// The line and the area under it, as path data.
fn paths(points: &[Option<f64>], top: Option<f64>) -> (String, String) {
    let top = top.unwrap_or_else(|| scale::top(points.iter().flatten().copied().fold(0.0, f64::max)));
    #[expect(clippy::cast_precision_loss, reason = "positions on a few hundred pixels")]
    let x = |at: usize| if points.len() > 1 { at as f64 * WIDTH / (points.len() - 1) as f64 } else { 0.0 };
    let (mut line, mut area) = (String::new(), String::new());
    let mut at = 0;
    while at < points.len() {
        let run = points[at..].iter().map_while(|point| *point).collect::<Vec<f64>>();
        if run.is_empty() {
            at += 1;
            continue;
        }
        let _ = write!(area, "M{:.1} {HEIGHT}", x(at));
        for (step, value) in run.iter().enumerate() {
            let (x, y) = (x(at + step), HEIGHT - scale::height(*value, top));
            let _ = write!(line, "{}{x:.1} {y:.1}", if step == 0 { 'M' } else { 'L' });
            let _ = write!(area, "L{x:.1} {y:.1}");
        }
        if run.len() == 1 {
            // A value alone between gaps is a dot, not nothing.
            line.push_str("h.1");
        }
        let _ = write!(area, "L{:.1} {HEIGHT}Z", x(at + run.len() - 1));
        at += run.len();
    }
    (line, area)
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn a_gap_breaks_the_line_and_a_lone_value_is_a_dot() {
        let (line, area) = paths(&[Some(0.0), Some(10.0), None, Some(5.0)], Some(10.0));
        assert_eq!(line, "M0.0 100.0L333.3 0.0M1000.0 50.0h.1");
        assert_eq!(area, "M0.0 100L0.0 100.0L333.3 0.0L333.3 100ZM1000.0 100L1000.0 50.0L1000.0 100Z");
    }

    #[test]
    fn nothing_known_draws_nothing() {
        assert_eq!(paths(&[None, None], None), (String::new(), String::new()));
        assert_eq!(paths(&[], None), (String::new(), String::new()));
    }
}
