//! Why a device is not on its target: the evidence in causal order, and the one thing that helps.

use std::fmt::Write as _;

use leptos::prelude::*;
use model::why::{Mark, Step, WayOut, Why};
use ui::button::{Button, ButtonKind};
use ui::copy_text::CopyButton;
use ui::icon::{Glyph, Icon};
use ui::icon_button::IconButton;
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

const fn mark(mark: Mark) -> (Tone, Shape, &'static str) {
    match mark {
        Mark::Done => (Tone::Ok, Shape::Disc, "Done"),
        Mark::Busy => (Tone::Busy, Shape::Arc, "Under way"),
        Mark::Locked => (Tone::Warn, Shape::Padlock, "Held"),
        Mark::Stopped => (Tone::Warn, Shape::Triangle, "Stopped"),
        Mark::Later => (Tone::Idle, Shape::Ring, "Later"),
    }
}

const fn words(way_out: WayOut) -> (&'static str, Glyph) {
    match way_out {
        WayOut::OverrideLock => ("Override lock once…", Glyph::Lock),
        WayOut::CheckForUpdate => ("Check for update", Glyph::Refresh),
        WayOut::ChooseRelease => ("Choose a release…", Glyph::Pin),
        WayOut::OpenTerminal => ("Open terminal", Glyph::Terminal),
        WayOut::ShowLogs => ("Show logs", Glyph::Logs),
    }
}

/// The card. `refusal` is why the way out cannot be taken now.
#[component]
pub fn WhyCard(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] why: Signal<Option<Why>>,
    #[prop(into)] refusal: Callback<WayOut, Option<String>>,
    #[prop(into)] on_way_out: Callback<WayOut>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let text = Signal::derive(move || why.with(|why| plain(&title.get(), why.as_ref())));
    let steps = move || why.get().map(|why| why.steps.into_iter().map(evidence).collect_view());
    let way_out = Memo::new(move |_| why.with(|why| why.as_ref().and_then(|why| why.way_out)));
    let summary = move || why.with(|why| why.as_ref().map(|why| why.summary));
    view! {
        <section class="card why" aria-label=title>
            <header>
                <Icon glyph=Glyph::Info size=16 />
                <h2 class="cut">{title}</h2>
                <span class="push"></span>
                <CopyButton text label="Copy the evidence" />
                <IconButton glyph=Glyph::Close label="Close the evidence" on_press=on_close />
            </header>
            <ol class="evidence">{steps}</ol>
            <footer>
                <span>{summary}</span>
                <span class="push"></span>
                {move || way_out.get().map(|way| {
                    let (label, icon) = words(way);
                    let disabled = Signal::derive(move || refusal.run(way));
                    view! {
                        <Button kind=ButtonKind::Ink icon disabled on_press=move |()| on_way_out.run(way)>{label}</Button>
                    }
                })}
            </footer>
        </section>
    }
}

fn evidence(step: Step) -> impl IntoView {
    let (tone, shape, word) = mark(step.mark);
    let stops = matches!(step.mark, Mark::Locked | Mark::Stopped);
    view! {
        <li class="ev" class:stop=stops>
            <StateMark tone shape />
            <div>
                <span class="sr-only">{format!("{word}: ")}</span>
                <b><bdi>{step.claim}</bdi></b>
                <p>{step.proof}</p>
            </div>
            <code>{step.source}</code>
        </li>
    }
}

/// The evidence to paste into a message.
fn plain(title: &str, why: Option<&Why>) -> String {
    let mut text = title.to_owned();
    if let Some(why) = why {
        for step in &why.steps {
            let _ = write!(text, "\n[{}] {} {}", mark(step.mark).2, step.claim, step.proof);
        }
        text.push('\n');
        text.push_str(why.summary);
    }
    text
}
