//! Rows of the store as typed values, for the platform's own questions.

use serde::de::DeserializeOwned;
use store::access::Access;

use crate::http::refusal::Refusal;
use crate::state::State;

/// Asks as `access` may see. The query is the platform's own: what comes from outside is checked before it is put in.
pub(crate) async fn rows<T: DeserializeOwned>(state: &State, access: Access, query: &str) -> Result<Vec<T>, Refusal> {
    let request = odata::Request::parse(query).map_err(|error| Refusal::internal(&error))?;
    let answer = state.store.odata(access, request).await.map_err(Refusal::from)?;
    serde_json::from_value(answer).map_err(|error| Refusal::internal(&error))
}
