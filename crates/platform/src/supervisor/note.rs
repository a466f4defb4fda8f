//! What was asked of a device and what it answered, kept in its history.

use serde_json::Value;
use store::device_history;
use store::doer::Doer;

use crate::state::State;
use crate::supervisor::relay::{RelayError, Relayed};

/// An action, before it is known what the device says.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    doer: Doer,
    action: String,
    of: Option<String>,
}

impl Note {
    /// `v1/reboot` is `reboot`; with force it says so. Of the data only the service's name is kept.
    pub(crate) fn of(doer: Doer, path: &str, data: Option<&Value>) -> Self {
        let name = path.trim_matches('/').rsplit('/').next().unwrap_or_default();
        let is_forced = data.and_then(|data| data.get("force")).and_then(Value::as_bool).unwrap_or(false);
        let action = if is_forced { format!("{name} (forced)") } else { name.to_owned() };
        let of = data.and_then(|data| data.get("serviceName")).and_then(Value::as_str).map(str::to_owned);
        Self { doer, action, of }
    }

    /// Keeps it. The device has done it already: what fails here is only said in the log.
    pub(crate) async fn keep(&self, state: &State, device: i64, answer: &Result<Relayed, RelayError>) {
        let outcome = outcome(answer);
        let Self { doer, action, of } = self.clone();
        let kept = state
            .store
            .write(move |connection| device_history::acted(connection, device, doer, &action, of.as_deref(), &outcome))
            .await;
        match kept {
            Ok(changed) => state.publish(&changed),
            Err(error) => tracing::warn!(%error, device, "what was asked of a device is missing in its history"),
        }
    }
}

/// `done`, `423: Updates are locked`, or why there is no answer.
fn outcome(answer: &Result<Relayed, RelayError>) -> String {
    let (status, words) = match answer {
        Ok(Relayed::Json(status, body)) => {
            (*status, body.get("Error").or_else(|| body.get("error")).and_then(Value::as_str).map(str::to_owned))
        }
        Ok(Relayed::Text(status, text)) => (*status, Some(text.clone())),
        Ok(Relayed::Empty(status)) => (*status, None),
        Err(error) => return error.to_string(),
    };
    if status.is_success() {
        return "done".to_owned();
    }
    match words.filter(|words| !words.is_empty()) {
        Some(words) => format!("{}: {words}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_action_is_the_end_of_its_path() {
        let note = Note::of(Doer::Server, "v1/reboot", Some(&json!({ "force": true, "appId": 5 })));
        assert_eq!((note.action.as_str(), note.of), ("reboot (forced)", None));
        let note = Note::of(Doer::Server, "/v2/applications/5/restart-service", Some(&json!({ "serviceName": "ui" })));
        assert_eq!((note.action.as_str(), note.of.as_deref()), ("restart-service", Some("ui")));
    }

    #[test]
    fn an_outcome_is_what_the_device_said() {
        let json = |status, body| outcome(&Ok(Relayed::Json(status, body)));
        assert_eq!(json(StatusCode::ACCEPTED, json!({ "Data": "OK" })), "done");
        assert_eq!(json(StatusCode::LOCKED, json!({ "Error": "Updates are locked" })), "423: Updates are locked");
        assert_eq!(outcome(&Err(RelayError::TimedOut)), "the supervisor did not answer in time");
    }
}
