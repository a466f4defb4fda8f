//! A state or a property as a small filled label, for headings and cards.

use leptos::prelude::*;

use crate::{
    state_mark::{Shape, StateMark},
    tone::Tone,
};

/// How a badge is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadgeFill {
    /// The soft hue of a state.
    State(Tone),
    /// The accent: something chosen ("fleet target").
    Accent,
    /// An outline: a plain property ("production").
    Outline,
}

impl From<Tone> for BadgeFill {
    fn from(tone: Tone) -> Self {
        Self::State(tone)
    }
}

impl BadgeFill {
    const fn class(self) -> &'static str {
        match self {
            Self::State(tone) => tone.class(),
            Self::Accent => "accent",
            Self::Outline => "line",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::State(tone) => tone,
            Self::Accent | Self::Outline => Tone::Idle,
        }
    }
}

/// A badge; with `shape` it opens with the state's mark.
#[component]
pub fn Badge(
    #[prop(into)] fill: Signal<BadgeFill>,
    #[prop(optional, into)] shape: MaybeProp<Shape>,
    #[prop(optional)] small: bool,
    children: Children,
) -> impl IntoView {
    let tone = Signal::derive(move || fill.get().tone());
    view! {
        <span class=move || format!("badge {}", fill.get().class()) class:sm=small>
            {move || shape.get().map(|shape| view! { <StateMark tone shape /> })}
            {children()}
        </span>
    }
}
