//! Where a request carries its credentials.

use http::{HeaderMap, Uri, header};

use crate::credentials::token::looks_like_token;

/// The longest credential looked at, in bytes.
const LONGEST: usize = 4_096;

/// What a request presents: a person's token, an API key, or both.
#[derive(Default, Clone, PartialEq, Eq)]
pub(crate) struct Presented {
    pub(crate) token: Option<String>,
    pub(crate) key: Option<String>,
}

impl std::fmt::Debug for Presented {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Presented(…)")
    }
}

impl Presented {
    /// One credential by itself, as a tunnel's password is.
    pub(crate) fn of_credential(credential: &str) -> Self {
        if credential.is_empty() || credential.len() > LONGEST {
            return Self::default();
        }
        let credential = Some(credential.to_owned());
        if credential.as_deref().is_some_and(looks_like_token) {
            Self { token: credential, key: None }
        } else {
            Self { token: None, key: credential }
        }
    }

    /// `Authorization: Bearer x` with a token or a key, and `?apikey=x`, which comes before a key of the header.
    pub(crate) fn of_request(headers: &HeaderMap, uri: &Uri) -> Self {
        let mut presented = bearer(headers).map(Self::of_credential).unwrap_or_default();
        let pairs = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
        if let Some((_, key)) = pairs.into_iter().find(|(name, _)| *name == "apikey") {
            presented.key = Some(key.chars().take(LONGEST).collect());
        }
        presented
    }
}

/// The one credential a request carries, for routes that take other things than tokens and keys there.
pub(crate) fn of(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    bearer(headers).map(str::to_owned).or_else(|| Presented::of_request(headers, uri).key)
}

/// Two words, the first of which is `Bearer` in any case; anything else is no credential.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut words = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_ascii_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(scheme), Some(credential), None) if scheme.eq_ignore_ascii_case("bearer") => Some(credential),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presented(header: Option<&str>, uri: &str) -> (Option<String>, Option<String>) {
        let mut headers = HeaderMap::new();
        if let Some(value) = header {
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        }
        let found = Presented::of_request(&headers, &uri.parse().unwrap());
        (found.token, found.key)
    }

    #[test]
    fn tokens_and_keys_are_told_apart_and_malformed_headers_are_nothing() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(presented(Some("Bearer a.b.c"), "/x"), (some("a.b.c"), None));
        assert_eq!(presented(Some("bEARER key"), "/x"), (None, some("key")));
        assert_eq!(presented(Some("Bearer a.b.c"), "/x?apikey=k"), (some("a.b.c"), some("k")));
        assert_eq!(presented(Some("Bearer key"), "/x?a=1&apikey=k"), (None, some("k")));
        for bad in ["key", "Bearer", "Bearer ", "Basic key", "Bearer a b", "Token key"] {
            assert_eq!(presented(Some(bad), "/x"), (None, None), "{bad}");
        }
        assert_eq!(presented(None, "/x?apikeys=1"), (None, None));
    }
}
