//! What is done to all devices of the fleet at once; those that are not connected never hear of it.

use leptos::prelude::*;
use model::action::DeviceAction;
use model::device_status::DeviceStatus;
use model::figure::{counted, grouped};
use model::fleet::Fleet;
use model::rights::Right;
use model::same_as::devices::command_fleet;
use query::mutation::Mutation;
use ui::button::{Button, ButtonKind};
use ui::card::Card;

use crate::data::actions::use_actions;
use crate::data::failure::Failure;
use crate::data::rights::use_rights;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

/// The states in which a device can be asked.
const THERE: [DeviceStatus; 5] = [
    DeviceStatus::Operational,
    DeviceStatus::Updating,
    DeviceStatus::Configuring,
    DeviceStatus::PostProvisioning,
    DeviceStatus::ReducedFunctionality,
];

/// The action, its button, the verb, what it does, and whether it can be undone from here.
const ACTIONS: [(DeviceAction, &str, &str, &str, bool); 4] = [
    (
        DeviceAction::RestartServices,
        "Restart services…",
        "Restart the services of",
        "Services end and start again; what is not on a volume is gone.",
        false,
    ),
    (DeviceAction::Reboot, "Reboot…", "Reboot", "Devices are away for a minute or two.", false),
    (
        DeviceAction::PurgeData,
        "Purge data…",
        "Purge the data of",
        "Every volume of every service is emptied. It cannot be brought back.",
        true,
    ),
    (
        DeviceAction::Shutdown,
        "Shut down…",
        "Shut down",
        "They do not come back by themselves: somebody has to go there.",
        true,
    ),
];

/// The card.
#[component]
pub(super) fn WholeFleet(id: i64, fleet: Memo<Option<Fleet>>) -> impl IntoView {
    let (actions, confirm, toasts) = (use_actions(), use_confirm(), use_toasts());
    let asking = Mutation::<Failure>::new();
    let counts = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.devices)).unwrap_or_default());
    let denied = use_rights().refusal(Some(id), Right::CommandDevices);
    let refusal = Signal::derive(move || {
        let none = (counts.get().in_any(&THERE) == 0).then(|| "No device of the fleet is connected.".to_owned());
        denied.get().or(none)
    });
    let ask = move |(action, _, verb, what, is_irreversible): (
        DeviceAction,
        &'static str,
        &'static str,
        &'static str,
        bool,
    )| {
        let (name, counts) = (
            fleet.with_untracked(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()).unwrap_or_default()),
            counts.get_untracked(),
        );
        let there = counts.in_any(&THERE);
        let away = counts.total() - there;
        let never = if away == 0 {
            String::new()
        } else {
            format!(" {} not connected and never hear of it.", counted(away, "device is", "devices are"))
        };
        let run = move || {
            asking.run(async move { actions.fleet(action, id).await }, move |result| match result {
                Ok((done, 0)) => {
                    toasts.done(format!("{} said yes", counted(done, "device", "devices")));
                }
                Ok((done, refused)) => toasts.failed(
                    format!("{} said no", counted(refused, "device", "devices")),
                    format!("{} said yes. An update lock is the usual reason: see each device.", grouped(done)),
                ),
                Err(failure) => toasts.failed("The devices were not asked", failure.to_string()),
            });
        };
        let question = Question {
            title: format!("{verb} {}?", counted(there, "device", "devices")),
            body: format!("All of {name} that is connected. {what}{never}"),
            action: format!("{verb} {}", counted(there, "device", "devices")),
            is_irreversible,
            on_yes: Callback::new(move |()| run()),
        };
        let slug = fleet.with_untracked(|fleet| fleet.as_ref().map(|fleet| fleet.slug.clone()).unwrap_or_default());
        confirm.ask_showing(question, command_fleet(action, id, &slug));
    };
    view! {
        <Card title="All devices">
            <div class="in vstack">
                <p class="muted">"For some of them, choose them in the device list: it shows what each answers."</p>
                <div class="hstack wrap">
                    {ACTIONS
                        .map(|one| {
                            let kind = if one.4 { ButtonKind::Risk } else { ButtonKind::Plain };
                            view! {
                                <Button kind busy=asking.pending() disabled=refusal on_press=move |()| ask(one)>{one.1}</Button>
                            }
                        })
                        .collect_view()}
                </div>
            </div>
        </Card>
    }
    .into_any()
}
