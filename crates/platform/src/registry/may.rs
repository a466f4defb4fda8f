//! Which image a name stands for, for those who may have it.

use serde::Deserialize;
use store::access::Access;

use crate::http::refusal::Refusal;
use crate::registry::puller::Puller;
use crate::rows::rows;
use crate::state::State;

#[derive(Deserialize)]
struct Row {
    id: i64,
}

/// The image stored at `…/v2/<name>`: devices have those of their fleet's releases, people those they see, and holders
/// of a token those it names.
pub(crate) async fn image(state: &State, puller: &Puller, name: &str) -> Result<i64, Refusal> {
    let access = puller.access(&format!("v2/{name}")).ok_or(Refusal::Unauthorized)?;
    if !matches!(access, Access::System | Access::User { .. } | Access::Device { .. }) {
        return Err(Refusal::Unauthorized);
    }
    let is_name = name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_name {
        return Err(Refusal::not_found("There is no such image."));
    }
    let query = format!("image?$select=id&$filter=endswith(is_stored_at__image_location,'/v2/{name}')");
    let found: Vec<Row> = rows(state, access, &query).await?;
    found.first().map(|row| row.id).ok_or_else(|| Refusal::not_found("There is no such image."))
}
