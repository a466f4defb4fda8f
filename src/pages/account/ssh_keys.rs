//! One's SSH keys, with their fingerprints: those who hold their private halves enter devices as this person.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::rights::Right;
use model::same_as::keys;
use model::ssh_key;
use query::remote::Remote;
use ui::button::{Button, ButtonSize};
use ui::card::Card;
use ui::copy_text::CopyText;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::relative_time::RelativeTime;
use ui::skeleton::SkeletonRows;
use ui::table::{Head, Table};

use super::ssh_key_dialog::AddKeyDialog;
use crate::data::account::{Profile, PublicKey, use_account};
use crate::data::failure::Failure;
use crate::data::rights::use_rights;
use crate::parts::failed::Failed;
use crate::services::clock::use_now;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

/// The title under which the gateway keeps its own key (it makes it anew when it is needed).
const OWN: &str = "Binnacle dashboard";

/// The list.
#[component]
pub(super) fn SshKeys(profile: Remote<Profile, Failure>) -> impl IntoView {
    let (account, confirm, toasts) = (use_account(), use_confirm(), use_toasts());
    let user = Signal::derive(move || profile.value().map(|profile| profile.user));
    let list = account.public_keys(user);
    let known = Memo::new(move |_| list.value());
    let is_adding = RwSignal::new(false);
    let may_not = use_rights().refusal(None, Right::ManageOwnKeys);
    let remove = Callback::new(move |key: PublicKey| {
        let body = if key.title == OWN {
            "Terminals and diagnostics of this dashboard use it: the dashboard adds it again when somebody opens one."
        } else {
            "Who holds its private half no longer gets into devices with it; shells that are open go on."
        };
        let same = keys::remove_public_key(key.id);
        let question = Question {
            title: format!("Remove “{}”?", key.title),
            body: body.to_owned(),
            action: "Remove key".to_owned(),
            is_irreversible: true,
            on_yes: Callback::new(move |()| {
                let title = key.title.clone();
                spawn_local(async move {
                    match account.remove_public_key(key.id).await {
                        Ok(()) => toasts.done(format!("“{title}” is removed")),
                        Err(failure) => toasts.failed(format!("“{title}” is still there"), failure.to_string()),
                    }
                    list.refetch();
                });
            }),
        };
        confirm.ask_showing(question, Some(same));
    });
    let body = move || {
        let failure = profile.failure().or_else(|| list.failure());
        if let (Some(failure), None) = (failure, known.get()) {
            let again = move |()| {
                profile.refetch();
                list.refetch();
            };
            return view! { <div class="in"><Failed message=failure.to_string() on_retry=again /></div> }.into_any();
        }
        match known.get() {
            None => view! { <div class="in"><SkeletonRows label="The keys are loading" rows=3 /></div> }.into_any(),
            Some(all) if all.is_empty() => view! {
                <p class="in muted small">"No SSH key. With one you enter devices by ssh through the tunnel: balena device ssh UUID."</p>
            }
            .into_any(),
            Some(all) => {
                let heads = vec![
                    Head::new("Title", None),
                    Head::new("Kind", Some(150)),
                    Head::new("Fingerprint", None),
                    Head::new("Added", Some(100)),
                    Head::new("", Some(56)),
                ];
                let rows = all.into_iter().map(|key| view! { <KeyRow key may_not on_remove=remove /> }).collect_view();
                view! { <div class="account-table"><Table caption="SSH keys" heads>{rows}</Table></div> }.into_any()
            }
        }
    };
    let actions = move || {
        view! {
            <Button size=ButtonSize::Small icon=Glyph::Plus disabled=may_not on_press=move |()| is_adding.set(true)>
                "Add key"
            </Button>
        }
    };
    let titles = Signal::derive(move || {
        known.with(|known| known.iter().flatten().map(|key| (key.title.clone(), key.line.clone())).collect::<Vec<_>>())
    });
    view! {
        <Card title="SSH keys" actions>{body}</Card>
        <AddKeyDialog open=is_adding user known=titles on_added=move |()| list.refetch() />
    }
}

#[component]
fn KeyRow(key: PublicKey, may_not: Signal<Option<String>>, on_remove: Callback<PublicKey>) -> impl IntoView {
    let now = use_now();
    let made = key.made.millis();
    let (kind, print) = match ssh_key::read(&key.line) {
        Ok(read) => (read.kind, Some(read.fingerprint)),
        Err(_) => ("Not a key".to_owned(), None),
    };
    let print = match print {
        Some(print) => view! { <CopyText text=print label="Copy the fingerprint" /> }.into_any(),
        None => view! { <span class="muted">"—"</span> }.into_any(),
    };
    let (title, label) = (key.title.clone(), format!("Remove {}", key.title));
    view! {
        <tr>
            <th scope="row"><span class="strong cut" title=title.clone()>{title.clone()}</span></th>
            <td data-label="Kind"><span class="mono small cut">{kind}</span></td>
            <td data-label="Fingerprint">{print}</td>
            <td data-label="Added"><RelativeTime at=Signal::stored(Some(made)) now suffix=" ago" /></td>
            <td class="num">
                <IconButton glyph=Glyph::Trash label disabled=may_not on_press=move |()| on_remove.run(key.clone()) />
            </td>
        </tr>
    }
}
