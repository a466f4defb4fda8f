//! The line over a terminal: state, target, size and latency, full screen, disconnect.

use leptos::prelude::*;
use term::Size;
use ui::button::{Button, ButtonSize};
use ui::category::{CategorySquare, swatch_of};
use ui::icon::{Glyph, Icon};
use ui::icon_button::IconButton;
use ui::menu::{Menu, MenuItem};
use ui::popover::Align;
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::session::{SessionState, ShellTarget, TargetChoice};

#[component]
pub(super) fn TerminalHeader(
    targets: Signal<Vec<TargetChoice>>,
    target: Signal<ShellTarget>,
    on_target: Callback<ShellTarget>,
    state: Signal<SessionState>,
    size: Signal<Option<Size>>,
    full: RwSignal<bool>,
    on_disconnect: Callback<()>,
) -> impl IntoView {
    let items = Signal::derive(move || {
        targets.with(|targets| {
            targets
                .iter()
                .map(|choice| {
                    MenuItem::new(choice.target.id(), choice.target.label()).disabled(choice.unavailable.clone())
                })
                .collect::<Vec<_>>()
        })
    });
    let choose = move |id: String| {
        let chosen = targets.with_untracked(|targets| {
            targets.iter().find(|choice| choice.target.id() == id).map(|choice| choice.target.clone())
        });
        if let Some(chosen) = chosen {
            on_target.run(chosen);
        }
    };
    let tone = Signal::derive(move || state.with(|state| mark(state).0));
    let shape = Signal::derive(move || state.with(|state| mark(state).1));
    let measures = move || {
        let latency = match state.get() {
            SessionState::Connected { latency_ms: Some(latency) } => Some(format!("{latency} ms")),
            _ => None,
        };
        let size = size.get().map(|size| format!("{} × {}", size.columns, size.rows));
        size.into_iter().chain(latency).collect::<Vec<_>>().join(" · ")
    };
    view! {
        <header>
            <Menu label="Shell in" items on_choose=choose align=Align::Start class="chip term-target">
                <span>
                    {move || {
                        let swatch = match target.get() {
                            ShellTarget::HostOs => 0,
                            ShellTarget::Service(name) => swatch_of(&name),
                        };
                        view! { <CategorySquare swatch /> }
                    }}
                    <span class="sr-only">"Shell in "</span>
                    {move || target.get().label()}
                    <Icon glyph=Glyph::ChevronDown size=12 />
                </span>
            </Menu>
            <span class="term-state" role="status">
                <StateLabel tone shape>{move || state.with(SessionState::words)}</StateLabel>
            </span>
            <span class="push mono muted tn term-measures">{measures}</span>
            <span class="term-leave small muted" aria-hidden="true"><kbd>"Esc"</kbd><kbd>"Esc"</kbd>" leaves"</span>
            <IconButton
                glyph=Glyph::Expand
                label=Signal::derive(move || if full.get() { "Leave full screen".to_owned() } else { "Full screen".to_owned() })
                pressed=full
                on_press=move |()| full.update(|full| *full = !*full)
            />
            {move || state.with(SessionState::is_open).then(|| view! {
                <Button size=ButtonSize::Small on_press=on_disconnect>"Disconnect"</Button>
            })}
        </header>
    }
}

fn mark(state: &SessionState) -> (Tone, Shape) {
    match state {
        SessionState::Connected { .. } => (Tone::Ok, Shape::Disc),
        SessionState::Connecting => (Tone::Busy, Shape::Arc),
        SessionState::Lost { .. } => (Tone::Warn, Shape::Triangle),
        SessionState::WaitingForDevice => (Tone::Idle, Shape::Ring),
        SessionState::Refused { .. } => (Tone::Fail, Shape::Square),
        SessionState::Idle | SessionState::Ended { .. } => (Tone::Idle, Shape::Dash),
    }
}
