//! A device's report as it comes, checked whole before anything of it is kept (balena-api.md §7).
//!
//! Unknown keys are ignored; a known key of another type, a fraction where a whole number belongs, or a text too long for
//! its column refuses the report. Texts that devices are known to send too long are cut instead.

use indexmap::IndexMap;
use model::update_status::UpdateStatus;
use rusqlite::types::Value;
use serde_json::{Map, Value as Json};

use super::report_refused::NotAReport;
use super::report_text::fitted;

/// A column of `device` and its new value.
pub(super) type Column = (&'static str, Value);

/// What one device says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    pub(super) columns: Vec<Column>,
    /// Come often; written at a pace (`report_pace`).
    pub(super) metrics: Vec<Column>,
    /// By application uuid; none: nothing is said about applications.
    pub(super) apps: Option<IndexMap<String, App>>,
}

/// What runs of one application.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct App {
    /// The commit that runs.
    pub(super) runs: Option<String>,
    /// By commit.
    pub(super) releases: IndexMap<String, Release>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Release {
    pub(super) update_status: Option<UpdateStatus>,
    pub(super) services: Vec<Service>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Service {
    /// A location, perhaps with a digest.
    pub(super) image: String,
    pub(super) state: ServiceState,
}

/// How far a service is. A progress of `Some(None)` is an explicit null.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ServiceState {
    pub(super) status: Option<String>,
    #[expect(clippy::option_option, reason = "absent, null and set are three things on the wire")]
    pub(super) progress: Option<Option<i64>>,
}

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    TextOrNull,
    Number,
    NumberOrNull,
    /// A number or null. No larger than a column holds; a fraction is refused only when it would be written.
    Metric,
    Truth,
}

const FIELDS: [(&str, Shape); 13] = [
    ("status", Shape::Text),
    ("os_version", Shape::TextOrNull),
    ("os_variant", Shape::TextOrNull),
    ("supervisor_version", Shape::Text),
    ("provisioning_progress", Shape::NumberOrNull),
    ("provisioning_state", Shape::TextOrNull),
    ("ip_address", Shape::Text),
    ("mac_address", Shape::Text),
    ("api_port", Shape::Number),
    ("api_secret", Shape::TextOrNull),
    ("cpu_id", Shape::TextOrNull),
    ("is_undervolted", Shape::Truth),
    // Only checked: whether a device is online is what its link says.
    (IS_ONLINE, Shape::Truth),
];
const IS_ONLINE: &str = "is_online";

const METRICS: [(&str, Shape); 7] = [
    ("memory_usage", Shape::Metric),
    ("memory_total", Shape::Metric),
    ("storage_usage", Shape::Metric),
    ("storage_total", Shape::Metric),
    ("cpu_temp", Shape::Metric),
    ("cpu_usage", Shape::Metric),
    ("storage_block_device", Shape::TextOrNull),
];

impl Report {
    /// Reads the report of one device in the form of `PATCH /device/v3/state`.
    ///
    /// # Errors
    /// [`NotAReport`].
    pub fn read(body: &Json) -> Result<Self, NotAReport> {
        let members = body.as_object().ok_or(NotAReport)?;
        let mut report = Self::of_fields(members)?;
        if let Some(apps) = members.get("apps") {
            report.apps = Some(each(apps, app)?);
        }
        Ok(report)
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.metrics.is_empty() && self.apps.is_none()
    }

    /// The fields both forms have.
    pub(super) fn of_fields(members: &Map<String, Json>) -> Result<Self, NotAReport> {
        let mut said = columns(members, &FIELDS)?;
        said.retain(|(name, _)| *name != IS_ONLINE);
        Ok(Self { columns: said, metrics: columns(members, &METRICS)?, apps: None })
    }
}

