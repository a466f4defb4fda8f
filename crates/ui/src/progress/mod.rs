//! How far something is, and how a whole divides into states.

use leptos::prelude::*;

use crate::tone::Tone;

/// What fills a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fill {
    /// The dot colour of a state.
    State(Tone),
    /// Downloaded and waiting: a hatch, so that it differs by shape too.
    Wait,
    /// Plain quantity without judgement.
    #[default]
    Muted,
    /// Progress of the person's own action.
    Accent,
}

impl From<Tone> for Fill {
    fn from(tone: Tone) -> Self {
        Self::State(tone)
    }
}

impl Fill {
    /// The class that paints it (`f-ok`, `f-wait`, …).
    pub const fn class(self) -> &'static str {
        match self {
            Self::State(Tone::Ok) => "f-ok",
            Self::State(Tone::Busy) => "f-busy",
            Self::State(Tone::Warn) => "f-warn",
            Self::State(Tone::Fail) => "f-fail",
            Self::State(Tone::Idle) => "f-idle",
            Self::Wait => "f-wait",
            Self::Muted => "f-muted",
            Self::Accent => "f-accent",
        }
    }
}

/// Height of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BarHeight {
    /// 3 px, under the status word in a table cell.
    H3,
    /// 4 px.
    #[default]
    H4,
    /// 6 px.
    H6,
    /// 8 px.
    H8,
}

impl BarHeight {
    const fn class(self) -> &'static str {
        match self {
            Self::H3 => "pb h3",
            Self::H4 => "pb",
            Self::H6 => "pb h6",
            Self::H8 => "pb h8",
        }
    }
}

/// Width of a share of the whole as CSS, at least visible when there is any.
pub(crate) fn width(share: f64) -> String {
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}

/// A progress bar. `value` is 0–1, `None` when it is not known; `text` is what is read out ("uplink downloading 64 %").
#[component]
pub fn ProgressBar(
    #[prop(into)] value: Signal<Option<f64>>,
    #[prop(into)] text: Signal<String>,
    #[prop(optional, into)] fill: Signal<Fill>,
    #[prop(optional)] height: BarHeight,
) -> impl IntoView {
    let now = move || value.get().map(|value| format!("{:.0}", value.clamp(0.0, 1.0) * 100.0));
    view! {
        <div
            class=height.class()
            role="progressbar"
            aria-label=text
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=now
            aria-valuetext=text
        >
            <i class=move || fill.get().class() style:width=move || width(value.get().unwrap_or(0.0))></i>
        </div>
    }
}

/// A progress bar with its figure at the right ("64 %", "waits"); `reading` `None` shows "—".
#[component]
pub fn LabelledProgress(
    #[prop(into)] value: Signal<Option<f64>>,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] reading: Signal<Option<String>>,
    #[prop(optional, into)] fill: Signal<Fill>,
) -> impl IntoView {
    view! {
        <div class="pct">
            <ProgressBar value text fill />
            <span>{move || reading.get().unwrap_or_else(|| "—".to_owned())}</span>
        </div>
    }
}

/// One part of a stacked bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// What it is painted with.
    pub fill: Fill,
    /// How many; 0 leaves it out.
    pub count: u64,
}

/// A whole divided by state, in the order given (ok, busy, warn, fail, idle). `label` says all counts in words.
/// `total` is the whole when it is more than the sum (the rest stays track).
#[component]
pub fn StackedBar(
    #[prop(into)] segments: Signal<Vec<Segment>>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] total: MaybeProp<u64>,
    #[prop(optional)] height: BarHeight,
) -> impl IntoView {
    let parts = move || {
        let segments = segments.get();
        let sum: u64 = segments.iter().map(|segment| segment.count).sum();
        let whole = total.get().unwrap_or(sum).max(sum).max(1);
        segments
            .into_iter()
            .filter(|segment| segment.count > 0)
            .map(|segment| view! { <i class=segment.fill.class() style:width=width(share(segment.count, whole))></i> })
            .collect_view()
    };
    view! {
        <div class=height.class() role="img" aria-label=label>
            {parts}
        </div>
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share drawn on a few hundred pixels")]
fn share(count: u64, whole: u64) -> f64 {
    count as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::{share, width};

    #[test]
    fn widths_stay_within_the_track() {
        assert_eq!(width(share(1, 3)), "33.33%");
        assert_eq!(width(1.4), "100.00%");
        assert_eq!(width(-0.1), "0.00%");
    }
}
