//! The shapes of state marks, drawn on a 12 grid.

use leptos::prelude::*;

/// A shape of look.md §2; each means one thing whatever its hue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shape {
    /// Filled disc: operational, done.
    Disc,
    /// Ring with a quarter arc: in progress.
    Arc,
    /// Dashed ring with a centre dot: configuring.
    DashedArc,
    /// Triangle: reduced functionality.
    Triangle,
    /// Empty ring: disconnected, waiting.
    #[default]
    Ring,
    /// Dash: inactive.
    Dash,
    /// Square: failed.
    Square,
    /// Padlock: held by an update lock.
    Padlock,
}

impl Shape {
    pub(crate) fn draw(self) -> AnyView {
        match self {
            Self::Disc => view! { <circle cx="6" cy="6" r="4" fill="currentColor" /> }.into_any(),
            Self::Arc => view! {
                <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-opacity=".35" stroke-width="1.8" />
                <path
                    class="turn"
                    d="M6 1.8A4.2 4.2 0 0 1 10.2 6"
                    fill="none"
                    stroke="currentColor"
                    stroke-width="1.8"
                    stroke-linecap="round"
                />
            }
            .into_any(),
            Self::DashedArc => view! {
                <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2 1.77" />
                <circle cx="6" cy="6" r="1.4" fill="currentColor" />
            }
            .into_any(),
            Self::Triangle => view! { <path d="M6 1.3 11.2 10.5H.8z" fill="currentColor" /> }.into_any(),
            Self::Ring => {
                view! { <circle cx="6" cy="6" r="3.7" fill="none" stroke="currentColor" stroke-width="1.6" /> }.into_any()
            }
            Self::Dash => {
                view! { <path d="M2 6h8" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" /> }
                    .into_any()
            }
            Self::Square => {
                view! { <rect x="1.8" y="1.8" width="8.4" height="8.4" rx="1.5" fill="currentColor" /> }.into_any()
            }
            Self::Padlock => view! {
                <rect x="2" y="5.3" width="8" height="5.4" rx="1" fill="currentColor" />
                <path d="M3.8 5.3V4a2.2 2.2 0 0 1 4.4 0v1.3" fill="none" stroke="currentColor" stroke-width="1.4" />
            }
            .into_any(),
        }
    }
}
