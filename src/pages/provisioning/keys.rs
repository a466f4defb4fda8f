//! The fleet's provisioning keys: who made what for which purpose, until when; making one, taking one back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::provisioning::{ProvisioningKey, check_key_description, check_key_name};
use model::rights::Right;
use model::same_as::keys::{self, NewKey};
use model::timestamp::Timestamp;
use query::mutation::Mutation;
use ui::banner::Banner;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::card::Card;
use ui::copy_text::CopyText;
use ui::dialog::Dialog;
use ui::field::TextField;
use ui::icon::Glyph;
use ui::relative_time::{RelativeTime, span};
use ui::select::{Select, SelectOption};
use ui::skeleton::SkeletonRows;
use ui::table::{Head, Table};
use ui::tone::Tone;

use crate::data::failure::Failure;
use crate::data::provisioning::Provisioning;
use crate::data::rights::use_rights;
use crate::parts::add_device::form::{LIFETIMES, ends_at};
use crate::parts::failed::Failed;
use crate::parts::same_as::SameAsButton;
use crate::services::clock::use_now;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

#[component]
pub(super) fn Keys(id: i64, data: Provisioning) -> impl IntoView {
    let refusal = use_rights().refusal(Some(id), Right::ManageProvisioningKeys);
    let is_making = RwSignal::new(false);
    let (now, confirm, toasts) = (use_now(), use_confirm(), use_toasts());
    let revoke = Callback::new(move |key: ProvisioningKey| {
        let name = key.name.clone();
        let same = keys::revoke(key.id);
        let question = Question {
            title: format!("Revoke the key “{name}”?"),
            body: "No device gets into the fleet with it any more, nor with any config.json that holds it. Devices that are in already stay.".to_owned(),
            action: format!("Revoke {name}"),
            is_irreversible: true,
            on_yes: Callback::new(move |()| {
                let name = name.clone();
                spawn_local(async move {
                    if let Err(failure) = data.revoke(key.id).await {
                        toasts.failed(format!("{name} was not revoked"), failure.to_string());
                    }
                });
            }),
        };
        confirm.ask_showing(question, Some(same));
    });
    let body = move || {
        match data.keys.value() {
        Some(all) if all.is_empty() => {
            view! { <p class="in muted">"No key yet. Adding a device makes one, or make one for a production line."</p> }.into_any()
        }
        Some(all) => {
            let heads = vec![
                Head::new("Name", Some(200)),
                Head::new("Description", None),
                Head::numeric("Created", Some(120)),
                Head::numeric("Ends", Some(140)),
                Head::new("Actions", Some(110)),
            ];
            let rows = all.into_iter().map(|key| row(key, now, refusal, revoke)).collect_view();
            view! { <div class="scroll"><Table caption="Provisioning keys" heads>{rows}</Table></div> }.into_any()
        }
        None => match data.keys.failure() {
            Some(failure) => {
                let request_id = failure.request_id().map(str::to_owned);
                view! {
                    <div class="in"><Failed message=failure.to_string() request_id on_retry=move |()| data.keys.refetch() /></div>
                }
                .into_any()
            }
            None => view! { <SkeletonRows label="Keys are loading" rows=3 /> }.into_any(),
        },
    }
    };
    let actions = move || {
        view! {
            <Button size=ButtonSize::Small icon=Glyph::Plus disabled=refusal on_press=move |()| is_making.set(true)>
                "Make a key"
            </Button>
        }
    };
    view! {
        <Card title="Provisioning keys" actions>{body}</Card>
        <MakeKey id data open=is_making />
    }
}

