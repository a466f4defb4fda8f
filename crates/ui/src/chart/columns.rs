//! Counts over time as stacked columns: plot what is not as it should be, and healthy is the empty space.

use leptos::prelude::*;

use super::figures::Figures;
use super::scale;
use crate::grouped::grouped;
use crate::progress::Fill;

/// What one colour of the columns stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The word in the table's head and in the hint of a column.
    pub name: String,
    pub fill: Fill,
}

impl Series {
    /// A series.
    pub fn new(name: impl Into<String>, fill: impl Into<Fill>) -> Self {
        Self { name: name.into(), fill: fill.into() }
    }
}

/// One moment.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeColumn {
    /// The moment in words ("22:41").
    pub label: String,
    /// One value a series, from the bottom; none when nothing is known of the moment: a gap is drawn.
    pub values: Option<Vec<f64>>,
}

/// The chart with its axes and, below, its table. `label` says in words what the picture shows; `ticks` are the words
/// under the columns, spread evenly; `reading` puts a value into words. The columns are made anew when they change, all
/// in one go: no signal a column.
#[component]
pub fn StackedColumns(
    #[prop(into)] label: Signal<String>,
    series: Vec<Series>,
    #[prop(into)] columns: Signal<Vec<TimeColumn>>,
    #[prop(into)] ticks: Signal<Vec<String>>,
    /// The head of the moments in the table ("Time").
    #[prop(into, default = "Time".to_owned())]
    moment: String,
    #[prop(default = whole)] reading: fn(f64) -> String,
    /// In px.
    #[prop(default = 124)]
    height: u32,
) -> impl IntoView {
    let fills: Vec<&'static str> = series.iter().map(|series| series.fill.class()).collect();
    let names: Vec<String> = series.iter().map(|series| series.name.clone()).collect();
    let heads: Vec<String> = std::iter::once(moment).chain(names.iter().cloned()).collect();
    let top = Memo::new(move |_| columns.with(|columns| scale::top(most(columns))));
    let axis = move || {
        let top = top.get();
        let half = (top > 1.0).then(|| reading(top / 2.0));
        view! { <span>{reading(top)}</span><span>{half}</span><span>"0"</span> }
    };
    let drawn = move || {
        let top = top.get();
        let one = |column: &TimeColumn| {
            let Some(values) = &column.values else {
                return view! { <i class="unknown" title=format!("{}: unknown", column.label)></i> }.into_any();
            };
            let mut words = format!("{}:", column.label);
            for (name, value) in names.iter().zip(values) {
                words = format!("{words}\n{name} {}", reading(*value));
            }
            // The first series stands at the bottom, so it comes last.
            let parts = values.iter().zip(&fills).rev().filter(|(value, _)| **value > 0.0);
            let parts = parts.map(|(value, fill)| {
                let height = format!("{:.2}%", scale::height(*value, top));
                view! { <b class=*fill style:height=height></b> }
            });
            view! { <i title=words>{parts.collect_view()}</i> }.into_any()
        };
        columns.with(|columns| columns.iter().map(one).collect_view())
    };
    let rows = Signal::derive(move || {
        columns.with(|columns| {
            columns
                .iter()
                .rev()
                .map(|column| {
                    let unknown = || vec!["—".to_owned(); series.len()];
                    let values = column.values.as_ref();
                    let values =
                        values.map_or_else(unknown, |values| values.iter().map(|value| reading(*value)).collect());
                    std::iter::once(column.label.clone()).chain(values).collect()
                })
                .collect()
        })
    });
    view! {
        <div class="chart-frame">
            <div class="axis up" aria-hidden="true" style:height=format!("{height}px")>{axis}</div>
            <div>
                <div class="chart" role="img" aria-label=label style:height=format!("{height}px")>{drawn}</div>
                <div class="axis" aria-hidden="true">
                    {move || ticks.get().into_iter().map(|tick| view! { <span>{tick}</span> }).collect_view()}
                </div>
            </div>
        </div>
        <Figures caption=label heads rows />
    }
    .into_any()
}

/// The highest column.
fn most(columns: &[TimeColumn]) -> f64 {
    let sums = columns.iter().filter_map(|column| column.values.as_ref()).map(|values| values.iter().sum());
    sums.fold(0.0, f64::max)
}

/// A count, grouped by thousands; what is below zero counts nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rounded count")]
fn whole(value: f64) -> String {
    grouped(value.round().max(0.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::{TimeColumn, most, whole};

    #[test]
    fn the_highest_column_is_the_highest_sum_and_gaps_count_nothing() {
        let column = |values: Option<Vec<f64>>| TimeColumn { label: String::new(), values };
        let columns = [column(Some(vec![1.0, 2.0])), column(None), column(Some(vec![2.0, 2.5]))];
        assert!((most(&columns) - 4.5).abs() < 1e-9);
        assert!(most(&[]).abs() < 1e-9);
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!([whole(0.0), whole(999.0), whole(100_000.0)], ["0", "999", "100,000"]);
    }
}
