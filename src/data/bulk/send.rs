//! One request of a job: a supervisor's command to one device, or one write that serves many rows.

use model::bulk::action::BulkAction;
use model::bulk::variables::Setting;
use odata::{Query, field};
use serde::Serialize;

use super::item::Item;
use crate::data::actions::use_actions_of;
use crate::data::failure::Failure;
use crate::data::hub::Hub;

#[derive(Serialize, Default)]
#[expect(non_snake_case, reason = "the names on the wire are balena's")]
struct Release {
    is_pinned_on__release: Option<i64>,
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "the names on the wire are balena's")]
struct Fleet {
    belongs_to__application: i64,
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "the names on the wire are balena's")]
struct HostOs {
    should_be_operated_by__release: i64,
}

#[derive(Serialize)]
struct Value<'a> {
    value: &'a str,
}

/// Whether a device needs a request of its own. Answers about several supervisors do not say whose they are
/// (balena-api.md §9), and a row that is not there yet is made by itself.
pub(super) const fn one_by_one(action: &BulkAction, has_it: bool) -> bool {
    match action {
        BulkAction::SetTag(_) => !has_it,
        BulkAction::SetVariables(_) => true,
        action => action.command().is_some(),
    }
}

/// Sends it for these devices, which belong together.
pub(super) async fn send(hub: Hub, action: &BulkAction, fleet: i64, items: &[Item]) -> Result<(), Failure> {
    let Some(first) = items.first() else { return Ok(()) };
    let client = hub.client();
    let ids = || items.iter().map(|item| item.id);
    let devices = || Query::of("device").filter(field("id").one_of(ids()));
    let rows = |resource: &str, key: &str, name: &str| {
        Query::of(resource).filter(field("device").one_of(ids())).filter(field(key).eq(name))
    };
    let result = match action {
        BulkAction::RestartServices
        | BulkAction::Reboot
        | BulkAction::Shutdown
        | BulkAction::Identify
        | BulkAction::PurgeData => {
            let Some(command) = action.command() else { return Ok(()) };
            return use_actions_of(hub).device(command, first.uuid.clone(), fleet, first.force).await;
        }
        BulkAction::Pin(release) => client.patch(devices(), &Release { is_pinned_on__release: Some(release.id) }).await,
        BulkAction::Unpin => client.patch(devices(), &Release::default()).await,
        BulkAction::SetTag(tag) if first.has_it => {
            client.patch(rows("device_tag", "tag_key", &tag.key), &Value { value: &tag.value }).await
        }
        BulkAction::SetTag(tag) => {
            let query = Query::of("device_tag").key("device", first.id).key("tag_key", tag.key.clone());
            client.put(query, &Value { value: &tag.value }).await
        }
        BulkAction::RemoveTag(key) => client.delete(rows("device_tag", "tag_key", key)).await,
        BulkAction::SetVariables(settings) => {
            for Setting { name, value } in settings {
                let query = Query::of("device_environment_variable").key("device", first.id).key("name", name.clone());
                hub.heard(client.put(query, &Value { value }).await)?;
            }
            Ok(())
        }
        BulkAction::RemoveVariable(name) => client.delete(rows("device_environment_variable", "name", name)).await,
        BulkAction::Move(to) => client.patch(devices(), &Fleet { belongs_to__application: to.id }).await,
        BulkAction::SetOs(os) => {
            client.patch(devices(), &HostOs { should_be_operated_by__release: os.release.id }).await
        }
        BulkAction::Delete => client.delete(devices()).await,
    };
    hub.heard(result)
}
