//! `GET /config/vars[?deviceType=…]`.

use axum::Json;
use axum::extract::{Query, State};
use http::StatusCode;
use wire::config_vars::ConfigVars;

use crate::config_vars::catalog::config_vars;
use crate::device_types::known;
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::state::Shared;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/config/vars", get)
}

/// For everybody. A device type that is not there has the variables every device has.
async fn get(
    State(state): State<Shared>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Json<ConfigVars>, Refusal> {
    let mut named = asked.into_iter().filter(|(name, _)| name == "deviceType" || name.starts_with("deviceType["));
    let slug = match (named.next(), named.next()) {
        (None, _) => None,
        (Some((name, slug)), None) if name == "deviceType" => known::slug(&state, &slug).await?,
        // Said twice, or as something other than text.
        _ => return Err(Refusal::Empty(StatusCode::BAD_REQUEST)),
    };
    let poll = i64::try_from(state.config.poll_interval.as_millis()).unwrap_or(i64::MAX);
    Ok(Json(config_vars(slug.as_deref(), poll)))
}
