//! Taking a variable away and making it the fleet's, asked with what follows.

use leptos::prelude::*;
use model::resolver::{Resolved, Whose};
use model::same_as::request::{Rows, delete};
use model::variable::{Level, Variable};
use model::variable_write::{Answer, Write};

use super::desk::Desk;
use super::words::cut;
use crate::services::confirm::Question;

/// What the container sees when a level is gone.
fn after(line: &Resolved, gone: Level) -> String {
    let next = line.levels.iter().flatten().rfind(|variable| variable.slot.level != gone);
    match (line.is_overridden(gone), next) {
        (true, _) => "It is overridden already, so no container sees a difference.".to_owned(),
        (false, None) => format!("Containers then have no {} at all.", line.name),
        (false, Some(next)) => {
            let hidden = model::variable::is_secret(&line.name);
            let value = if hidden { "the value".to_owned() } else { format!("“{}”", cut(&next.value)) };
            format!("Containers then see {value} of {}.", next.slot.level.title())
        }
    }
}

/// Asks, then takes the variable of one level away.
pub(super) fn remove(desk: Desk, line: &Resolved, level: Level) {
    let Some(Variable { id, slot, name, .. }) = line.at(level).cloned() else { return };
    let (toasts, place) = (desk.toasts, desk.peek(|book| book.place(slot)).unwrap_or_default());
    let consequence = untrack(|| desk.consequence(slot));
    let what = format!("{name} was not deleted");
    let question = Question {
        title: format!("Delete {name} from {place}?"),
        body: format!("{} {consequence}", after(line, level)),
        action: format!("Delete {name}"),
        is_irreversible: true,
        on_yes: Callback::new(move |()| {
            let what = what.clone();
            desk.ask(Write::Remove { level, id }, move |answer| {
                if let Answer::Failed(why) = answer {
                    toasts.failed(what.clone(), why);
                }
            });
        }),
    };
    desk.confirm.ask_showing(question, Some(delete(level.resource(), &Rows::Id(id))));
}

/// Asks, then gives a device's value to the whole fleet and takes it from the device.
pub(super) fn promote(desk: Desk, line: &Resolved) {
    let Some(own) = line.winner().filter(|winner| winner.slot.level.is_of_device()).cloned() else { return };
    let service = match line.whose {
        Whose::Service(id) if own.slot.level == Level::DeviceService => Some(id),
        _ => None,
    };
    let level = if service.is_some() { Level::FleetService } else { Level::Fleet };
    let Some(Ok(slot)) = desk.peek(|book| book.slot(level, service)) else { return };
    let toasts = desk.toasts;
    let former = line.at(level).map_or_else(String::new, |_| " It replaces the fleet's own value.".to_owned());
    let consequence = untrack(|| desk.consequence(slot));
    let place = desk.peek(|book| book.place(slot)).unwrap_or_default();
    desk.confirm.ask(Question {
        title: format!("Define {} for {place}?", own.name),
        body: format!(
            "The value of this device becomes the fleet's, and is taken from the device.{former} {consequence}"
        ),
        action: format!("Define {} fleet-wide", own.name),
        is_irreversible: false,
        on_yes: Callback::new(move |()| {
            let what = format!("{} was not defined fleet-wide", own.name);
            let write = Write::Promote {
                slot,
                name: own.name.clone(),
                value: own.value.clone(),
                level: own.slot.level,
                id: own.id,
            };
            desk.ask(write, move |answer| {
                if let Answer::Failed(why) = answer {
                    toasts.failed(what.clone(), why);
                }
            });
        }),
    });
}
