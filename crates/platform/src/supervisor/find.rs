//! The connected devices a request means, as far as its caller may see them.

use link::platform::Link;
use store::access::Access;
use store::devices::{self, DeviceRow};

use crate::auth::may;
use crate::http::refusal::Refusal;
use crate::state::State;
use crate::supervisor::relay::Supervisor;

/// Where supervisors listen unless they say otherwise.
const PORT: u16 = 48_484;

/// Who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whom {
    Uuid(String),
    Device(i64),
    Fleet(i64),
}

/// A connected device.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) id: i64,
    pub(crate) link: Link,
    pub(crate) supervisor: Supervisor,
}

/// Those of the meant devices that are connected. `commands`: something is done to them, so that looking on is not enough.
///
/// # Errors
/// 401 when the caller sees a device and may not command it.
pub(crate) async fn find(state: &State, access: Access, whom: &Whom, commands: bool) -> Result<Vec<Found>, Refusal> {
    let whom = whom.clone();
    let rows = state
        .store
        .read(move |connection| match whom {
            Whom::Uuid(uuid) => Ok(devices::by_uuid(connection, access, &uuid)?.into_iter().collect()),
            Whom::Device(id) => Ok(devices::by_id(connection, access, id)?.into_iter().collect()),
            Whom::Fleet(id) => devices::by_application(connection, access, id),
        })
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (row, is_first) in rows.into_iter().zip(std::iter::once(true).chain(std::iter::repeat(false))) {
        // All rows are of one fleet.
        if is_first && commands && !may::command(state, access, row.application).await? {
            return Err(Refusal::Unauthorized);
        }
        found.extend(connected(state, row));
    }
    Ok(found)
}

fn connected(state: &State, row: DeviceRow) -> Option<Found> {
    let link = state.links.get(row.id)?;
    let port = row.api_port.and_then(|port| u16::try_from(port).ok()).filter(|port| *port != 0).unwrap_or(PORT);
    Some(Found { id: row.id, link, supervisor: Supervisor { uuid: row.uuid, port, secret: row.api_secret } })
}