fn row(
    key: ProvisioningKey,
    now: Signal<i64>,
    refusal: Signal<Option<String>>,
    revoke: Callback<ProvisioningKey>,
) -> impl IntoView {
    let end = key.expires_at.map(Timestamp::millis);
    let has_ended = Memo::new(move |_| end.is_some_and(|end| end <= now.get()));
    let ends = move || match end {
        None => "does not end".to_owned(),
        Some(_) if has_ended.get() => "has ended".to_owned(),
        Some(end) => format!("in {}", span(end - now.get())),
    };
    let name = if key.name.is_empty() { "(no name)".to_owned() } else { key.name.clone() };
    let created = key.created_at.millis();
    let description = key.description.clone();
    let title = description.clone();
    view! {
        <tr class:dim=has_ended>
            <td><span class="strong cut" title=name.clone()>{name.clone()}</span></td>
            <td title=title>{description}</td>
            <td class="num"><RelativeTime at=Signal::stored(Some(created)) now suffix=" ago" /></td>
            <td class="num" class:warn-t=has_ended>{ends}</td>
            <td class="num">
                <Button kind=ButtonKind::Risk size=ButtonSize::Small disabled=refusal on_press=move |()| revoke.run(key.clone())>
                    "Revoke…" <span class="sr-only">{name}</span>
                </Button>
            </td>
        </tr>
    }
}

#[component]
fn MakeKey(id: i64, data: Provisioning, open: RwSignal<bool>) -> impl IntoView {
    let (name, description, lifetime) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(2_usize));
    let made = RwSignal::new(None::<String>);
    let making = Mutation::<Failure>::new();
    let now = use_now();
    let close = Callback::new(move |()| {
        open.set(false);
        // The key is told once.
        made.set(None);
        making.reset();
        name.set(String::new());
        description.set(String::new());
    });
    let name_error = Signal::derive(move || name.with(|name| check_key_name(name.trim())).map(str::to_owned));
    let description_error =
        Signal::derive(move || description.with(|text| check_key_description(text)).map(str::to_owned));
    let disabled = Signal::derive(move || name_error.get().or_else(|| description_error.get()));
    let make = move |()| {
        let (name, description) = (name.get_untracked().trim().to_owned(), description.get_untracked());
        let ends = ends_at(lifetime.get_untracked(), now.get_untracked());
        making.run(data.make_key(name, description, ends), move |result| {
            if let Ok(key) = result {
                let _ = made.try_set(Some(key));
            }
        });
    };
    let same = Signal::derive(move || {
        let (name, description) = (name.get(), description.get());
        let ends = ends_at(lifetime.get(), now.get_untracked());
        let key = NewKey { name: name.trim(), description: &description, ends };
        disabled.with(Option::is_none).then(|| keys::make_provisioning_key(id, key))
    });
    let body = move || {
        if let Some(key) = made.get() {
            view! {
                <p>"This is the key. It is shown this once: copy it now."</p>
                <CopyText text=key label="Copy the key" />
            }
            .into_any()
        } else {
            let lifetimes: Vec<_> = LIFETIMES
                .iter()
                .enumerate()
                .map(|(place, (words, _))| SelectOption::new(place.to_string(), *words))
                .collect();
            view! {
                {move || making.failure().map(|failure| view! { <Banner inline=true tone=Tone::Fail>{failure.to_string()}</Banner> })}
                <TextField
                    label="Name"
                    value=name
                    on_input=move |text: String| name.set(text)
                    error=Signal::derive(move || name_error.get().filter(|_| !name.with(String::is_empty)))
                />
                <TextField
                    label="Description"
                    value=description
                    on_input=move |text: String| description.set(text)
                    help="What it is for: a batch, a production line"
                    error=description_error
                />
                <Select
                    label="Good for"
                    options=Signal::stored(lifetimes)
                    value=Signal::derive(move || Some(lifetime.get().to_string()))
                    on_change=move |chosen: String| lifetime.set(chosen.parse().unwrap_or(2))
                />
            }
            .into_any()
        }
    };
    let footer = move || {
        move || {
            if made.with(Option::is_some) {
                view! { <Button kind=ButtonKind::Ink on_press=close>"Done"</Button> }.into_any()
            } else {
                view! {
                    <SameAsButton same missing="Name the key first." />
                    <Button on_press=close>"Cancel"</Button>
                    <Button kind=ButtonKind::Ink busy=making.pending() disabled on_press=make>"Make the key"</Button>
                }
                .into_any()
            }
        }
    };
    view! {
        <Dialog open on_close=close title=Signal::stored("Make a provisioning key".to_owned()) footer>
            {body}
        </Dialog>
    }
}
