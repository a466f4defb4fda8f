//! What an action is about, chosen before its preview: a release, a tag, a variable, a fleet, a host OS.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::bulk::variables::settings;
use model::device::Device;
use model::figure::counted;
use model::release::Release;
use model::release_ref::ReleaseRef;
use model::rights::Right;
use ui::field::TextField;
use ui::select::{Select, SelectOption};

use super::deed::{Deed, Typed, action};
use crate::data::bulk::choices::Choices;
use crate::data::rights::use_rights;
use crate::parts::variables::paste::{PasteSource, Pasted};
use crate::parts::variables::problems::Problems;

/// The fields of a deed; none for those that need nothing said.
#[component]
pub(super) fn DeedForm(
    deed: Deed,
    fleet: i64,
    typed: RwSignal<Typed>,
    devices: RwSignal<Vec<Device>>,
    releases: Signal<Option<Vec<Release>>>,
    choices: Signal<Option<Choices>>,
) -> impl IntoView {
    let name = Signal::derive(move || typed.with(|typed| typed.name.clone()));
    let value = Signal::derive(move || typed.with(|typed| typed.value.clone()));
    let on_name = move |name: String| typed.update(|typed| typed.name = name);
    let on_value = move |value: String| typed.update(|typed| typed.value = value);
    // Nothing is wrong with a name nobody has typed yet.
    let error = Signal::derive(move || {
        typed.with(|typed| if typed.name.is_empty() { None } else { action(deed, typed).err() })
    });
    match deed {
        Deed::Tag => view! {
            <div class="pair">
                <TextField label="Key" value=name on_input=on_name error=error mono=true />
                <TextField label="Value" value on_input=on_value mono=true />
            </div>
        }
        .into_any(),
        Deed::SetVariable => view! {
            <div class="pair">
                <TextField label="Name" value=name on_input=on_name error=error mono=true />
                <TextField label="Value" value on_input=on_value mono=true />
            </div>
        }
        .into_any(),
        Deed::PasteVariables => view! { <PasteForm typed /> }.into_any(),
        Deed::RemoveVariable => {
            view! { <TextField label="Name" value=name on_input=on_name error=error mono=true /> }.into_any()
        }
        Deed::Untag => view! { <TagChoice typed devices /> }.into_any(),
        Deed::Pin => view! { <ReleaseChoice typed releases /> }.into_any(),
        Deed::Move => view! { <FleetChoice fleet typed choices /> }.into_any(),
        Deed::Os => view! { <OsChoice typed choices /> }.into_any(),
        Deed::Restart | Deed::Reboot | Deed::Shutdown | Deed::Identify | Deed::Purge | Deed::Unpin | Deed::Delete => {
            ().into_any()
        }
    }
}

#[component]
fn PasteForm(typed: RwSignal<Typed>) -> impl IntoView {
    let pasted = Pasted::new();
    let made = Memo::new(move |_| settings(pasted.read()));
    Effect::new(move |_| {
        let settings = made.with(|(settings, _)| settings.clone());
        typed.update(|typed| typed.settings = settings);
    });
    view! {
        <PasteSource pasted label="Variables for all services, one per line, as .env or CSV (name, value)" />
        <Problems problems=Signal::derive(move || made.with(|(_, problems)| problems.clone())) />
    }
}

#[component]
fn TagChoice(typed: RwSignal<Typed>, devices: RwSignal<Vec<Device>>) -> impl IntoView {
    let options = Signal::derive(move || {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        devices.with(|devices| {
            for tag in devices.iter().flat_map(|device| &device.tags) {
                *counts.entry(tag.key.clone()).or_default() += 1;
            }
        });
        counts
            .into_iter()
            .map(|(key, count)| SelectOption::new(key.clone(), key).hint(counted(count, "device", "devices")))
            .collect::<Vec<_>>()
    });
    view! {
        <Select
            label="Tag"
            options
            value=Signal::derive(move || typed.with(|typed| Some(typed.name.clone()).filter(|name| !name.is_empty())))
            on_change=move |key: String| typed.update(|typed| typed.name = key)
            placeholder="Choose a tag"
            help="Tags of the selected devices."
        />
    }
}

#[component]
fn ReleaseChoice(typed: RwSignal<Typed>, releases: Signal<Option<Vec<Release>>>) -> impl IntoView {
    let options = Signal::derive(move || {
        let option = |release: &Release| {
            SelectOption::new(release.id.to_string(), release.label.clone())
                .disabled(release.can_be_pinned().err().map(str::to_owned))
        };
        releases.with(|releases| releases.iter().flatten().map(option).collect::<Vec<_>>())
    });
    let choose = move |id: String| {
        let found = releases.with_untracked(|releases| {
            let release = releases.iter().flatten().find(|release| release.id.to_string() == id)?;
            Some(ReleaseRef { id: release.id, label: release.label.clone() })
        });
        typed.update(|typed| typed.release = found);
    };
    view! {
        <Select
            label="Release"
            options
            value=Signal::derive(move || typed.with(|typed| typed.release.as_ref().map(|release| release.id.to_string())))
            on_change=choose
            placeholder="Choose a release"
            mono=true
        />
    }
}

#[component]
fn FleetChoice(fleet: i64, typed: RwSignal<Typed>, choices: Signal<Option<Choices>>) -> impl IntoView {
    let rights = use_rights();
    let options = Signal::derive(move || {
        choices.with(|choices| {
            let fleets = choices.iter().flat_map(|choices| &choices.fleets).filter(|other| other.id != fleet);
            fleets
                .map(|other| {
                    SelectOption::new(other.id.to_string(), other.name.clone())
                        .hint(other.architecture.clone().unwrap_or_default())
                        .disabled(rights.refusal_now(Some(other.id), Right::AddDevices))
                })
                .collect::<Vec<_>>()
        })
    });
    let choose = move |id: String| {
        let found = choices.with_untracked(|choices| {
            choices.iter().flat_map(|choices| &choices.fleets).find(|other| other.id.to_string() == id).cloned()
        });
        typed.update(|typed| typed.fleet = found);
    };
    view! {
        <Select
            label="Fleet"
            options
            value=Signal::derive(move || typed.with(|typed| typed.fleet.as_ref().map(|fleet| fleet.id.to_string())))
            on_change=choose
            placeholder="Choose a fleet"
        />
    }
}

#[component]
fn OsChoice(typed: RwSignal<Typed>, choices: Signal<Option<Choices>>) -> impl IntoView {
    let options = Signal::derive(move || {
        choices.with(|choices| {
            let releases = choices.iter().flat_map(|choices| &choices.host_releases);
            releases
                .map(|os| {
                    SelectOption::new(os.release.id.to_string(), os.release.label.clone())
                        .hint(os.device_type.clone().unwrap_or_default())
                })
                .collect::<Vec<_>>()
        })
    });
    let choose = move |id: String| {
        let found = choices.with_untracked(|choices| {
            let mut releases = choices.iter().flat_map(|choices| &choices.host_releases);
            releases.find(|os| os.release.id.to_string() == id).cloned()
        });
        typed.update(|typed| typed.os = found);
    };
    view! {
        <Select
            label="Host OS"
            options
            value=Signal::derive(move || typed.with(|typed| typed.os.as_ref().map(|os| os.release.id.to_string())))
            on_change=choose
            placeholder="Choose a host OS"
            mono=true
        />
    }
}
