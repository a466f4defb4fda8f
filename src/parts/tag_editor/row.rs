//! One tag of the dialog: its key, its value edited in place, and a way to take it away.

use leptos::prelude::*;
use model::device::Tag;
use ui::icon::Glyph;
use ui::icon_button::IconButton;

use super::change::TagChange;
use crate::parts::edit_text::EditText;
use crate::parts::save::Save;

#[component]
#[expect(clippy::needless_pass_by_value, reason = "props are owned")]
pub(super) fn TagRow(tag_key: String, tags: Signal<Vec<Tag>>, on_change: Callback<Save<TagChange>>) -> impl IntoView {
    let (failure, is_pending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let value = {
        let key = tag_key.clone();
        Signal::derive(move || {
            tags.with(|tags| tags.iter().find(|tag| tag.key == key).map(|tag| tag.value.clone()).unwrap_or_default())
        })
    };
    let save = {
        let key = tag_key.clone();
        move |save: Save<String>| {
            let value = save.value.clone();
            let change = TagChange::Change(Tag { key: key.clone(), value });
            on_change.run(Save::new(change, move |result| save.answer(result)));
        }
    };
    let remove = {
        let key = tag_key.clone();
        move |()| {
            if is_pending.get_untracked() {
                return;
            }
            is_pending.set(true);
            failure.set(None);
            on_change.run(Save::new(TagChange::Remove(key.clone()), move |result| {
                let _ = is_pending.try_set(false);
                if let Err(why) = result {
                    let _ = failure.try_set(Some(why));
                }
            }));
        }
    };
    let label = format!("value of {tag_key}");
    view! {
        <li class="tag-row">
            <bdi class="mono cut" title=tag_key.clone()>{tag_key.clone()}</bdi>
            <span class="tag-value"><EditText label value on_save=save /></span>
            <IconButton glyph=Glyph::Trash label=format!("Remove {tag_key}") on_press=remove />
            {move || failure.get().map(|why| view! { <span class="edit-error" role="alert">{why}</span> })}
        </li>
    }
}
