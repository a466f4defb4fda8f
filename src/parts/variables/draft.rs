//! A value being typed: what it is meant to replace, whether it may be so, what became of writing it.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use model::variable::{Slot, check_environment};
use model::variable_write::{Answer, Write};
use ui::banner::Strip;
use ui::button::{Button, ButtonSize};
use ui::icon::Glyph;
use ui::tone::Tone;

use super::desk::Desk;
use super::words::cut;

/// Where a write stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stand {
    Typing,
    Writing,
    Failed(String),
}

/// What somebody else made of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Theirs(pub(super) Option<String>);

/// The value being typed, what it is meant to replace, and what became of it. Copy.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) desk: Desk,
    pub(super) value: RwSignal<String>,
    /// What is there, as far as this editor has seen it; none: not set.
    pub(super) expected: RwSignal<Option<String>>,
    /// What somebody else made of it meanwhile.
    pub(super) theirs: RwSignal<Option<Theirs>>,
    pub(super) stand: RwSignal<Stand>,
    /// Where the value is typed.
    pub(super) input: NodeRef<html::Input>,
}

impl Draft {
    pub(super) fn new(desk: Desk) -> Self {
        Self {
            desk,
            value: RwSignal::new(String::new()),
            expected: RwSignal::new(None),
            theirs: RwSignal::new(None),
            stand: RwSignal::new(Stand::Typing),
            input: NodeRef::new(),
        }
    }

    /// Why it was not written, at the field.
    pub(super) fn failure(self, name: impl Fn() -> String + Send + Sync + 'static) -> Signal<Option<String>> {
        Signal::derive(move || match self.stand.get() {
            Stand::Failed(why) => Some(why),
            _ => check_environment(&name(), &self.value.get())
                .err()
                .filter(|_| !name().is_empty())
                .map(|why| why.to_string()),
        })
    }

    pub(super) fn save(self, slot: Result<Slot, String>, name: String, close: impl Fn() + Send + Sync + 'static) {
        let value = self.value.get_untracked();
        if self.stand.get_untracked() == Stand::Writing || check_environment(&name, &value).is_err() {
            return;
        }
        let slot = match slot {
            Ok(slot) => slot,
            Err(why) => return self.stand.set(Stand::Failed(why)),
        };
        self.stand.set(Stand::Writing);
        let write = Write::Set { slot, name, expected: self.expected.get_untracked(), value };
        self.desk.ask(write, move |answer| {
            let stand = match answer {
                Answer::Done => return close(),
                Answer::Meanwhile(now) => {
                    let _ = self.theirs.try_set(Some(Theirs(now)));
                    Stand::Typing
                }
                Answer::Failed(why) => Stand::Failed(why),
            };
            let _ = self.stand.try_set(stand);
        });
    }

    /// Whose value stays is said: the button is gone, and the focus goes back to the value.
    fn decided(self) {
        self.theirs.set(None);
        if let Some(input) = self.input.get_untracked() {
            let _ = input.focus();
        }
    }

    /// That somebody else changed it, and whose value stays.
    pub(super) fn conflict(self) -> impl IntoView {
        move || {
            let Theirs(theirs) = self.theirs.get()?;
            let words = match &theirs {
                Some(value) => format!("Meanwhile somebody else set it to “{}”.", cut(value)),
                None => "Meanwhile somebody else deleted it.".to_owned(),
            };
            let keep = {
                let theirs = theirs.clone();
                move |()| {
                    self.expected.set(theirs.clone());
                    self.decided();
                }
            };
            let take = move |()| {
                self.value.set(theirs.clone().unwrap_or_default());
                self.expected.set(theirs.clone());
                self.decided();
            };
            Some(
                view! {
                    <Strip tone=Tone::Warn glyph=Glyph::Warning>
                        <span>{words}</span>
                        <Button size=ButtonSize::Small on_press=take>"Take theirs"</Button>
                        <Button size=ButtonSize::Small on_press=keep>"Keep mine"</Button>
                    </Strip>
                }
                .into_any(),
            )
        }
    }
}

/// Enter keeps, Esc cancels.
pub(super) fn keys(save: Callback<()>, cancel: Callback<()>) -> impl Fn(KeyboardEvent) {
    move |event: KeyboardEvent| {
        let is_field = event
            .target()
            .and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(target).ok())
            .is_some_and(|element| element.tag_name() == "INPUT");
        match event.key().as_str() {
            "Enter" if is_field => {
                event.prevent_default();
                save.run(());
            }
            "Escape" if !event.default_prevented() => {
                event.prevent_default();
                event.stop_propagation();
                cancel.run(());
            }
            _ => {}
        }
    }
}

/// The input takes the focus, its text selected, when it comes.
pub(super) fn focused(input: NodeRef<html::Input>) -> NodeRef<html::Input> {
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    input
}
