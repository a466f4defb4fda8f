//! Closes the links of devices that were removed.

use serde::Deserialize;
use store::access::Access;

use crate::http::refusal::Refusal;
use crate::rows::rows;
use crate::state::State;

#[derive(Deserialize)]
struct Row {
    id: i64,
}

/// Asks about so many devices at once.
const CHUNK: usize = 500;

/// After rows were removed: whoever is connected and no longer there is not connected.
pub(crate) async fn close(state: &State) -> Result<(), Refusal> {
    for connected in state.links.devices().chunks(CHUNK) {
        let ids: Vec<_> = connected.iter().map(i64::to_string).collect();
        let query = format!("device?$select=id&$filter=id%20in%20({})", ids.join(","));
        let there: Vec<Row> = rows(state, Access::System, &query).await?;
        for device in connected.iter().filter(|id| !there.iter().any(|row| row.id == **id)) {
            if let Some(link) = state.links.get(*device) {
                link.close();
            }
        }
    }
    Ok(())
}
