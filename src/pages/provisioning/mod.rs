//! How devices come into a fleet: keys, who is waited for, the first boots of the newest, and adding one.

mod keys;
mod waiting;

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::first_boot::FirstBoot;
use model::rights::Right;
use ui::button::{Button, ButtonKind};
use ui::card::Card;
use ui::icon::Glyph;

use self::keys::Keys;
use self::waiting::{LATELY, Waiting};
use crate::data::fleets::{Found, use_fleets};
use crate::data::provisioning;
use crate::data::rights::use_rights;
use crate::parts::add_device::{AddDeviceSheet, AskConfig};
use crate::parts::first_boot::FirstBootTimeline;
use crate::parts::missing::Missing;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::navigation::use_navigator;
use crate::services::shortcuts::use_shortcut;
use crate::services::title::set_title;

/// How devices come into a fleet: keys, and devices on their way.
#[component]
pub fn ProvisioningPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let found = use_fleets().one(id);
    let fleet = Memo::new(move |_| found.get().fleet());
    let is_missing = Memo::new(move |_| found.with(|found| *found == Found::Missing));
    set_title(move || match fleet.get() {
        Some(fleet) => format!("Provisioning of {}", fleet.name),
        None => "Provisioning".to_owned(),
    });
    let (navigator, rights, now) = (use_navigator(), use_rights(), use_now());
    let data = provisioning::of(id);
    let open = Memo::new(move |_| place.with(|place| matches!(place, Place::Fleet { tab: FleetTab::AddDevice, .. })));
    let add = move || navigator.go(&Place::Fleet { id, tab: FleetTab::AddDevice });
    let close = move |()| navigator.replace(&Place::Fleet { id, tab: FleetTab::Provisioning });
    let refusal = rights.refusal(Some(id), Right::AddDevices);
    use_shortcut("c", "Add a device", move || {
        if refusal.with_untracked(Option::is_none) {
            add();
        }
    });
    let on_ask = Callback::new(move |ask: AskConfig| {
        spawn_local(async move {
            let made = data.make_config(ask.wish).await;
            (ask.done)(made.map(|made| made.text).map_err(|failure| failure.to_string()));
        });
    });
    let types = Signal::derive(move || data.types.value().unwrap_or_default());
    let newest = Memo::new(move |_| data.newest.value().unwrap_or_default());
    let seen = seen_running(newest, now);
    let lately = Memo::new(move |_| {
        let since = now.get_untracked() - LATELY;
        newest.with(|newest| {
            newest.iter().filter(|one| one.registered_at.millis() > since).map(|one| one.id).take(3).collect::<Vec<_>>()
        })
    });
    let boots = move || {
        if lately.with(Vec::is_empty) {
            return view! { <p class="in muted">"No device has come in the last 24 hours."</p> }.into_any();
        }
        view! {
            <div class="boot-columns">
                <For each=move || lately.get() key=|id| *id let:id>
                    <Boot newest seen id />
                </For>
            </div>
        }
        .into_any()
    };
    move || {
        if is_missing.get() {
            return view! { <Missing what="fleet" name=id.to_string() /> }.into_any();
        }
        view! {
            <div class="head">
                <h1>"Provisioning"</h1>
                <div class="actions">
                    <Button kind=ButtonKind::Ink icon=Glyph::Plus shortcut="C" disabled=refusal on_press=move |()| add()>
                        "Add device"
                    </Button>
                </div>
            </div>
            <div class="page">
                <Waiting data newest />
                <Card title="First boots">{boots}</Card>
                <Keys id data />
            </div>
            <AddDeviceSheet open on_close=close fleet types newest on_ask />
        }
        .into_any()
    }
}

/// When this page first saw each device run, after having seen it not run: the API does not keep that moment.
fn seen_running(newest: Memo<Vec<FirstBoot>>, now: Signal<i64>) -> RwSignal<HashMap<i64, i64>> {
    let on_their_way = StoredValue::new(Vec::<i64>::new());
    let seen = RwSignal::new(HashMap::new());
    Effect::new(move |_| {
        let now = now.get_untracked();
        newest.with(|newest| {
            for device in newest {
                let was_on_its_way = on_their_way.with_value(|known| known.contains(&device.id));
                if !device.is_done() && !was_on_its_way {
                    on_their_way.update_value(|known| known.push(device.id));
                } else if device.is_done()
                    && was_on_its_way
                    && !seen.with_untracked(|seen| seen.contains_key(&device.id))
                {
                    seen.update(|seen: &mut HashMap<i64, i64>| {
                        seen.insert(device.id, now);
                    });
                }
            }
        });
    });
    seen
}

#[component]
fn Boot(newest: Memo<Vec<FirstBoot>>, seen: RwSignal<HashMap<i64, i64>>, id: i64) -> impl IntoView {
    let device = Memo::new(move |_| newest.with(|newest| newest.iter().find(|one| one.id == id).cloned()));
    let seen_running_at = Signal::derive(move || seen.with(|seen| seen.get(&id).copied()));
    let head = move || {
        device.get().map(|device| {
            view! { <a class="link strong cut" href=Place::device(device.uuid).to_string()>{device.name}</a> }
        })
    };
    view! {
        <section class="boot">
            <h3>{head}</h3>
            <FirstBootTimeline device seen_running_at />
        </section>
    }
}
