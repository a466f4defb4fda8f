//! The connected devices a request means, as far as its caller may see them.

use store::access::Access;
use store::devices::{self, DeviceRow};

use crate::auth::may;
use crate::http::refusal::Refusal;
use crate::reach::route::{self, Reach};
use crate::state::State;
use crate::supervisor::relay::Supervisor;

/// Where supervisors listen unless they say otherwise.
const PORT: u16 = 48_484;

/// Who is meant: devices that are all that is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Whom {
    pub(crate) uuid: Option<String>,
    pub(crate) device: Option<i64>,
    pub(crate) fleet: Option<i64>,
}

impl Whom {
    pub(crate) fn device(id: i64) -> Self {
        Self { device: Some(id), ..Self::default() }
    }

    pub(crate) fn fleet(id: i64) -> Self {
        Self { fleet: Some(id), ..Self::default() }
    }

    /// Whether anybody is named.
    pub(crate) fn is_nobody(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a whole fleet is meant.
    fn is_fleet(&self) -> bool {
        self.uuid.is_none() && self.device.is_none()
    }

    fn fits(&self, row: &DeviceRow) -> bool {
        self.uuid.as_ref().is_none_or(|uuid| *uuid == row.uuid)
            && self.device.is_none_or(|id| id == row.id)
            && self.fleet.is_none_or(|id| id == row.application)
    }
}

/// A connected device.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) id: i64,
    pub(crate) reach: Reach,
    pub(crate) supervisor: Supervisor,
}

/// Those of the meant devices that are connected. `commands`: something is done to them, so that looking on is not enough.
///
/// # Errors
/// 401 when the caller sees a connected device and may not command it: a device commands itself, not its fleet.
pub(crate) async fn find(state: &State, access: Access, whom: &Whom, commands: bool) -> Result<Vec<Found>, Refusal> {
    let asked = whom.clone();
    let rows = state
        .store
        .read(move |connection| match asked {
            Whom { uuid: Some(uuid), .. } => Ok(devices::by_uuid(connection, access, &uuid)?.into_iter().collect()),
            Whom { device: Some(id), .. } => Ok(devices::by_id(connection, access, id)?.into_iter().collect()),
            Whom { fleet: Some(id), .. } => devices::by_application(connection, access, id),
            Whom { .. } => Ok(Vec::new()),
        })
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    let mut fleet = None;
    for row in rows.into_iter().filter(|row| whom.fits(row)) {
        let application = row.application;
        found.extend(connected(state, row).await?);
        // All rows are of one fleet.
        fleet.get_or_insert(application);
    }
    if let Some(fleet) = fleet.filter(|_| commands && !found.is_empty()) {
        let is_own_fleet = matches!(access, Access::Device { .. }) && whom.is_fleet();
        if is_own_fleet || !may::command(state, access, fleet).await? {
            return Err(Refusal::Unauthorized);
        }
    }
    Ok(found)
}

async fn connected(state: &State, row: DeviceRow) -> Result<Option<Found>, Refusal> {
    let Some(reach) = route::to(state, &row).await? else { return Ok(None) };
    let port = row.api_port.and_then(|port| u16::try_from(port).ok()).filter(|port| *port != 0).unwrap_or(PORT);
    Ok(Some(Found { id: row.id, reach, supervisor: Supervisor { uuid: row.uuid, port, secret: row.api_secret } }))
}
