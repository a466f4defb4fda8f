//! Two texts and what differs between them, line by line: signs as well as fills, unified or side by side.

pub mod edits;
pub mod lines;

use leptos::prelude::*;

use self::lines::{Line, Pair, Row, Sign, as_text, counts, folded, side_by_side, unified};
use crate::copy_text::CopyButton;
use crate::segmented::{Choice, Segmented};

/// So many rows are drawn at first; a button asks for the rest.
const MOST_ROWS: usize = 1_000;

/// How the lines are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiffLayout {
    #[default]
    Unified,
    SideBySide,
}

/// What differs between two texts. Unchanged stretches are folded; the copy is the changes as `diff -u` writes lines.
/// `layout` is what is chosen first.
#[component]
pub fn Diff(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] before: Signal<String>,
    #[prop(into)] after: Signal<String>,
    /// What the former text is called, over its column.
    #[prop(into)]
    before_name: Signal<String>,
    #[prop(into)] after_name: Signal<String>,
    #[prop(optional)] layout: DiffLayout,
) -> impl IntoView {
    let layout = RwSignal::new(layout);
    let opened = RwSignal::new(Vec::<usize>::new());
    let is_whole = RwSignal::new(false);
    let all = Memo::new(move |_| before.with(|before| after.with(|after| unified(before, after))));
    Effect::new(move |_| {
        // Folds are known by their place, which is another in another text or layout.
        all.track();
        layout.track();
        opened.set(Vec::new());
    });
    let rows = Memo::new(move |_| {
        opened.with(|opened| {
            all.with(|all| match layout.get() {
                DiffLayout::Unified => folded(all, opened),
                DiffLayout::SideBySide => folded(&side_by_side(all), opened),
            })
        })
    });
    let size = Memo::new(move |_| all.with(|all| counts(all)));
    let is_equal = Memo::new(move |_| size.get() == lines::Counts::default());
    let copied = Signal::derive(move || all.with(|all| as_text(all)));
    let choices =
        vec![Choice::new(DiffLayout::Unified, "Unified"), Choice::new(DiffLayout::SideBySide, "Side by side")];
    let body = move || {
        let layout = layout.get();
        let most = if is_whole.get() { usize::MAX } else { MOST_ROWS };
        let drawn = rows.with(|rows| rows.iter().take(most).map(|row| drawn(row, layout, opened)).collect::<Vec<_>>());
        let left = rows.with(Vec::len).saturating_sub(drawn.len());
        let more = (left > 0).then(|| {
            view! {
                <tr class="fold">
                    <td colspan="4">
                        <button type="button" on:click=move |_| is_whole.set(true)>{format!("Show {left} more lines")}</button>
                    </td>
                </tr>
            }
        });
        view! { <tbody>{drawn}{more}</tbody> }
    };
    view! {
        <div class="diff-head">
            <span class="tn" role="status">
                {move || if is_equal.get() {
                    view! { <span class="muted">"No difference"</span> }.into_any()
                } else {
                    let size = size.get();
                    view! {
                        <span class="diff-more">"+"{size.added}<span class="sr-only">" lines added"</span></span>
                        " "
                        <span class="diff-less">"−"{size.removed}<span class="sr-only">" lines removed"</span></span>
                    }.into_any()
                }}
            </span>
            <span class="push"></span>
            <Segmented label="Layout" choices value=layout on_change=move |chosen| layout.set(chosen) />
            <CopyButton text=copied label="Copy the changes" />
        </div>
        <div class="code diff" tabindex="0" role="region" aria-label=label>
            <table class:sides=move || layout.get() == DiffLayout::SideBySide>
                <caption class="sr-only">{label}</caption>
                {move || heads(layout.get(), before_name, after_name)}
                {body}
            </table>
        </div>
    }
}

fn heads(layout: DiffLayout, before_name: Signal<String>, after_name: Signal<String>) -> AnyView {
    match layout {
        DiffLayout::Unified => view! {
            <thead class="sr-only">
                <tr>
                    <th scope="col">"Line of "{before_name}</th>
                    <th scope="col">"Line of "{after_name}</th>
                    <th scope="col">"Change"</th>
                    <th scope="col">"Text"</th>
                </tr>
            </thead>
        }
        .into_any(),
        DiffLayout::SideBySide => view! {
            <thead>
                <tr>
                    <th scope="col"><span class="sr-only">"Line"</span></th>
                    <th scope="col">{before_name}</th>
                    <th scope="col"><span class="sr-only">"Line"</span></th>
                    <th scope="col">{after_name}</th>
                </tr>
            </thead>
        }
        .into_any(),
    }
}

fn drawn(row: &Row, layout: DiffLayout, opened: RwSignal<Vec<usize>>) -> AnyView {
    match (row, layout) {
        (Row::Fold { from, count }, _) => {
            let from = *from;
            view! {
                <tr class="fold">
                    <td colspan="4">
                        <button type="button" on:click=move |_| opened.update(|opened| opened.push(from))>
                            {format!("Show {count} unchanged lines")}
                        </button>
                    </td>
                </tr>
            }
            .into_any()
        }
        (Row::Pair(pair), DiffLayout::Unified) => one(pair).into_any(),
        (Row::Pair(pair), DiffLayout::SideBySide) => two(pair).into_any(),
    }
}

fn number(line: Option<&Line>) -> impl IntoView + use<> {
    view! { <td class="ln">{line.map(|line| line.number)}</td> }
}

const fn class_of(sign: Sign) -> &'static str {
    match sign {
        Sign::Kept => "",
        Sign::Removed => "del",
        Sign::Added => "add",
    }
}

/// The sign is read out as a word: a minus is skipped by many readers.
fn mark(sign: Sign) -> impl IntoView {
    let (drawn, word) = match sign {
        Sign::Kept => return ().into_any(),
        Sign::Removed => ("−", "removed "),
        Sign::Added => ("+", "added "),
    };
    view! { <span aria-hidden="true">{drawn}</span><span class="sr-only">{word}</span> }.into_any()
}

fn one(pair: &Pair) -> impl IntoView + use<> {
    let sign = pair.sign();
    let text = pair.before.as_ref().or(pair.after.as_ref()).map(|line| line.text.clone());
    view! {
        <tr class=class_of(sign)>
            {number(pair.before.as_ref())}
            {number(pair.after.as_ref())}
            <td class="sg">{mark(sign)}</td>
            <td class="tx">{text}</td>
        </tr>
    }
}

fn two(pair: &Pair) -> impl IntoView + use<> {
    let side = |line: Option<&Line>, sign: Sign| {
        let sign = match (line, pair.is_kept) {
            (None, _) | (_, true) => Sign::Kept,
            (Some(_), false) => sign,
        };
        let class = if line.is_none() { "none" } else { class_of(sign) };
        let text = line.map(|line| line.text.clone());
        view! {
            {number(line)}
            <td class=format!("tx {class}")><span class="sg">{mark(sign)}</span>{text}</td>
        }
    };
    view! { <tr>{side(pair.before.as_ref(), Sign::Removed)}{side(pair.after.as_ref(), Sign::Added)}</tr> }
}
