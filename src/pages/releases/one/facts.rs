//! What is known of a release, and the words that people add to it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::device::Tag;
use model::figure::{UNKNOWN, bytes, counted};
use model::release::Release;
use model::release_detail::ReleaseDetail;
use model::rights::Right;
use model::same_as::owner::Owner;
use model::same_as::{releases, tags as same_tags};
use model::tag_rule::LONGEST_RELEASE_KEY;
use model::timestamp::Timestamp;
use ui::card::Card;
use ui::copy_text::CopyText;
use ui::description_list::{DescriptionItem, DescriptionList};
use ui::relative_time::{RelativeTime, span};

use super::super::actions::ReleaseActions;
use crate::data::release_edits::use_release_edits;
use crate::data::rights::use_rights;
use crate::data::tags::{Tagged, use_tags};
use crate::parts::edit_text::EditText;
use crate::parts::release_standing::ReleaseStanding;
use crate::parts::save::Save;
use crate::parts::tag_editor::{TagChange, TagEditor};
use crate::routes::device_list::DeviceList;
use crate::routes::place::Place;
use crate::services::clock::use_now;

/// The API's own limit (`release.known_issue_list`), in characters.
const LONGEST_ISSUES: usize = 1_000;

/// The facts, the note, the known issues and the tags.
#[component]
pub(super) fn Facts(
    fleet: i64,
    detail: Memo<Option<ReleaseDetail>>,
    actions: ReleaseActions,
    #[prop(into)] on_saved: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="vstack release-facts">
            <Words fleet detail actions on_saved />
            <Numbers fleet detail />
        </div>
    }
}

#[component]
fn Words(
    fleet: i64,
    detail: Memo<Option<ReleaseDetail>>,
    actions: ReleaseActions,
    on_saved: Callback<()>,
) -> impl IntoView {
    let (edits, tags_of) = (use_release_edits(), use_tags());
    let of = move |read: fn(&Release) -> String| {
        Signal::derive(move || detail.with(|detail| detail.as_ref().map(|one| read(&one.release)).unwrap_or_default()))
    };
    let number = move || detail.with_untracked(|detail| detail.as_ref().map(|detail| detail.release.id));
    let note = of(|release| release.note.clone().unwrap_or_default());
    let issues = of(|release| release.known_issues.clone().unwrap_or_default());
    let label = of(|release| release.label.clone());
    let tags = Signal::derive(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.release.tags.clone()).unwrap_or_default())
    });
    let save_note = move |save: Save<String>| {
        let Some(id) = number() else { return };
        spawn_local(async move {
            let result = edits.note(id, save.value.clone()).await;
            let _ = on_saved.try_run(());
            save.answer(result);
        });
    };
    let save_issues = move |save: Save<String>| {
        let Some(id) = number() else { return };
        spawn_local(async move {
            let result = edits.known_issues(id, save.value.clone()).await;
            let _ = on_saved.try_run(());
            save.answer(result);
        });
    };
    let save_tag = move |save: Save<TagChange>| {
        let Some(id) = number() else { return };
        spawn_local(async move {
            let result = match save.value.clone() {
                TagChange::Add(tag) | TagChange::Change(tag) => tags_of.set(Tagged::Release, id, tag).await,
                TagChange::Remove(key) => tags_of.remove(Tagged::Release, id, key).await,
            };
            let _ = on_saved.try_run(());
            save.answer(result);
        });
    };
    let check = |text: String| {
        let length = text.chars().count();
        if length <= LONGEST_ISSUES {
            Ok(())
        } else {
            Err(format!(
                "At most {LONGEST_ISSUES} characters are kept; these are {length}. Put the rest into the note."
            ))
        }
    };
    let named =
        move || detail.with(|detail| detail.as_ref().map(|detail| (detail.release.id, detail.release.commit.clone())));
    let same_note = move |text: String| named().map(|(id, commit)| releases::note(id, &commit, &text));
    let same_issues = move |text: String| named().map(|(id, commit)| releases::known_issues(id, &commit, &text));
    let same_tag = move |tag: Tag| {
        named().map(|(id, commit)| same_tags::set(Owner::Release { id, commit: &commit }, &tag.key, &tag.value))
    };
    let may_not_tag = use_rights().refusal(Some(fleet), Right::EditTags);
    let shown = |text: Signal<String>| {
        view! { <bdi class="release-words">{move || text.with(|text| if text.is_empty() { UNKNOWN.to_owned() } else { text.clone() })}</bdi> }
    };
    view! {
        <Card title="Note">
            <div class="in">
                <EditText label="note" value=note on_save=save_note multiline=true disabled=actions.may_not_edit() same=same_note>
                    {shown(note)}
                </EditText>
            </div>
        </Card>
        <Card title="Known issues">
            <div class="in">
                <EditText
                    label="known issues"
                    value=issues
                    on_save=save_issues
                    multiline=true
                    check
                    disabled=actions.may_not_edit()
                    same=same_issues
                >
                    {shown(issues)}
                </EditText>
            </div>
        </Card>
        <Card title="Tags">
            <div class="in">
                <TagEditor of=label tags on_change=save_tag longest_key=LONGEST_RELEASE_KEY disabled=may_not_tag same=same_tag />
            </div>
        </Card>
    }
}