/// The columns of those fields that are there.
pub(super) fn columns(
    members: &Map<String, Json>,
    fields: &[(&'static str, Shape)],
) -> Result<Vec<Column>, NotAReport> {
    let mut columns = Vec::new();
    for (name, shape) in fields {
        let Some(json) = members.get(*name) else { continue };
        if let Some(value) = value(name, *shape, json)? {
            columns.push((*name, value));
        }
    }
    Ok(columns)
}

/// The value to keep; none if there is nothing worth keeping in it.
fn value(name: &str, shape: Shape, json: &Json) -> Result<Option<Value>, NotAReport> {
    match (shape, json) {
        (Shape::TextOrNull | Shape::NumberOrNull | Shape::Metric, Json::Null) => Ok(Some(Value::Null)),
        (Shape::Text | Shape::TextOrNull, Json::String(text)) => Ok(fitted(name, text)?.map(Value::Text)),
        (Shape::Number | Shape::NumberOrNull, Json::Number(_)) => Ok(Some(Value::Integer(whole(json)?))),
        (Shape::Metric, Json::Number(_)) => metric(json).map(Some),
        (Shape::Truth, Json::Bool(truth)) => Ok(Some(Value::Integer(i64::from(*truth)))),
        _ => Err(NotAReport),
    }
}

fn metric(json: &Json) -> Result<Value, NotAReport> {
    let number = json.as_f64().ok_or(NotAReport)?.min(f64::from(i32::MAX));
    if number.fract() == 0.0 { whole(&Json::from(number)).map(Value::Integer) } else { Ok(Value::Real(number)) }
}

/// A whole number that the column holds.
#[expect(clippy::cast_possible_truncation, reason = "without a fraction and within 32 bits nothing is cut off")]
pub(super) fn whole(json: &Json) -> Result<i64, NotAReport> {
    let number = json.as_f64().ok_or(NotAReport)?;
    let fits = number.fract() == 0.0 && (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number);
    if fits { Ok(number as i64) } else { Err(NotAReport) }
}

/// A record: every value of the same kind, in the order they were said: rows are made in it.
pub(super) fn each<T>(
    json: &Json,
    read: impl Fn(&Json) -> Result<T, NotAReport>,
) -> Result<IndexMap<String, T>, NotAReport> {
    let members = json.as_object().ok_or(NotAReport)?;
    members.iter().map(|(key, value)| Ok((key.clone(), read(value)?))).collect()
}

fn app(json: &Json) -> Result<App, NotAReport> {
    let members = json.as_object().ok_or(NotAReport)?;
    let runs = members.get("release_uuid").map(text).transpose()?.filter(|commit| !commit.is_empty());
    let releases = members.get("releases").map(|releases| each(releases, release)).transpose()?.unwrap_or_default();
    Ok(App { runs, releases })
}

fn release(json: &Json) -> Result<Release, NotAReport> {
    let members = json.as_object().ok_or(NotAReport)?;
    let update_status = members.get("update_status").map(update_status).transpose()?;
    let services = members.get("services").map(|services| each(services, service)).transpose()?.unwrap_or_default();
    Ok(Release { update_status, services: services.into_values().collect() })
}

fn update_status(json: &Json) -> Result<UpdateStatus, NotAReport> {
    serde_json::from_value(json.clone()).map_err(|_| NotAReport)
}

fn service(json: &Json) -> Result<Service, NotAReport> {
    let members = json.as_object().ok_or(NotAReport)?;
    let image = text(members.get("image").ok_or(NotAReport)?)?;
    Ok(Service { image, state: service_state(members)? })
}

/// `status` and `download_progress`, both of which may be absent.
pub(super) fn service_state(members: &Map<String, Json>) -> Result<ServiceState, NotAReport> {
    let status = members.get("status").map(text).transpose()?;
    let progress = match members.get("download_progress") {
        None => None,
        Some(Json::Null) => Some(None),
        Some(number @ Json::Number(_)) => Some(Some(whole(number)?)),
        Some(_) => return Err(NotAReport),
    };
    Ok(ServiceState { status, progress })
}

fn text(json: &Json) -> Result<String, NotAReport> {
    json.as_str().map(str::to_owned).ok_or(NotAReport)
}
