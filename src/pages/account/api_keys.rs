//! One's own API keys: what they are called, until when they work; a new one, shown once; revoke.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::rights::Right;
use model::same_as::keys;
use query::remote::Remote;
use ui::button::{Button, ButtonSize};
use ui::card::Card;
use ui::icon::{Glyph, Icon};
use ui::icon_button::IconButton;
use ui::relative_time::RelativeTime;
use ui::skeleton::SkeletonRows;
use ui::state_mark::{Shape, StateLabel};
use ui::table::{Head, Table};
use ui::tone::Tone;

use super::api_key_dialog::NewKeyDialog;
use crate::data::account::{ApiKey, Profile, use_account};
use crate::data::failure::Failure;
use crate::data::rights::use_rights;
use crate::parts::failed::Failed;
use crate::services::clock::use_now;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

/// A key that ends so soon is marked, in milliseconds.
const SOON: i64 = 7 * 24 * 3_600_000;

/// The list.
#[component]
pub(super) fn ApiKeys(profile: Remote<Profile, Failure>) -> impl IntoView {
    let (account, confirm, toasts) = (use_account(), use_confirm(), use_toasts());
    let list = account.api_keys(Signal::derive(move || profile.value().map(|profile| profile.actor)));
    let known = Memo::new(move |_| list.value());
    let is_making = RwSignal::new(false);
    let may_not = use_rights().refusal(None, Right::ManageOwnKeys);
    let revoke = Callback::new(move |key: ApiKey| {
        let same = keys::revoke(key.id);
        let question = Question {
            title: format!("Revoke “{}”?", key.name),
            body: "Whatever uses this key is refused from now on. This cannot be taken back; a new key is another key."
                .to_owned(),
            action: "Revoke key".to_owned(),
            is_irreversible: true,
            on_yes: Callback::new(move |()| {
                let name = key.name.clone();
                spawn_local(async move {
                    match account.revoke_api_key(key.id).await {
                        Ok(()) => toasts.done(format!("“{name}” is revoked")),
                        Err(failure) => toasts.failed(format!("“{name}” still works"), failure.to_string()),
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
                <p class="in muted small">"No API key. A key lets a script or the command line act as you, without your password."</p>
            }
            .into_any(),
            Some(all) => {
                let heads = vec![
                    Head::new("Name", None),
                    Head::new("Description", None),
                    Head::new("Made", Some(100)),
                    Head::new("Works until", Some(180)),
                    Head::new("", Some(56)),
                ];
                let rows = all.into_iter().map(|key| view! { <KeyRow key may_not on_revoke=revoke /> }).collect_view();
                view! { <div class="account-table"><Table caption="API keys" heads>{rows}</Table></div> }.into_any()
            }
        }
    };
    let actions = move || {
        view! {
            <Button size=ButtonSize::Small icon=Glyph::Plus disabled=may_not on_press=move |()| is_making.set(true)>
                "New key"
            </Button>
        }
    };
    let footer = || {
        view! { <span class="small muted">"A key may do what you may, and is shown once: when it is made. The server keeps only its hash."</span> }
    };
    view! {
        <Card title="API keys" actions footer>{body}</Card>
        <NewKeyDialog open=is_making on_made=move |()| list.refetch() />
    }
}

#[component]
fn KeyRow(key: ApiKey, may_not: Signal<Option<String>>, on_revoke: Callback<ApiKey>) -> impl IntoView {
    let now = use_now();
    let ends = key.ends.map(model::timestamp::Timestamp::millis);
    let made = key.made.millis();
    let left = Memo::new(move |_| ends.map(|ends| ends - now.get()));
    let tone = Signal::derive(move || match left.get() {
        Some(left) if left <= 0 => Tone::Idle,
        Some(left) if left <= SOON => Tone::Warn,
        _ => Tone::Ok,
    });
    let shape = Signal::derive(move || match tone.get() {
        Tone::Idle => Shape::Dash,
        Tone::Warn => Shape::Triangle,
        _ => Shape::Disc,
    });
    let date = key.ends.map(|ends| {
        let (year, month, day) = ends.date();
        format!("{year}-{month:02}-{day:02}")
    });
    let words = move || match (&date, left.get()) {
        (None, _) => "Never ends".to_owned(),
        (Some(date), Some(left)) if left <= 0 => format!("Ended {date}"),
        (Some(date), _) => date.clone(),
    };
    let (name, label) = (key.name.clone(), format!("Revoke {}", key.name));
    let description = if key.description.is_empty() { "—".to_owned() } else { key.description.clone() };
    view! {
        <tr>
            <th scope="row"><span class="hstack"><Icon glyph=Glyph::Key /><span class="strong cut" title=name.clone()>{name.clone()}</span></span></th>
            <td data-label="Description"><span class="cut" title=description.clone()>{description.clone()}</span></td>
            <td data-label="Made"><RelativeTime at=Signal::stored(Some(made)) now suffix=" ago" /></td>
            <td data-label="Works until"><StateLabel tone shape>{words}</StateLabel></td>
            <td class="num">
                <IconButton glyph=Glyph::Trash label disabled=may_not on_press=move |()| on_revoke.run(key.clone()) />
            </td>
        </tr>
    }
}
