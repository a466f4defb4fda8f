//! A device's settings, and what is hard to undo.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::device_uuid::DeviceUuid;
use model::rights::Right;
use model::same_as::devices;
use ui::button::{Button, ButtonKind};
use ui::card::Card;
use ui::select::{Select, SelectOption};
use ui::toggle::Toggle;

use super::place_of::Location;
use super::requests::Requests;
use super::shown::Shown;
use crate::data::device_settings::{self, LOCAL_MODE, OVERRIDE_LOCK, Offered, use_settings};
use crate::parts::failed::Failed;
use crate::routes::place::Place;
use crate::services::confirm::{Question, use_confirm};
use crate::services::navigation::use_navigator;

/// A device's settings, and what is hard to undo.
#[component]
pub(super) fn DeviceSettings(
    uuid: DeviceUuid,
    shown: Shown,
    requests: Requests,
    is_pinning: RwSignal<bool>,
) -> impl IntoView {
    let id = shown.memo(|detail| detail.device.id);
    let offer = device_settings::offer(id.into());
    let failure = move || {
        offer.failure().filter(|_| offer.value().is_none()).map(|failure| {
            let request = failure.request_id().map(str::to_owned);
            view! { <Failed message=failure.to_string() request_id=request on_retry=move |()| offer.refetch() /> }
        })
    };
    let policy = shown.memo(|detail| match &detail.device.pinned {
        Some(release) => format!("Pinned to {}: stays there, whatever its fleet does.", release.label),
        None => "Follows its fleet's target.".to_owned(),
    });
    let switch = move |name: &'static str| {
        Signal::derive(move || {
            offer.with(|held| held.value().is_some_and(|offer| offer.switches.iter().any(|on| on == name)))
        })
    };
    let settings = use_settings();
    let set = Callback::new(move |(name, on): (&'static str, bool)| {
        if let Some(why) = requests.denied(Right::EditConfiguration).get_untracked() {
            requests.say(true, why);
            return;
        }
        let Some(device) = id.get_untracked() else { return };
        spawn_local(async move {
            match settings.switch(device, name, on).await {
                Ok(()) => offer.refetch(),
                Err(failure) => requests.say(true, failure.to_string()),
            }
        });
    });
    let cloud = |reason: &'static str| Signal::stored(Some(reason.to_owned()));
    view! {
        <div class="settings">
            {failure}
            <Card title="Release">
                <div class="in setting">
                    <p>{move || policy.get()}</p>
                    <div class="hstack">
                        <Button disabled=requests.denied(Right::EditDevices) on_press=move |()| is_pinning.set(true)>
                            "Pin or follow the fleet…"
                        </Button>
                    </div>
                </div>
            </Card>
            <MoveTo uuid=uuid.clone() shown requests offer />
            <HostOs uuid=uuid.clone() shown requests offer />
            <Card title="Switches">
                <div class="in setting">
                    <Toggle
                        label="Local mode"
                        checked=switch(LOCAL_MODE)
                        on_change=move |on| set.run((LOCAL_MODE, on))
                        help="For development on the device itself: it takes no releases and sends no logs while this is on."
                    />
                    <Toggle
                        label="Always override update locks"
                        checked=switch(OVERRIDE_LOCK)
                        on_change=move |on| set.run((OVERRIDE_LOCK, on))
                        help="Updates interrupt services even while they hold a lock."
                    />
                </div>
            </Card>
            <Location shown requests />
            <Card title="Only with balenaCloud">
                <div class="in setting">
                    <div class="hstack">
                        <Button disabled=cloud("This server gives devices no public address: open a tunnel with balena device tunnel.")>
                            "Public device URL"
                        </Button>
                        <Button disabled=cloud("Nobody supports this server from outside: invite whom you trust into the organization.")>
                            "Grant support access"
                        </Button>
                        <Button disabled=cloud("This server charges nothing for a device, so that there is nothing to deactivate.")>
                            "Deactivate"
                        </Button>
                    </div>
                </div>
            </Card>
            <Delete uuid shown requests />
        </div>
    }
}

