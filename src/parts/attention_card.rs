//! The devices somebody should look at, worst first, and why.

use leptos::prelude::*;
use model::device::Device;
use model::device_status::DeviceStatus;
use model::figure::grouped;
use model::heartbeat::HeartbeatState;
use model::timestamp::Timestamp;
use model::update_status::UpdateStatus;
use ui::card::Card;
use ui::relative_time::RelativeTime;
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use crate::routes::device_list::DeviceList;
use crate::routes::place::Place;

/// So many are shown; the rest is a link away.
const SHOWN: usize = 8;

#[derive(Debug, Clone, PartialEq)]
struct Trouble {
    rank: u8,
    tone: Tone,
    shape: Shape,
    word: &'static str,
    why: String,
    at: Option<i64>,
    name: String,
    href: String,
}

/// Why somebody should look at a device, if so.
fn trouble(device: &Device) -> Option<Trouble> {
    let on_target = !device.is_off_target();
    let target = device.target.as_ref().map_or("its target", |target| target.label.as_str());
    let (rank, tone, shape, word, why) = match (device.status, device.update_status) {
        (_, Some(UpdateStatus::Rejected)) => (
            0,
            Tone::Fail,
            Shape::Square,
            "Update rejected",
            format!("The device does not meet what {target} requires"),
        ),
        (_, Some(UpdateStatus::Aborted)) => {
            (1, Tone::Fail, Shape::Square, "Update aborted", format!("Gave up on {target}"))
        }
        (DeviceStatus::ReducedFunctionality, _) => {
            let why = match (device.is_connected_to_vpn, device.heartbeat) {
                (false, _) => "Cloudlink down, heartbeat fine",
                (true, HeartbeatState::Online) => "Works in part",
                (true, _) => "Heartbeat late, Cloudlink up",
            };
            (2, Tone::Warn, Shape::Triangle, "Reduced functionality", why.to_owned())
        }
        (DeviceStatus::Disconnected, _) => (4, Tone::Idle, Shape::Ring, "Disconnected", "No contact".to_owned()),
        (_, Some(UpdateStatus::Downloaded)) if !on_target => (
            3,
            Tone::Warn,
            Shape::Padlock,
            "Update held",
            format!("{target} is downloaded and waits for an update lock"),
        ),
        _ => return None,
    };
    Some(Trouble {
        rank,
        tone,
        shape,
        word,
        why,
        at: device.link_changed_at.max(device.heartbeat_changed_at).map(Timestamp::millis),
        name: device.name.clone(),
        href: Place::device(device.uuid.clone()).to_string(),
    })
}

/// The list; none is said, not hidden.
#[component]
pub fn AttentionCard(
    fleet: i64,
    #[prop(into)] devices: Signal<Vec<Device>>,
    #[prop(into)] now: Signal<i64>,
) -> impl IntoView {
    let troubles = Memo::new(move |_| {
        let mut troubles: Vec<Trouble> = devices.with(|devices| devices.iter().filter_map(trouble).collect());
        troubles.sort_by(|one, other| (one.rank, &one.name).cmp(&(other.rank, &other.name)));
        troubles
    });
    let count = move || grouped(troubles.with(Vec::len) as u64);
    let states = [DeviceStatus::ReducedFunctionality, DeviceStatus::Disconnected];
    let all = Place::devices_as(fleet, DeviceList::in_states(states)).to_string();
    let rows = move || {
        let troubles = troubles.get();
        if troubles.is_empty() {
            return view! { <p class="in small muted">"Nothing: every device is where it should be."</p> }.into_any();
        }
        let rows = troubles
            .into_iter()
            .take(SHOWN)
            .map(|trouble| {
                view! {
                    <li class="attention">
                        <StateLabel tone=trouble.tone shape=trouble.shape>{trouble.word}</StateLabel>
                        <a class="strong cut" href=trouble.href>{trouble.name}</a>
                        <span class="muted cut">{trouble.why}</span>
                        <span class="num muted tn"><RelativeTime at=Signal::stored(trouble.at) now /></span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul>{rows}</ul> }.into_any()
    };
    view! {
        <Card
            title="Needs attention"
            aside=move || view! { <span class="faint">{count}</span> }
            actions={
                let all = all.clone();
                move || view! { <a class="link small" href=all.clone()>"Show all"</a> }
            }
        >
            {rows}
        </Card>
    }
}
