//! Asking the device: what was asked, what it answered, and asking again with force when an update lock is held.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::action::{DeviceAction, ServiceAction, can};
use model::device_uuid::DeviceUuid;
use model::rights::Right;
use model::same_as::devices;
use model::same_as::written::SameAs;

use super::shown::Shown;
use crate::data::actions::{Actions, use_actions};
use crate::data::edits::{Edits, use_edits};
use crate::data::failure::Failure;
use crate::data::rights::{Rights, use_rights};
use crate::parts::service_table::ServiceRequest;
use crate::services::confirm::{Confirm, Question, use_confirm};

/// Something asked of the device.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    Device(DeviceAction),
    Service(ServiceRequest),
}

/// Asks and says what came of it. Copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Requests {
    uuid: StoredValue<DeviceUuid>,
    shown: Shown,
    actions: Actions,
    pub(super) edits: Edits,
    confirm: Confirm,
    rights: Rights,
    pending: RwSignal<Option<DeviceAction>>,
    said: RwSignal<Option<Said>>,
}

/// What the device answered last, said at the head of its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) is_failure: bool,
    pub(super) words: String,
}

impl Requests {
    pub(super) fn new(uuid: DeviceUuid, shown: Shown) -> Self {
        Self {
            uuid: StoredValue::new(uuid),
            shown,
            actions: use_actions(),
            edits: use_edits(),
            confirm: use_confirm(),
            rights: use_rights(),
            pending: RwSignal::new(None),
            said: RwSignal::new(None),
        }
    }

    /// Why an action cannot be asked for now.
    pub(super) fn refusal(self, action: DeviceAction) -> Signal<Option<String>> {
        let is_connected = self.shown.memo(|detail| detail.device.is_connected_to_vpn);
        let role =
            self.denied(if action == DeviceAction::OpenTerminal { Right::OpenTerminal } else { Right::CommandDevices });
        Signal::derive(move || {
            role.get().or_else(|| can(action, is_connected.get().unwrap_or(false)).err().map(str::to_owned))
        })
    }

    /// Why the person's role does not include this.
    pub(super) fn denied(self, right: Right) -> Signal<Option<String>> {
        let fleet = self.shown.memo(|detail| detail.fleet.as_ref().map(|fleet| fleet.id));
        self.rights.refusal_where(Signal::derive(move || fleet.get().flatten()), right)
    }

    /// What the device answered last; set none to put it away.
    pub(super) const fn said(self) -> RwSignal<Option<Said>> {
        self.said
    }

    /// Says something of this device at the head of its page.
    pub(super) fn say(self, is_failure: bool, words: String) {
        let _ = self.said.try_set(Some(Said { is_failure, words }));
    }

    /// Ignores an update lock, after a question.
    pub(super) fn override_lock(self) {
        let name = self.name();
        let question = Question {
            title: format!("Override the update lock of {name} once?"),
            body: "The update goes on now, and the service that holds the lock is interrupted in what it does."
                .to_owned(),
            action: "Override lock".to_owned(),
            is_irreversible: true,
            on_yes: Callback::new(move |()| self.ask(Asked::Device(DeviceAction::CheckForUpdate), true)),
        };
        self.confirm.ask_showing(question, self.same_as(DeviceAction::CheckForUpdate, true));
    }

    /// Whether the answer to this action is outstanding.
    pub(super) fn is_pending(self, action: DeviceAction) -> Signal<bool> {
        Signal::derive(move || self.pending.get() == Some(action))
    }