#[component]
fn MoveTo(uuid: DeviceUuid, shown: Shown, requests: Requests, offer: Offered) -> impl IntoView {
    let (settings, confirm) = (use_settings(), use_confirm());
    let chosen = RwSignal::new(None::<String>);
    let is_pending = RwSignal::new(false);
    let fleet = shown.memo(|detail| detail.fleet.clone());
    let here = Memo::new(move |_| fleet.get().flatten().map(|fleet| fleet.id));
    let options = Signal::derive(move || {
        let homes = offer.value().map(|offer| offer.homes).unwrap_or_default();
        let option = |home: device_settings::Home| {
            let refusal =
                home.refusal.or_else(|| (Some(home.id) == here.get()).then(|| "It is there already.".to_owned()));
            SelectOption::new(home.id.to_string(), home.name).disabled(refusal)
        };
        homes.into_iter().map(option).collect::<Vec<_>>()
    });
    let refusal = Signal::derive(move || {
        let none = || chosen.get().is_none().then(|| "Choose a fleet first.".to_owned());
        requests.denied(Right::EditDevices).get().or_else(none)
    });
    let ask = move |()| {
        let Some(to) = chosen.get_untracked().and_then(|id| id.parse::<i64>().ok()) else { return };
        let (Some(device), name) = (
            shown.peek(|detail| detail.device.id),
            shown.peek(|detail| detail.device.name.clone()).unwrap_or_default(),
        ) else {
            return;
        };
        let Some(home) = offer.value().and_then(|offer| offer.homes.into_iter().find(|home| home.id == to)) else {
            return;
        };
        let same = devices::move_to(&uuid.to_string(), to, &home.slug);
        let target = home.name;
        let question = Question {
            title: format!("Move {name} to {target}?"),
            body: format!(
                "It removes its present services with the data in their volumes, and runs what {target} runs. Its own variables \
                 for services go, its pin too; name, note and tags stay."
            ),
            action: format!("Move {name}"),
            is_irreversible: true,
            on_yes: Callback::new(move |()| {
                is_pending.set(true);
                let (name, target) = (name.clone(), target.clone());
                spawn_local(async move {
                    let result = settings.move_to(device, to).await;
                    let _ = is_pending.try_set(false);
                    match result {
                        Ok(()) => {
                            let _ = chosen.try_set(None);
                            requests.say(false, format!("{name} belongs to {target} now."));
                        }
                        Err(failure) => requests.say(true, format!("{name} was not moved. {failure}")),
                    }
                });
            }),
        };
        confirm.ask_showing(question, Some(same));
    };
    view! {
        <Card title="Fleet">
            <div class="in setting">
                <p>{move || fleet.get().flatten().map(|fleet| format!("Belongs to {}.", fleet.name))}</p>
                <div class="setting-row">
                    <Select
                        label="Move to"
                        options
                        value=chosen
                        on_change=move |id| chosen.set(Some(id))
                        placeholder="Choose a fleet"
                        help="Only fleets of the same architecture can be chosen."
                    />
                    <Button kind=ButtonKind::Risk disabled=refusal busy=is_pending on_press=ask>"Move…"</Button>
                </div>
            </div>
        </Card>
    }
}

