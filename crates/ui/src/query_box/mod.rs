//! A filter language in one line: its terms coloured, completed as they are typed, wrong places underlined.

mod completions;
mod token;

use leptos::{ev::KeyboardEvent, html, prelude::*};

use self::completions::Completions;
pub use self::token::{Completion, QueryError, Token, TokenKind};
use self::token::{pieces, to_bytes, to_units, without_last_term};
use crate::{
    icon::{Glyph, Icon},
    icon_button::IconButton,
    unique_id::unique_id,
};

/// A query. Every keystroke is answered by `on_input`; Tab or Enter on a chosen line completes, Enter otherwise runs (`on_run`), Esc
/// closes what completes, then takes the last term away. `tokens` colours a text, `complete` says what would complete it at a caret
/// (bytes), `error` underlines, `reading` stands at the right ("19 devices").
#[component]
pub fn QueryBox(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(into)] on_run: Callback<()>,
    #[prop(into)] tokens: Callback<String, Vec<Token>>,
    #[prop(into)] complete: Callback<(String, usize), Vec<Completion>>,
    #[prop(into)] error: Signal<Option<QueryError>>,
    #[prop(into)] reading: Signal<Option<String>>,
    #[prop(optional, into)] placeholder: MaybeProp<String>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = unique_id("query");
    let (list_id, error_id) = (format!("{id}-list"), format!("{id}-error"));
    let text = RwSignal::new(value.get_untracked());
    // What comes from elsewhere (Back, a saved view, a chip) replaces what was typed; what we said ourselves comes back as it is.
    Effect::new(move |_| {
        let value = value.get();
        if text.with_untracked(|text| *text != value) {
            text.set(value);
        }
    });
    let caret = RwSignal::new(0_usize);
    let scrolled = RwSignal::new(0);
    let is_open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<usize>);
    let offered = Memo::new(move |_| if is_open.get() { complete.run((text.get(), caret.get())) } else { Vec::new() });

    let read_caret = move || {
        if let Some(input) = node_ref.get_untracked() {
            let units = input.selection_start().ok().flatten().unwrap_or(u32::MAX);
            let at = text.with_untracked(|text| to_bytes(text, units));
            if caret.get_untracked() != at {
                caret.set(at);
                chosen.set(None);
            }
            scrolled.set(input.scroll_left());
        }
    };
    let say = move |new: String, at: usize| {
        let units = to_units(&new, at);
        text.set(new.clone());
        caret.set(at);
        chosen.set(None);
        on_input.run(new);
        // After the new text stands in the field.
        request_animation_frame(move || {
            if let Some(input) = node_ref.get_untracked() {
                // A field that is gone needs no caret.
                let _ = input.focus();
                let _ = input.set_selection_range(units, units);
                scrolled.set(input.scroll_left());
            }
        });
    };
    let take = Callback::new(move |index: usize| {
        let Some(one) = offered.with_untracked(|offered| offered.get(index).cloned()) else { return };
        let mut new = text.get_untracked();
        if new.is_char_boundary(one.range.start) && new.is_char_boundary(one.range.end) {
            new.replace_range(one.range.clone(), &one.insert);
            say(new, one.range.start + one.insert.len());
        }
    });
    let keys = move |event: KeyboardEvent| {
        let count = offered.with_untracked(Vec::len);
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key());
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if plain => {
                event.prevent_default();
                if !is_open.get_untracked() {
                    read_caret();
                    is_open.set(true);
                } else if count > 0 {
                    let down = event.key() == "ArrowDown";
                    chosen.update(|chosen| {
                        *chosen = Some(match *chosen {
                            None => {
                                if down {
                                    0
                                } else {
                                    count - 1
                                }
                            }
                            Some(at) if down => (at + 1) % count,
                            Some(at) => (at + count - 1) % count,
                        });
                    });
                }
            }
            "Tab" if plain && count > 0 => {
                event.prevent_default();
                take.run(chosen.get_untracked().unwrap_or(0));
            }
            "Enter" => {
                event.prevent_default();
                match chosen.get_untracked() {
                    Some(at) if count > 0 => take.run(at),
                    _ => {
                        is_open.set(false);
                        on_run.run(());
                    }
                }
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                if count > 0 {
                    is_open.set(false);
                } else if text.with_untracked(String::is_empty) {
                    if let Some(input) = node_ref.get_untracked() {
                        // Nothing left to take away: the keys of the page again.
                        let _ = input.blur();
                    }
                } else {
                    let shorter = text.with_untracked(|text| without_last_term(text));
                    let end = shorter.len();
                    is_open.set(false);
                    say(shorter, end);
                }
            }
            _ => {}
        }
    };
    let mirror = move || {
        let wrong = error.with(|error| error.as_ref().map(|error| error.range.clone()));
        let text = text.get();
        let tokens = tokens.run(text.clone());
        pieces(&text, &tokens, wrong.as_ref())
            .into_iter()
            .map(|piece| view! { <span class=piece.class class:wrong=piece.is_wrong>{piece.text}</span> })
            .collect_view()
    };
    let has_error = Memo::new(move |_| error.with(Option::is_some));
    let active = {
        let list_id = list_id.clone();
        move || chosen.get().filter(|_| offered.with(|offered| !offered.is_empty())).map(|at| format!("{list_id}-{at}"))
    };
    let is_shown = Memo::new(move |_| offered.with(|offered| !offered.is_empty()));
    let (controls, describes) = (list_id.clone(), error_id.clone());
    view! {
        <div class="query-place">
            <div class="query" class:bad=has_error>
                <span class="faint"><Icon glyph=Glyph::Filter /></span>
                <span class="q">
                    <span class="q-mirror" aria-hidden="true" style:transform=move || format!("translateX({}px)", -scrolled.get())>
                        {mirror}
                    </span>
                    <input
                        type="text"
                        role="combobox"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-label=label
                        aria-autocomplete="list"
                        aria-expanded=move || if is_shown.get() { "true" } else { "false" }
                        aria-controls=controls
                        aria-activedescendant=active
                        aria-invalid=move || has_error.get().then_some("true")
                        aria-describedby=move || has_error.get().then(|| describes.clone())
                        placeholder=move || placeholder.get()
                        prop:value=text
                        node_ref=node_ref
                        on:keydown=keys
                        on:input=move |event| {
                            let new = event_target_value(&event);
                            text.set(new.clone());
                            is_open.set(true);
                            read_caret();
                            on_input.run(new);
                        }
                        on:keyup=move |_| read_caret()
                        on:scroll=move |_| read_caret()
                        on:click=move |_| {
                            read_caret();
                            is_open.set(true);
                        }
                        on:blur=move |_| is_open.set(false)
                    />
                </span>
                <span class="reading" role="status">{reading}</span>
                {move || (!text.with(String::is_empty)).then(|| {
                    view! { <IconButton glyph=Glyph::Close label="Clear the filter" on_press=move |()| say(String::new(), 0) /> }
                })}
            </div>
            {move || is_shown.get().then(|| {
                view! { <Completions id=list_id.clone() offered chosen on_take=take /> }
            })}
            <p class="query-error" id=error_id aria-live="polite">
                {move || error.with(|error| error.as_ref().map(|error| error.sentence.clone()))}
            </p>
        </div>
    }
}
