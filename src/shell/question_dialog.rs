//! The open question of the page, as a dialog.

use leptos::prelude::*;
use ui::button::{Button, ButtonKind};
use ui::dialog::Dialog;

use crate::parts::same_as::SameAsLines;
use crate::services::confirm::{Question, use_confirm};

/// Shows what is asked; the least harmful answer has the focus.
#[component]
pub(super) fn QuestionDialog() -> impl IntoView {
    let confirm = use_confirm();
    let question = confirm.question();
    // The words stay while the dialog goes.
    let last = RwSignal::new(None::<Question>);
    Effect::new(move |_| {
        if let Some(question) = question.get() {
            last.set(Some(question));
        }
    });
    let word = move |read: fn(&Question) -> String| {
        Signal::derive(move || last.with(|last| last.as_ref().map(read)).unwrap_or_default())
    };
    let (title, body, action) =
        (word(|one| one.title.clone()), word(|one| one.body.clone()), word(|one| one.action.clone()));
    let footer = move || {
        let is_irreversible = last.with(|last| last.as_ref().is_some_and(|one| one.is_irreversible));
        let kind = if is_irreversible { ButtonKind::Danger } else { ButtonKind::Ink };
        view! {
            <span class="push"></span>
            <Button attr:data-first-focus="" on_press=move |()| confirm.answer(false)>"Cancel"</Button>
            <Button kind on_press=move |()| confirm.answer(true)>{action}</Button>
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || question.with(Option::is_some))
            on_close=move |()| confirm.answer(false)
            title
            footer
        >
            <p>{body}</p>
            {move || {
                let same = confirm.same().get()?;
                Some(view! {
                    <details class="same-as-more">
                        <summary class="small muted">"The same as API call, SDK and CLI"</summary>
                        <SameAsLines same=Signal::stored(same) />
                    </details>
                })
            }}
        </Dialog>
    }
}
