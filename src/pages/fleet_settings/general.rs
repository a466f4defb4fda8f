//! Name, device type, visibility and what deltas do.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::fleet_choice::{DeviceTypeChoice, FleetDetail};
use model::fleet_name;
use model::rights::Right;
use model::same_as::fleets;
use model::same_as::request::{Rows, patch};
use query::mutation::Mutation;
use query::remote::Remote;
use ui::card::Card;
use ui::copy_text::CopyText;
use ui::description_list::{DescriptionItem, DescriptionList};
use ui::select::{Select, SelectOption};
use ui::toggle::Toggle;

use crate::data::failure::Failure;
use crate::data::fleet_choices;
use crate::data::fleet_edits::use_fleet_edits;
use crate::data::rights::use_rights;
use crate::parts::edit_text::EditText;
use crate::parts::save::Save;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

/// The card.
#[component]
pub(super) fn General(id: i64, detail: Remote<FleetDetail, Failure>) -> impl IntoView {
    let edits = use_fleet_edits();
    let denied = use_rights().refusal(Some(id), Right::EditFleet);
    let read = move |read: fn(&FleetDetail) -> String| {
        Memo::new(move |_| detail.with(|held| held.value().map(read).unwrap_or_default()))
    };
    let (name, slug, uuid) =
        (read(|detail| detail.name.clone()), read(|detail| detail.slug.clone()), read(|detail| detail.uuid.clone()));
    let rename = move |save: Save<String>| {
        spawn_local(async move {
            let result = edits.rename(id, save.value.trim().to_owned()).await;
            save.answer(result);
        });
    };
    let same_name = move |name: String| Some(fleets::rename(id, &slug.get(), name.trim()));
    view! {
        <Card title="General">
            <DescriptionList>
                <DescriptionItem term="Name">
                    <EditText
                        label="name"
                        value=name
                        on_save=rename
                        check=|name: String| fleet_name::check(name.trim())
                        consequence="The slug follows the name: scripts that use it have to be told."
                        disabled=denied
                        same=same_name
                    />
                </DescriptionItem>
                <DescriptionItem term="Slug">
                    {move || view! { <CopyText text=slug.get() label="Copy the slug" /> }}
                </DescriptionItem>
                <DescriptionItem term="UUID">
                    {move || view! { <CopyText text=uuid.get() label="Copy the UUID" /> }}
                </DescriptionItem>
                <DescriptionItem term="Device type"><DeviceType id detail denied /></DescriptionItem>
                <DescriptionItem term="Visibility"><Visibility id detail denied /></DescriptionItem>
                <DescriptionItem term="Deltas">
                    <span class="muted">"Devices fetch whole image layers that they lack: this server builds no binary deltas."</span>
                </DescriptionItem>
                <DescriptionItem term="Repository URL">
                    <span class="muted">"A field of balenaCloud; the balena API that is asked here has none."</span>
                </DescriptionItem>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// Only types of the same architecture: the fleet's releases are built for it.
#[component]
fn DeviceType(id: i64, detail: Remote<FleetDetail, Failure>, denied: Signal<Option<String>>) -> impl IntoView {
    let (edits, toasts) = (use_fleet_edits(), use_toasts());
    let changing = Mutation::<Failure>::new();
    let choices = fleet_choices::when(Signal::stored(true));
    let kind = Memo::new(move |_| detail.with(|held| held.value()?.device_type.clone()));
    let options = Signal::derive(move || {
        let (kind, denied) = (kind.get(), denied.get());
        let option = |one: &DeviceTypeChoice| {
            let fits = kind.as_ref().is_none_or(|kind| kind.architecture == one.architecture);
            let why = (!fits).then(|| {
                let has = one.architecture.clone().unwrap_or_default();
                format!("It is {has}: the releases of this fleet do not run on it.")
            });
            SelectOption::new(one.id.to_string(), one.name.clone())
                .hint(one.slug.clone())
                .disabled(denied.clone().or(why))
        };
        choices.with(|held| {
            let all = held.value().map(|choices| choices.device_types.as_slice()).unwrap_or_default();
            let mut all: Vec<&DeviceTypeChoice> = all.iter().collect();
            // Those that can be chosen first.
            all.sort_by_key(|one| kind.as_ref().is_some_and(|kind| kind.architecture != one.architecture));
            all.into_iter().map(option).collect::<Vec<_>>()
        })
    });
    let change = move |chosen: String| {
        let Ok(device_type) = chosen.parse() else { return };
        changing.run(async move { edits.set_device_type(id, device_type).await }, move |result| {
            if let Err(failure) = result {
                toasts.failed("The device type was not changed", failure.to_string());
            }
        });
    };
    view! {
        <Select
            label="Default device type"
            hide_label=true
            options
            value=Signal::derive(move || kind.get().map(|kind| kind.id.to_string()))
            on_change=change
            placeholder="Choose a device type"
            help="New devices are of this type when they do not say otherwise; those that are there stay what they are."
        />
    }
}

/// Public is asked about; private again is not.
#[component]
fn Visibility(id: i64, detail: Remote<FleetDetail, Failure>, denied: Signal<Option<String>>) -> impl IntoView {
    let (edits, toasts, confirm) = (use_fleet_edits(), use_toasts(), use_confirm());
    let changing = Mutation::<Failure>::new();
    let is_public = Memo::new(move |_| detail.with(|held| held.value().is_some_and(|detail| detail.is_public)));
    let set = move |on: bool| {
        changing.run(async move { edits.set_public(id, on).await }, move |result| {
            if let Err(failure) = result {
                toasts.failed("The visibility was not changed", failure.to_string());
            }
        });
    };
    let change = move |on: bool| {
        if denied.get_untracked().is_some() {
            return;
        }
        if !on {
            set(false);
            return;
        }
        let name = detail.with_untracked(|held| held.value().map(|detail| detail.name.clone()).unwrap_or_default());
        let same = patch("application", &Rows::Id(id), &[("is_public", true.into())]);
        let question = Question {
            title: format!("Make {name} public?"),
            body: "Everybody, signed in or not, sees the fleet and its releases; devices, variables and logs stay private. Switch it off again to undo this.".to_owned(),
            action: "Make it public".to_owned(),
            is_irreversible: false,
            on_yes: Callback::new(move |()| set(true)),
        };
        confirm.ask_showing(question, Some(same));
    };
    let help = Signal::derive(move || {
        denied.get().or_else(|| Some("Everybody sees a public fleet and its releases, not its devices.".to_owned()))
    });
    view! { <Toggle label="Public" checked=is_public on_change=change help /> }
}
