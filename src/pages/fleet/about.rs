//! What the fleet is: its slug, kind and organization, its tags and its note.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::device::Tag;
use model::figure::UNKNOWN;
use model::fleet_choice::{FleetDetail, LONGEST_NOTE, NOTE_TAG};
use model::rights::Right;
use model::same_as::owner::Owner;
use model::same_as::tags as same_tags;
use query::remote::Remote;
use ui::card::Card;
use ui::copy_text::CopyText;
use ui::description_list::{DescriptionItem, DescriptionList};
use ui::relative_time::RelativeTime;

use crate::data::failure::Failure;
use crate::data::rights::use_rights;
use crate::data::tags::{Tagged, use_tags};
use crate::parts::edit_text::EditText;
use crate::parts::save::Save;
use crate::parts::tag_editor::{TagChange, TagEditor};
use crate::routes::account_tab::AccountTab;
use crate::routes::place::Place;

/// The card.
#[component]
pub(super) fn About(id: i64, detail: Remote<FleetDetail, Failure>, now: Signal<i64>) -> impl IntoView {
    let read = move |read: fn(&FleetDetail) -> String| Memo::new(move |_| detail.with(|held| held.value().map(read)));
    let slug = read(|detail| detail.slug.clone());
    let name = read(|detail| detail.name.clone());
    let note = read(|detail| detail.note.clone());
    let tags =
        Memo::new(move |_| detail.with(|held| held.value().map(|detail| detail.tags.clone()).unwrap_or_default()));
    let organization = Memo::new(move |_| detail.with(|held| held.value()?.organization.clone()));
    let kind = Memo::new(move |_| detail.with(|held| held.value()?.device_type.clone()));
    let is_public = Memo::new(move |_| detail.with(|held| held.value().map(|detail| detail.is_public)));
    let created = Memo::new(move |_| detail.with(|held| held.value().map(|detail| detail.created_at.millis())));
    let writer = use_tags();
    let change_tag = move |save: Save<TagChange>| {
        spawn_local(async move {
            save.answer(match save.value.clone() {
                TagChange::Add(tag) | TagChange::Change(tag) => writer.set(Tagged::Fleet, id, tag).await,
                TagChange::Remove(key) => writer.remove(Tagged::Fleet, id, key).await,
            });
        });
    };
    let save_note = move |save: Save<String>| {
        spawn_local(async move {
            let value = save.value.clone();
            save.answer(if value.trim().is_empty() {
                writer.remove(Tagged::Fleet, id, NOTE_TAG.to_owned()).await
            } else {
                writer.set(Tagged::Fleet, id, Tag { key: NOTE_TAG.to_owned(), value }).await
            });
        });
    };
    let denied = use_rights().refusal(Some(id), Right::EditTags);
    let same_tag =
        move |tag: Tag| slug.get().map(|slug| same_tags::set(Owner::Fleet { id, slug: &slug }, &tag.key, &tag.value));
    let same_note = move |value: String| same_tag(Tag { key: NOTE_TAG.to_owned(), value });
    view! {
        <Card title="About">
            <DescriptionList>
                <DescriptionItem term="Slug">
                    {move || slug.get().map(|slug| view! { <CopyText text=slug label="Copy the slug" /> })}
                </DescriptionItem>
                <DescriptionItem term="Device type">
                    <span class="cut">{move || kind.get().map_or_else(|| UNKNOWN.to_owned(), |kind| kind.name)}</span>
                </DescriptionItem>
                <DescriptionItem term="Architecture">
                    <span class="mono">{move || kind.get().and_then(|kind| kind.architecture).unwrap_or_else(|| UNKNOWN.to_owned())}</span>
                </DescriptionItem>
                <DescriptionItem term="Organization">
                    {move || organization.get().map(|one| {
                        let href = Place::Account(AccountTab::Organization(one.id)).to_string();
                        view! { <a class="link cut" href=href>{one.name}</a> }
                    })}
                </DescriptionItem>
                <DescriptionItem term="Seen by">
                    {move || match is_public.get() {
                        Some(true) => "Everybody: the fleet is public",
                        Some(false) => "Members of the organization",
                        None => UNKNOWN,
                    }}
                </DescriptionItem>
                <DescriptionItem term="Created"><RelativeTime at=created now suffix=" ago" /></DescriptionItem>
                <DescriptionItem term="Tags">
                    <TagEditor
                        of=Signal::derive(move || name.get().unwrap_or_default())
                        tags
                        on_change=change_tag
                        disabled=denied
                        same=same_tag
                    />
                </DescriptionItem>
                <DescriptionItem term="Note">
                    <EditText
                        label="note"
                        value=Signal::derive(move || note.get().unwrap_or_default())
                        on_save=save_note
                        multiline=true
                        check=|note: String| {
                            if note.chars().count() > LONGEST_NOTE {
                                Err(format!("A note has at most {LONGEST_NOTE} characters."))
                            } else {
                                Ok(())
                            }
                        }
                        disabled=denied
                        same=same_note
                    />
                </DescriptionItem>
            </DescriptionList>
        </Card>
    }
    .into_any()
}
