//! What a device is asked to do now, by way of its supervisor (balena-api.md §9).

use model::action::{DeviceAction, ServiceAction};
use model::device_uuid::DeviceUuid;
use serde::Deserialize;
use serde::de::IgnoredAny;
use wire::endpoint::Method;
use wire::supervisor::{SupervisorData, SupervisorRequest};

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Asks devices through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Actions(Hub);

/// The way to ask.
pub fn use_actions() -> Actions {
    Actions(use_hub())
}

/// The way to ask where there is no owner to read a context of: in the middle of a job.
pub(super) const fn use_actions_of(hub: Hub) -> Actions {
    Actions(hub)
}

/// What a fleet's supervisors answered: each of several, or the only one by itself.
#[derive(Deserialize)]
#[serde(untagged)]
enum FleetAnswer {
    Several(Vec<OneAnswer>),
    One(IgnoredAny),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OneAnswer {
    status_code: u16,
}

impl Actions {
    /// Asks a device; `fleet` is the number of the fleet it belongs to, `force` ignores update locks.
    pub async fn device(self, action: DeviceAction, uuid: DeviceUuid, fleet: i64, force: bool) -> Result<(), Failure> {
        let Some(path) = action.supervisor_path() else { return Ok(()) };
        let data = SupervisorData { app_id: Some(fleet), force, ..SupervisorData::default() };
        self.ask(path.to_owned(), uuid, data).await
    }

    /// Asks every connected device of a fleet; answers how many said yes, and how many no.
    pub async fn fleet(self, action: DeviceAction, fleet: i64) -> Result<(u64, u64), Failure> {
        let Some(path) = action.supervisor_path() else { return Ok((0, 0)) };
        let data = SupervisorData { app_id: Some(fleet), ..SupervisorData::default() };
        let request = SupervisorRequest { app_id: Some(fleet), data: Some(data), ..SupervisorRequest::default() };
        let path = format!("/api/supervisor/{path}");
        let answer = self.0.client().send::<_, FleetAnswer>(Method::Post, path, &request).await;
        Ok(match self.0.heard(answer)? {
            FleetAnswer::Several(answers) => {
                let done = answers.iter().filter(|answer| (200..300).contains(&answer.status_code)).count() as u64;
                (done, answers.len() as u64 - done)
            }
            FleetAnswer::One(_) => (1, 0),
        })
    }

    /// Asks for one service.
    pub async fn service(
        self,
        action: ServiceAction,
        uuid: DeviceUuid,
        fleet: i64,
        name: String,
        force: bool,
    ) -> Result<(), Failure> {
        let verb = match action {
            ServiceAction::Start => "start",
            ServiceAction::Stop => "stop",
            ServiceAction::Restart => "restart",
            ServiceAction::OpenShell => return Ok(()),
        };
        let data = SupervisorData { service_name: Some(name), force, ..SupervisorData::default() };
        self.ask(format!("v2/applications/{fleet}/{verb}-service"), uuid, data).await
    }

    async fn ask(self, path: String, uuid: DeviceUuid, data: SupervisorData) -> Result<(), Failure> {
        let request =
            SupervisorRequest { uuid: Some(uuid.to_string()), data: Some(data), ..SupervisorRequest::default() };
        let answer = self.0.client().tell(Method::Post, format!("/api/supervisor/{path}"), &request).await;
        self.0.heard(answer)
    }
}
