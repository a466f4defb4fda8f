//! The tags of a device, a fleet or a release: shown as tags, changed one at a time in a dialog.

mod change;
mod row;

use leptos::prelude::*;
use model::device::Tag as TagValue;
use model::figure::UNKNOWN;
use model::same_as::written::SameAs;
use model::tag_rule::{LONGEST_KEY, check_key};
use ui::button::{Button, ButtonKind};
use ui::dialog::Dialog;
use ui::field::TextField;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::tag::Tag;

pub use self::change::TagChange;
use self::row::TagRow;
use super::same_as::SameAsButton;
use super::save::Save;

/// The tags with their pencil. `of` names what they are on ("ford-120"); `longest_key` is
/// [`model::tag_rule::LONGEST_RELEASE_KEY`] on releases; `disabled` is the reason why they may not be changed.
/// `same` answers how else one could set a tag. Each change is its own write: the page answers it through [`Save::answer`].
#[component]
pub fn TagEditor(
    #[prop(into)] of: Signal<String>,
    #[prop(into)] tags: Signal<Vec<TagValue>>,
    #[prop(into)] on_change: Callback<Save<TagChange>>,
    #[prop(default = LONGEST_KEY)] longest_key: usize,
    #[prop(optional, into)] disabled: MaybeProp<String>,
    #[prop(optional, into)] same: Option<Callback<TagValue, Option<SameAs>>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let title = Signal::derive(move || format!("Tags of {}", of.get()));
    let footer = move || {
        view! {
            <span class="push"></span>
            <Button on_press=move |()| open.set(false)>"Done"</Button>
        }
    };
    view! {
        <span class="tag-list">
            {move || match tags.get() {
                tags if tags.is_empty() => UNKNOWN.into_any(),
                tags => tags.into_iter().map(|tag| view! { <Tag><bdi>{tag.label()}</bdi></Tag> }).collect_view().into_any(),
            }}
            <IconButton glyph=Glyph::Edit label="Edit the tags" disabled on_press=move |()| open.set(true) />
        </span>
        <Dialog open on_close=move |()| open.set(false) title footer>
            <TagRows tags on_change />
            <AddTag tags on_change longest_key same />
        </Dialog>
    }
}

#[component]
fn TagRows(tags: Signal<Vec<TagValue>>, on_change: Callback<Save<TagChange>>) -> impl IntoView {
    let keys = Memo::new(move |_| tags.with(|tags| tags.iter().map(|tag| tag.key.clone()).collect::<Vec<_>>()));
    view! {
        <ul class="tag-rows" aria-label="Tags">
            <For each=move || keys.get() key=Clone::clone let:key>
                <TagRow tag_key=key tags on_change />
            </For>
        </ul>
        {move || keys.with(Vec::is_empty).then(|| view! { <p class="muted">"No tag yet. A tag is a key with or without a value."</p> })}
    }
}

#[component]
fn AddTag(
    tags: Signal<Vec<TagValue>>,
    on_change: Callback<Save<TagChange>>,
    longest_key: usize,
    same: Option<Callback<TagValue, Option<SameAs>>>,
) -> impl IntoView {
    let (key, value) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (error, failure, is_pending) =
        (RwSignal::new(None::<String>), RwSignal::new(None::<String>), RwSignal::new(false));
    let field = NodeRef::<leptos::html::Input>::new();
    let exists = Memo::new(move |_| key.with(|key| tags.with(|tags| tags.iter().any(|tag| tag.key == key.trim()))));
    let add = move || {
        if is_pending.get_untracked() {
            return;
        }
        let tag = TagValue { key: key.get_untracked().trim().to_owned(), value: value.get_untracked() };
        if let Err(why) = check_key(&tag.key, longest_key) {
            error.set(Some(why));
            return;
        }
        is_pending.set(true);
        failure.set(None);
        let change = if exists.get_untracked() { TagChange::Change(tag) } else { TagChange::Add(tag) };
        on_change.run(Save::new(change, move |result| {
            let _ = is_pending.try_set(false);
            match result {
                Ok(()) => {
                    let _ = key.try_set(String::new());
                    let _ = value.try_set(String::new());
                    if let Some(field) = field.try_get_untracked().flatten() {
                        let _ = field.focus();
                    }
                }
                Err(why) => {
                    let _ = failure.try_set(Some(why));
                }
            }
        }));
    };
    view! {
        <form
            class="tag-add"
            on:submit=move |event| {
                event.prevent_default();
                add();
            }
        >
            <TextField
                label="Key"
                value=key
                on_input=move |typed| {
                    error.set(None);
                    key.set(typed);
                }
                error
                node_ref=field
                mono=true
            />
            <TextField label="Value" value on_input=move |typed| value.set(typed) error=failure mono=true />
            <Button kind=ButtonKind::Ink submit=true busy=is_pending>
                {move || if exists.get() { "Replace" } else { "Add tag" }}
            </Button>
            {same.map(|same| {
                let typed = Signal::derive(move || {
                    let tag = TagValue { key: key.with(|key| key.trim().to_owned()), value: value.get() };
                    Some(tag).filter(|tag| !tag.key.is_empty()).and_then(|tag| same.run(tag))
                });
                view! { <SameAsButton same=typed missing="Write a key first." /> }
            })}
        </form>
    }
}