    /// Asks the device, after a question where it interrupts somebody's work.
    pub(super) fn device(self, action: DeviceAction) {
        let name = self.name();
        let question = match action {
            DeviceAction::Reboot => Some((
                format!("Reboot {name}?"),
                "All services stop while the device starts again, which takes about a minute.".to_owned(),
                format!("Reboot {name}"),
            )),
            DeviceAction::Shutdown => Some((
                format!("Shut down {name}?"),
                "It stays off until somebody switches it on at the place where it stands.".to_owned(),
                format!("Shut down {name}"),
            )),
            DeviceAction::PurgeData => Some((
                format!("Purge the data of {name}?"),
                "What its services keep in their volumes is deleted for good, then they are started again.".to_owned(),
                format!("Purge data of {name}"),
            )),
            DeviceAction::RestartServices => Some((
                format!("Restart the services of {name}?"),
                "All services stop and start again.".to_owned(),
                format!("Restart {name}"),
            )),
            DeviceAction::Identify | DeviceAction::CheckForUpdate | DeviceAction::OpenTerminal => None,
        };
        let ask = Callback::new(move |()| self.ask(Asked::Device(action), false));
        match question {
            Some((title, body, words)) => {
                let is_irreversible = matches!(action, DeviceAction::Shutdown | DeviceAction::PurgeData);
                let question = Question { title, body, action: words, is_irreversible, on_yes: ask };
                self.confirm.ask_showing(question, self.same_as(action, false));
            }
            None => ask.run(()),
        }
    }

    fn same_as(self, action: DeviceAction, force: bool) -> Option<SameAs> {
        let fleet = self.shown.peek(|detail| detail.fleet.as_ref().map(|fleet| fleet.id)).flatten()?;
        devices::command(action, self.uuid.try_get_value()?.as_str(), fleet, force)
    }

    /// Asks for one service.
    pub(super) fn service(self, request: ServiceRequest) {
        self.ask(Asked::Service(request), false);
    }

    fn name(self) -> String {
        self.shown.peek(|detail| detail.device.name.clone()).unwrap_or_default()
    }

    fn ask(self, asked: Asked, force: bool) {
        let Some(Some(fleet)) = self.shown.peek(|detail| detail.fleet.as_ref().map(|fleet| fleet.id)) else { return };
        let Some(uuid) = self.uuid.try_get_value() else { return };
        if let Asked::Device(action) = asked {
            self.pending.set(Some(action));
        }
        self.said.set(None);
        spawn_local(async move {
            let result = match &asked {
                Asked::Device(action) => self.actions.device(*action, uuid, fleet, force).await,
                Asked::Service(request) => {
                    self.actions.service(request.action, uuid, fleet, request.service.clone(), force).await
                }
            };
            let _ = self.pending.try_set(None);
            self.answered(asked, result);
        });
    }

    fn answered(self, asked: Asked, result: Result<(), Failure>) {
        let name = self.name();
        match result {
            Ok(()) => self.say(false, done_words(&asked, &name)),
            Err(Failure::Locked { message }) => self.confirm.ask(Question {
                title: format!("{name} holds an update lock"),
                body: format!(
                    "The device answered: “{message}”. With force the lock is ignored this once, and what holds it is interrupted."
                ),
                action: "Ignore the lock".to_owned(),
                is_irreversible: true,
                on_yes: Callback::new(move |()| self.ask(asked.clone(), true)),
            }),
            Err(Failure::NotFound { .. }) => {
                self.say(true, format!("{name} is not connected now: it did not hear of it, and nothing is kept for later."));
            }
            Err(failure) => self.say(true, format!("{name} did not do it. {failure}")),
        }
    }
}

fn done_words(asked: &Asked, device: &str) -> String {
    match asked {
        Asked::Device(action) => match action {
            DeviceAction::Identify => format!("{device} blinks for 15 s"),
            DeviceAction::CheckForUpdate => format!("{device} looks for an update"),
            DeviceAction::RestartServices => format!("{device} restarts its services"),
            DeviceAction::Reboot => format!("{device} reboots"),
            DeviceAction::Shutdown => format!("{device} shuts down"),
            DeviceAction::PurgeData => format!("{device} purged its data"),
            DeviceAction::OpenTerminal => String::new(),
        },
        Asked::Service(ServiceRequest { action, service }) => match action {
            ServiceAction::Start => format!("{service} started on {device}"),
            ServiceAction::Stop => format!("{service} stopped on {device}"),
            ServiceAction::Restart => format!("{service} restarted on {device}"),
            ServiceAction::OpenShell => String::new(),
        },
    }
}
