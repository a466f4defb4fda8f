//! The API token of a signed-in person: held, passed on, never shown.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// A JWT of the balena API (balena-api.md §3).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiToken(String);

impl ApiToken {
    /// Holds `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The token itself, for the `Authorization` header and the tunnel.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// When it ends, in seconds since 1970, if it says so.
    pub fn expires_at(&self) -> Option<i64> {
        #[derive(Deserialize)]
        struct Claims {
            exp: i64,
        }
        let payload = URL_SAFE_NO_PAD.decode(self.0.split('.').nth(1)?).ok()?;
        Some(serde_json::from_slice::<Claims>(&payload).ok()?.exp)
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_when_it_ends_but_not_what_it_is() {
        let token = ApiToken::new(format!("h.{}.s", URL_SAFE_NO_PAD.encode(r#"{"id":1,"exp":1700000000}"#)));
        assert_eq!(token.expires_at(), Some(1_700_000_000));
        assert_eq!(format!("{token:?}"), "ApiToken(…)");
        assert_eq!(ApiToken::new("opaque").expires_at(), None);
    }
}
