//! The connected devices a request means, as far as its caller may see them.

use link::platform::Link;
use model::device_uuid::DeviceUuid;
use serde::Deserialize;
use store::access::Access;

use crate::http::refusal::Refusal;
use crate::state::State;
use crate::supervisor::relay::Supervisor;
use crate::v7::rows::rows;

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

#[derive(Debug, Deserialize)]
struct Row {
    id: i64,
    uuid: String,
    api_port: Option<u16>,
    api_secret: Option<String>,
}

pub(crate) async fn find(state: &State, access: Access, whom: &Whom) -> Result<Vec<Found>, Refusal> {
    let filter = match whom {
        Whom::Uuid(uuid) => match uuid.parse::<DeviceUuid>() {
            Ok(uuid) => format!("uuid eq '{uuid}'"),
            Err(_) => return Ok(Vec::new()),
        },
        Whom::Device(id) => format!("id eq {id}"),
        Whom::Fleet(id) => format!("belongs_to__application eq {id}"),
    };
    let query = format!("device?$select=id,uuid,api_port,api_secret&$filter={filter}&$orderby=id%20asc");
    let found: Vec<Row> = rows(state, access, &query.replace(' ', "%20")).await?;
    Ok(found
        .into_iter()
        .filter_map(|row| {
            let link = state.links.get(row.id)?;
            let port = row.api_port.filter(|port| *port != 0).unwrap_or(PORT);
            Some(Found { id: row.id, link, supervisor: Supervisor { uuid: row.uuid, port, secret: row.api_secret } })
        })
        .collect())
}
