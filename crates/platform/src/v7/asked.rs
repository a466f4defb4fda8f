//! What a URL below `/v7/` or `/v6/` asks.

use http::Uri;
use odata::Request;
use store::Model;

use crate::http::refusal::Refusal;

/// A request of the dialect, and in which version of the model.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) model: Model,
    pub(crate) request: Request,
}

impl Asked {
    /// Reads the URL as it stands, still encoded: the dialect is read that way (balena-api.md §5).
    pub(crate) fn of(uri: &Uri) -> Result<Self, Refusal> {
        let model = if uri.path().starts_with("/v6/") { Model::V6 } else { Model::V7 };
        let path = uri.path().get("/v7/".len()..).unwrap_or_default();
        // The original answers these like a resource that nobody may read.
        if matches!(path, "" | "$metadata") {
            return Err(Refusal::Unauthorized);
        }
        let query = without_key(uri.query().unwrap_or_default());
        let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        let request = Request::parse(&url).map_err(|error| {
            tracing::debug!(%error, "a malformed url");
            let version = uri.path().get(..4).unwrap_or_default();
            Refusal::bad(format!("Malformed url: '{version}{url}'"))
        })?;
        Ok(Self { model, request })
    }
}

/// The API key is the caller's, not the query's; and it is not repeated in an error.
fn without_key(query: &str) -> String {
    query.split('&').filter(|pair| !pair.starts_with("apikey=")).collect::<Vec<_>>().join("&")
}
