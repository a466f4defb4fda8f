//! Where a request carries its credential.

use http::{HeaderMap, Uri, header};

/// `Authorization: Bearer x`, or `?apikey=x`.
pub(crate) fn of(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let (scheme, credential) = value.to_str().ok()?.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| credential.trim().to_owned());
    }
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == "apikey").map(|(_, key)| key.to_owned()).next()
}
