//! A text edited where it stands: pencil, field, and a word when somebody else changed it meanwhile.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::{html, task};
use model::draft::{Draft, Outcome};
use model::figure::UNKNOWN;
use model::same_as::written::SameAs;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;
use ui::unique_id::unique_id;

use super::same_as::SameAsButton;
use super::save::Save;

/// The text with its pencil. `label` is what is edited ("name", "note"); `value` what is there now, also while somebody types:
/// a change by somebody else is shown and asked about. Enter keeps (in a `multiline` field Ctrl or ⌘ with it), Esc cancels.
/// `check` gives a sentence when a text cannot be kept; `consequence` stands under the field; `disabled` is the reason why it
/// may not be edited; `same` answers how else one could keep a text. Children draw the text when it is not a plain line; without, "—" stands for none.
#[component]
pub fn EditText(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_save: Callback<Save<String>>,
    #[prop(optional)] multiline: bool,
    #[prop(optional, into)] check: Option<Callback<String, Result<(), String>>>,
    #[prop(optional, into)] consequence: MaybeProp<String>,
    #[prop(optional, into)] disabled: MaybeProp<String>,
    #[prop(optional, into)] same: Option<Callback<String, Option<SameAs>>>,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> impl IntoView {
    let draft = RwSignal::new(None::<Draft>);
    let children = StoredValue::new(children);
    let pencil = NodeRef::<html::Span>::new();
    let close = Callback::new(move |()| {
        draft.set(None);
        // The pencil comes back with the next frame; the focus was in the field.
        request_animation_frame(move || {
            let button =
                pencil.try_get_untracked().flatten().and_then(|span| span.query_selector("button").ok()).flatten();
            if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = button.focus();
            }
        });
    });
    let is_editing = Memo::new(move |_| draft.with(Option::is_some));
    move || {
        if is_editing.get() {
            view! { <Field label value draft on_save multiline check consequence same close /> }.into_any()
        } else {
            let shown = children.with_value(|children| match children {
                Some(children) => children().into_any(),
                None => view! { <bdi class="edit-shown">{move || value.with(|text| if text.is_empty() { UNKNOWN.to_owned() } else { text.clone() })}</bdi> }.into_any(),
            });
            view! {
                <span class="edit-text" class:lines=multiline>
                    {shown}
                    <span node_ref=pencil>
                        <IconButton
                            glyph=Glyph::Edit
                            label=Signal::derive(move || format!("Edit the {}", label.get()))
                            disabled
                            on_press=move |()| draft.set(Some(Draft::new(value.get_untracked())))
                        />
                    </span>
                </span>
            }
            .into_any()
        }
    }
}

#[component]
fn Field(
    label: Signal<String>,
    value: Signal<String>,
    draft: RwSignal<Option<Draft>>,
    on_save: Callback<Save<String>>,
    multiline: bool,
    check: Option<Callback<String, Result<(), String>>>,
    consequence: MaybeProp<String>,
    same: Option<Callback<String, Option<SameAs>>>,
    close: Callback<()>,
) -> impl IntoView {
    let (error, is_pending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let change = move |act: &dyn Fn(&mut Draft)| {
        let _ = draft.try_update(|draft| {
            if let Some(draft) = draft {
                act(draft);
            }
        });
    };
    // While a write is out, what comes in is mostly that write.
    Effect::new(move |_| {
        let current = value.get();
        if !is_pending.get() {
            change(&|draft| draft.seen(&current));
        }
    });
    let save = move || {
        if is_pending.get_untracked() {
            return;
        }
        match draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.outcome(multiline))) {
            None | Some(Outcome::Unchanged) => close.run(()),
            Some(Outcome::Conflict) => {
                error.set(Some("Somebody else changed it meanwhile: choose which one stays.".to_owned()));
            }
            Some(Outcome::Write(text)) => {
                if let Some(Err(why)) = check.map(|check| check.run(text.clone())) {
                    error.set(Some(why));
                    return;
                }
                error.set(None);
                is_pending.set(true);
                on_save.run(Save::new(text, move |result| {
                    let _ = is_pending.try_set(false);
                    match result {
                        Ok(()) => {
                            let _ = close.try_run(());
                        }
                        Err(why) => {
                            let _ = error.try_set(Some(why));
                        }
                    }
                }));
            }
        }
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() && (!multiline || event.ctrl_key() || event.meta_key()) => {
            event.prevent_default();
            save();
        }
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            close.run(());
        }
        _ => {}
    };
    let typed = Signal::derive(move || {
        draft.with(|draft| draft.as_ref().map(|draft| draft.typed().to_owned()).unwrap_or_default())
    });
    let theirs =
        Memo::new(move |_| draft.with(|draft| draft.as_ref().and_then(|draft| draft.theirs().map(str::to_owned))));
    let input = move |text: String| {
        error.set(None);
        change(&|draft| draft.edit(text.clone()));
    };
    let id = unique_id("edit");
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described = format!("{error_id} {help_id}");
    let field = if multiline {
        let node = NodeRef::<html::Textarea>::new();
        focus_when_there(move || node.get().map(Into::into));
        view! {
            <textarea
                class="input area"
                class:bad=move || error.get().is_some()
                rows="5"
                dir="auto"
                aria-label=label
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
                node_ref=node
                prop:value=typed
                on:input=move |event| input(event_target_value(&event))
                on:keydown=keys
            ></textarea>
        }
        .into_any()
    } else {
        let node = NodeRef::<html::Input>::new();
        focus_when_there(move || node.get().map(Into::into));
        view! {
            <input
                class="input"
                class:bad=move || error.get().is_some()
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-label=label
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
                node_ref=node
                prop:value=typed
                on:input=move |event| input(event_target_value(&event))
                on:keydown=keys
            />
        }
        .into_any()
    };
    view! {
        <span class="edit-field" class:lines=multiline>
            {field}
            <span class="edit-buttons">
                <Button kind=ButtonKind::Ink size=ButtonSize::Small busy=is_pending on_press=move |()| save()>"Save"</Button>
                <Button size=ButtonSize::Small on_press=close>"Cancel"</Button>
                {same.map(|same| view! { <SameAsButton same=Signal::derive(move || same.run(typed.get())) /> })}
                <span class="edit-help" id=help_id>
                    {move || consequence.get().unwrap_or_else(|| {
                        if multiline { "Ctrl Enter keeps, Esc cancels".to_owned() } else { "Enter keeps, Esc cancels".to_owned() }
                    })}
                </span>
            </span>
            <span class="edit-error" id=error_id role="alert">
                {move || error.get().map(|why| view! { <StateMark tone=Tone::Fail shape=Shape::Square /><span>{why}</span> })}
            </span>
            {move || theirs.get().map(|theirs| view! {
                <span class="edit-conflict" role="status">
                    <span>"Somebody else changed it meanwhile to "<bdi class="strong">{if theirs.is_empty() { UNKNOWN.to_owned() } else { theirs }}</bdi></span>
                    <Button size=ButtonSize::Small on_press=move |()| { error.set(None); change(&Draft::take_theirs); }>"Take theirs"</Button>
                    <Button size=ButtonSize::Small on_press=move |()| { error.set(None); change(&Draft::keep_mine); }>"Keep mine"</Button>
                </span>
            })}
        </span>
    }
}

/// The field has the focus and its end the cursor as soon as it stands.
fn focus_when_there(node: impl Fn() -> Option<web_sys::HtmlElement> + 'static) {
    Effect::new(move |_| {
        if let Some(node) = node() {
            task::spawn_local(async move {
                let _ = node.focus();
            });
        }
    });
}