#[component]
fn Numbers(fleet: i64, detail: Memo<Option<ReleaseDetail>>) -> impl IntoView {
    let now = use_now();
    let words = move |read: fn(&ReleaseDetail) -> Option<String>| {
        move || detail.with(|detail| read(detail.as_ref()?)).unwrap_or_else(|| UNKNOWN.to_owned())
    };
    let moment = move |read: fn(&Release) -> Option<i64>| {
        let at = Signal::derive(move || detail.with(|detail| read(&detail.as_ref()?.release)));
        view! { <RelativeTime at now suffix=" ago" /> }
    };
    let standing = Signal::derive(move || {
        detail.with(|detail| {
            detail.as_ref().map_or(model::release::Standing::Building, |detail| detail.release.standing())
        })
    });
    let commit = Signal::derive(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.release.commit.clone()).unwrap_or_default())
    });
    let running = move || {
        detail
            .with(|detail| {
                let release = &detail.as_ref()?.release;
                let href = Place::devices_as(fleet, DeviceList::running(release.id)).to_string();
                let count = release.devices.map_or_else(|| UNKNOWN.to_owned(), |n| counted(n, "device", "devices"));
                Some((href, count))
            })
            .map(|(href, count)| view! { <a class="link" href=href>{count}</a> })
    };
    view! {
        <Card title="Facts">
            <DescriptionList>
                <DescriptionItem term="Status"><ReleaseStanding standing /></DescriptionItem>
                <DescriptionItem term="Running on">{running}</DescriptionItem>
                <DescriptionItem term="Target of">
                    {words(|one| one.target_devices.map(|n| counted(n, "device", "devices")))}
                </DescriptionItem>
                <DescriptionItem term="Pinned to it">
                    {words(|one| one.pinned_devices.map(|n| counted(n, "device", "devices")))}
                </DescriptionItem>
                <DescriptionItem term="Finalized">
                    {words(|one| Some(if one.release.is_final { "Final" } else { "Draft: no fleet follows it" }.to_owned()))}
                    {move || detail.with(|one| one.as_ref().is_some_and(|one| one.release.finalized_at.is_some()))
                        .then(|| view! { <span class="small muted">{moment(|one| one.finalized_at.map(Timestamp::millis))}</span> })}
                </DescriptionItem>
                <DescriptionItem term="Valid">
                    {words(|one| Some(match (&one.invalidation_reason, one.release.is_invalidated) {
                        (_, false) => "Valid".to_owned(),
                        (Some(reason), true) => format!("Invalidated: {reason}"),
                        (None, true) => "Invalidated".to_owned(),
                    }))}
                </DescriptionItem>
                <DescriptionItem term="Commit"><CopyText text=commit label="Copy the commit" /></DescriptionItem>
                <DescriptionItem term="Size">{words(|one| one.size().map(bytes))}</DescriptionItem>
                <DescriptionItem term="Build took">{words(|one| one.release.build_took().map(span))}</DescriptionItem>
                <DescriptionItem term="Created">{moment(|one| Some(one.created_at.millis()))}</DescriptionItem>
                <DescriptionItem term="Completed">{moment(|one| one.ended_at.map(Timestamp::millis))}</DescriptionItem>
                <DescriptionItem term="Source">{words(|one| one.release.source.clone())}</DescriptionItem>
                <DescriptionItem term="Phase">{words(|one| one.release.phase.clone())}</DescriptionItem>
                <DescriptionItem term="Revision">{words(|one| one.revision.map(|revision| revision.to_string()))}</DescriptionItem>
            </DescriptionList>
        </Card>
    }
}
