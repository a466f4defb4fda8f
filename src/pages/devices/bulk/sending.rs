//! From a plan to what is sent: the devices, how many requests, and the first of them as one could send it elsewhere.

use model::bulk::action::BulkAction;
use model::bulk::plan::Step;
use model::bulk::variables::Setting;
use model::device::Device;
use model::figure::counted;
use model::same_as::devices as same;
use model::same_as::owner::Owner;
use model::same_as::request::{Rows, patch};
use model::same_as::tags;
use model::same_as::written::SameAs;

use crate::data::bulk::item::{Item, ItemState};
use crate::data::bulk::job::MOST_BY_ID;

/// “8 devices”.
pub(super) fn devices(count: usize) -> String {
    counted(count as u64, "device", "devices")
}

/// The devices of these steps.
pub(super) fn items(action: &BulkAction, devices: &[Device], steps: &[Step]) -> Vec<Item> {
    let has_it = |device: &Device| match action {
        BulkAction::SetTag(tag) => device.tags.iter().any(|held| held.key == tag.key),
        _ => false,
    };
    let item = |step: &Step| {
        let device = devices.get(step.at)?;
        Some(Item {
            id: device.id,
            uuid: device.uuid.clone(),
            name: device.name.clone(),
            force: step.force,
            has_it: has_it(device),
            state: ItemState::Waiting,
        })
    };
    steps.iter().filter_map(item).collect()
}

/// How many requests, and in which way.
pub(super) fn requests(action: &BulkAction, items: &[Item]) -> (usize, String) {
    let alone = match action {
        BulkAction::SetTag(_) => items.iter().filter(|item| !item.has_it).count(),
        BulkAction::SetVariables(settings) => {
            let words = if settings.len() == 1 { "one a device, 6 at a time" } else { "one a device and variable" };
            return (items.len() * settings.len(), words.to_owned());
        }
        action if action.command().is_some() => items.len(),
        _ => 0,
    };
    let together = items.len() - alone;
    let count = alone + together.div_ceil(MOST_BY_ID);
    let words = if alone == items.len() { "one a device, 6 at a time" } else { "up to 200 devices each" };
    (count, words.to_owned())
}

/// The first request as one could send it elsewhere. `commit` knows the commit of a release.
pub(super) fn same_as(
    action: &BulkAction,
    items: &[Item],
    fleet: i64,
    commit: impl Fn(i64) -> Option<String>,
) -> Option<SameAs> {
    let first = items.first()?;
    let uuid = first.uuid.as_str();
    let of = Owner::Device { id: first.id, uuid };
    Some(match action {
        BulkAction::Pin(release) => same::pin(uuid, release.id, &commit(release.id).unwrap_or_default()),
        BulkAction::Unpin => same::track_fleet(uuid),
        BulkAction::SetTag(tag) => tags::set(of, &tag.key, &tag.value),
        BulkAction::RemoveTag(key) => tags::remove(of, key),
        BulkAction::SetVariables(settings) => {
            let Setting { name, value } = settings.first()?;
            same::set_variable(first.id, uuid, name, value)
        }
        BulkAction::RemoveVariable(name) => same::remove_variable(first.id, uuid, name),
        BulkAction::Move(to) => same::move_to(uuid, to.id, &to.name),
        BulkAction::SetOs(os) => {
            let fields = [("should_be_operated_by__release", os.release.id.into())];
            patch("device", &Rows::Ids(items.iter().take(MOST_BY_ID).map(|item| item.id).collect()), &fields)
        }
        BulkAction::Delete => same::remove(uuid),
        action => same::command(action.command()?, uuid, fleet, first.force)?,
    })
}

/// One line of CSV (RFC 4180); what a spreadsheet would take for a formula is marked as text.
pub(super) fn csv_line(fields: &[&str]) -> String {
    let field = |text: &&str| {
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let text = if is_formula { format!("'{text}") } else { (*text).to_owned() };
        if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    fields.iter().map(field).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::csv_line;

    #[test]
    fn a_hostile_name_is_one_field_and_no_formula() {
        assert_eq!(csv_line(&["a,b", "say \"x\"", "=1+1", ""]), "\"a,b\",\"say \"\"x\"\"\",'=1+1,");
    }
}
