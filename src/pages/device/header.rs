//! The device's name and state, and what one can do with it as a whole.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::action::DeviceAction;
use model::device_name;
use model::device_status::DeviceStatus;
use model::rights::Right;
use model::same_as::devices;
use model::service_status::ServiceStatus;
use ui::button::{Button, ButtonKind};
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::menu::{Menu, MenuItem};
use ui::relative_time::span;
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

use super::reach::{Explain, status_meaning};
use super::requests::{Requests, Said};
use super::shown::Shown;
use crate::parts::device_state::DeviceStateBadge;
use crate::parts::edit_text::EditText;
use crate::parts::save::Save;
use crate::routes::device_tab::TerminalTarget;
use crate::services::clock::use_now;

/// The header.
#[component]
pub(super) fn DeviceHeader(
    shown: Shown,
    requests: Requests,
    is_pinning: RwSignal<bool>,
    go_to_terminal: Callback<Option<TerminalTarget>>,
) -> impl IntoView {
    let (now, said) = (use_now(), requests.said());
    let name = shown.memo(|detail| detail.device.name.clone());
    let status = shown.memo(|detail| detail.device.status);
    let status = Signal::derive(move || status.get().unwrap_or(DeviceStatus::Inactive));
    let progress = shown.memo(|detail| detail.device.progress);
    let progress = Signal::derive(move || progress.get().flatten());
    let aside = move || {
        shown.read(|detail| match detail.device.status {
            DeviceStatus::Updating => {
                let moving =
                    detail.services.iter().filter(|service| service.status == ServiceStatus::Downloading).count();
                Some(format!("{moving} of {} services downloading", detail.services.len()))
            }
            DeviceStatus::Disconnected => {
                let last = detail.device.link_changed_at.max(detail.device.heartbeat_changed_at)?;
                Some(format!("for {}", span(now.get() - last.millis())))
            }
            _ => None,
        })
    };
    let edits = requests.denied(Right::EditDevices);
    let rename = move |save: Save<String>| {
        let Some(id) = shown.peek(|detail| detail.device.id) else { return };
        spawn_local(async move {
            let result = requests.edits.rename_device(id, save.value.clone()).await;
            save.answer(result);
        });
    };
    let items = Signal::derive(move || {
        let item = |action: DeviceAction, id: &str, label: &str| {
            MenuItem::new(id, label).disabled(requests.refusal(action).get())
        };
        vec![
            item(DeviceAction::CheckForUpdate, "update", "Check for update").glyph(Glyph::Refresh),
            item(DeviceAction::Reboot, "reboot", "Reboot…"),
            item(DeviceAction::Shutdown, "shutdown", "Shut down…").risk(),
            item(DeviceAction::PurgeData, "purge", "Purge data…").risk(),
        ]
    });
    let choose = move |id: String| match id.as_str() {
        "update" => requests.device(DeviceAction::CheckForUpdate),
        "reboot" => requests.device(DeviceAction::Reboot),
        "shutdown" => requests.device(DeviceAction::Shutdown),
        "purge" => requests.device(DeviceAction::PurgeData),
        _ => {}
    };
    let same = move |name: String| {
        shown.peek(|detail| detail.device.uuid.to_string()).map(|uuid| devices::rename(&uuid, name.trim()))
    };
    view! {
        <div class="head">
            <EditText
                label="name"
                value=Signal::derive(move || name.get().unwrap_or_default())
                on_save=rename
                check=|name: String| device_name::check(&name)
                disabled=edits
                same=same
            >
                <h1><bdi>{move || name.get()}</bdi></h1>
            </EditText>
            <DeviceStateBadge status progress />
            <Explain text=Signal::derive(move || status_meaning(status.get()).to_owned()) />
            <span class="small muted cut">{aside}</span>
            <div class="actions">
                <Button
                    icon=Glyph::Bulb
                    disabled=requests.refusal(DeviceAction::Identify)
                    busy=requests.is_pending(DeviceAction::Identify)
                    on_press=move |()| requests.device(DeviceAction::Identify)
                >
                    "Identify"
                </Button>
                <Button
                    icon=Glyph::Refresh
                    disabled=requests.refusal(DeviceAction::RestartServices)
                    busy=requests.is_pending(DeviceAction::RestartServices)
                    on_press=move |()| requests.device(DeviceAction::RestartServices)
                >
                    "Restart…"
                </Button>
                <Button icon=Glyph::Pin disabled=edits on_press=move |()| is_pinning.set(true)>"Pin to release…"</Button>
                <Menu label="More actions" outlined=true items on_choose=choose />
                <Button
                    kind=ButtonKind::Ink
                    shortcut="T"
                    disabled=requests.denied(Right::OpenTerminal)
                    on_press=move |()| go_to_terminal.run(None)
                >
                    "Open terminal"
                </Button>
            </div>
        </div>
        {move || said.get().map(|Said { is_failure, words }| view! {
            <div class="said" class:fail=is_failure role=if is_failure { "alert" } else { "status" }>
                <StateMark
                    tone=if is_failure { Tone::Fail } else { Tone::Ok }
                    shape=if is_failure { Shape::Square } else { Shape::Disc }
                />
                <span>{words}</span>
                <span class="push"></span>
                <IconButton glyph=Glyph::Close label="Put the answer away" on_press=move |()| said.set(None) />
            </div>
        })}
    }
}