#[component]
fn HostOs(uuid: DeviceUuid, shown: Shown, requests: Requests, offer: Offered) -> impl IntoView {
    let (settings, confirm) = (use_settings(), use_confirm());
    let chosen = RwSignal::new(None::<String>);
    let version = shown.memo(|detail| detail.device.os_version.clone());
    let target = shown.memo(|detail| detail.os_target.as_ref().map(|target| target.label.clone()));
    let words = move || {
        let version = version.get().flatten().unwrap_or_else(|| model::figure::UNKNOWN.to_owned());
        match target.get().flatten() {
            Some(target) => format!("Runs {version}, is to run {target}."),
            None => format!("Runs {version}; no other one is asked for."),
        }
    };
    let systems = Memo::new(move |_| offer.value().map(|offer| offer.systems));
    let options = Signal::derive(move || {
        let option = |release: model::release_ref::ReleaseRef| SelectOption::new(release.id.to_string(), release.label);
        systems.get().unwrap_or_default().into_iter().map(option).collect::<Vec<_>>()
    });
    let refusal = Signal::derive(move || {
        if let Some(why) = requests.denied(Right::EditDevices).get() {
            return Some(why);
        }
        match systems.get() {
            None => Some("The versions are still being read.".to_owned()),
            Some(systems) if systems.is_empty() => {
                Some("This server has no host OS releases for this device type.".to_owned())
            }
            Some(_) => chosen.get().is_none().then(|| "Choose a version first.".to_owned()),
        }
    });
    let ask = move |()| {
        let Some(release) = chosen.get_untracked().and_then(|id| id.parse::<i64>().ok()) else { return };
        let Some(device) = shown.peek(|detail| detail.device.id) else { return };
        let name = shown.peek(|detail| detail.device.name.clone()).unwrap_or_default();
        let same = devices::operate_by(&uuid.to_string(), release);
        let question = Question {
            title: format!("Update the host OS of {name}?"),
            body:
                "It downloads the version, restarts into it, and goes back by itself when it does not come up healthy."
                    .to_owned(),
            action: format!("Update {name}"),
            is_irreversible: true,
            on_yes: Callback::new(move |()| {
                let name = name.clone();
                spawn_local(async move {
                    match settings.operate_by(device, release).await {
                        Ok(()) => requests.say(false, format!("{name} is asked to update its host OS.")),
                        Err(failure) => requests.say(true, failure.to_string()),
                    }
                });
            }),
        };
        confirm.ask_showing(question, Some(same));
    };
    view! {
        <Card title="Host OS">
            <div class="in setting">
                <p>{words}</p>
                <div class="setting-row">
                    <Select label="Version" options value=chosen on_change=move |id| chosen.set(Some(id)) placeholder="Choose a version" mono=true />
                    <Button kind=ButtonKind::Risk disabled=refusal on_press=ask>"Update…"</Button>
                </div>
            </div>
        </Card>
    }
}

#[component]
fn Delete(uuid: DeviceUuid, shown: Shown, requests: Requests) -> impl IntoView {
    let (settings, confirm, navigator) = (use_settings(), use_confirm(), use_navigator());
    let short = uuid.short().to_owned();
    let ask = move |()| {
        let Some(device) = shown.peek(|detail| detail.device.id) else { return };
        let name = shown.peek(|detail| detail.device.name.clone()).unwrap_or_default();
        let home = shown.peek(|detail| detail.fleet.as_ref().map(|fleet| Place::devices(fleet.id))).flatten();
        let same = devices::remove(&uuid.to_string());
        let question = Question {
            title: format!("Delete {name}?"),
            body: format!(
                "The device ({short}) is taken out of its fleet for good, with its variables, tags, logs and history. It goes on \
                 running what it runs until it is provisioned anew."
            ),
            action: format!("Delete {name}"),
            is_irreversible: true,
            on_yes: Callback::new(move |()| {
                let home = home.clone();
                spawn_local(async move {
                    match settings.delete(device).await {
                        Ok(()) => navigator.go(&home.unwrap_or_else(Place::fleets)),
                        Err(failure) => requests.say(true, format!("It was not deleted. {failure}")),
                    }
                });
            }),
        };
        confirm.ask_showing(question, Some(same));
    };
    view! {
        <Card title="Danger zone">
            <div class="in setting">
                <p>"Deleting a device cannot be undone."</p>
                <div class="hstack">
                    <Button kind=ButtonKind::Risk disabled=requests.denied(Right::RemoveDevices) on_press=ask>"Delete device…"</Button>
                </div>
            </div>
        </Card>
    }
}
