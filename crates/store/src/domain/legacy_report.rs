//! A report in the form of `PATCH /device/v2/:uuid/state`, as supervisors before 12 send it (balena-api.md §4).

use serde_json::{Map, Value as Json};

use super::report_body::{Report, ServiceState, Shape, columns, each, service_state, whole};
use super::report_refused::{LegacyError, NotAReport};

/// What one device says of itself, in the old form: images and releases by id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LegacyReport {
    pub(super) report: Report,
    pub(super) device_name: Option<String>,
    /// The release it wants to be pinned to.
    pub(super) pin: Option<i64>,
    /// The commit that runs; `Some(None)`: none does.
    #[expect(clippy::option_option, reason = "absent, null and set are three things on the wire")]
    pub(super) runs: Option<Option<String>>,
    /// None: nothing is said about services.
    pub(super) installs: Option<Vec<Install>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Install {
    pub(super) image: i64,
    pub(super) release: i64,
    pub(super) state: ServiceState,
}

const FIELDS: [(&str, Shape); 2] = [("note", Shape::Text), ("download_progress", Shape::NumberOrNull)];

impl LegacyReport {
    /// Reads the body.
    ///
    /// # Errors
    /// [`LegacyError`].
    pub fn read(body: &Json) -> Result<Self, LegacyError> {
        let local = body.get("local").and_then(Json::as_object).ok_or(NotAReport)?;
        let local = with_port(local);
        let mut report = Report::of_fields(&local)?;
        report.columns.extend(columns(&local, &FIELDS)?);
        let text = |field: &str| local.get(field).map(|json| json.as_str().ok_or(NotAReport)).transpose();
        let (name, older_name) = (text("name")?, text("device_name")?);
        let runs = match local.get("is_on__commit") {
            None => None,
            Some(Json::Null) => Some(None),
            Some(commit) => Some(Some(commit.as_str().ok_or(NotAReport)?.to_owned())),
        };
        Ok(Self {
            device_name: name.or(older_name).map(str::to_owned),
            pin: local.get("should_be_running__release").map(whole).transpose()?,
            runs,
            installs: local.get("apps").map(installs).transpose()?,
            report,
        })
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it says something about services.
    pub fn is_about_services(&self) -> bool {
        self.installs.is_some()
    }
}

/// The port comes as text from some.
fn with_port(local: &Map<String, Json>) -> Map<String, Json> {
    let mut local = local.clone();
    if let Some(port) = local.get_mut("api_port")
        && let Some(number) = port.as_str().and_then(|text| text.trim().parse::<i64>().ok())
    {
        *port = Json::from(number);
    }
    local
}

fn installs(apps: &Json) -> Result<Vec<Install>, LegacyError> {
    let services = each(apps, |app| match app.as_object().ok_or(NotAReport)?.get("services") {
        None => Ok(Vec::new()),
        Some(services) => Ok(each(services, |service| Ok(service.clone()))?.into_iter().collect()),
    })?;
    let mut installs = Vec::new();
    for (image, service) in services.into_values().flatten() {
        let members = service.as_object().ok_or(NotAReport)?;
        let state = service_state(members)?;
        let release = match members.get("releaseId") {
            Some(number @ Json::Number(_)) => whole(number)?,
            Some(Json::String(text)) => text.parse().map_err(|_| LegacyError::Id("release"))?,
            _ => return Err(NotAReport.into()),
        };
        let image = image.parse().map_err(|_| LegacyError::Id("image"))?;
        installs.push(Install { image, release, state });
    }
    Ok(installs)
}
