//! The security headers of every answer (performance.md §4, ASVS V3.4).

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

use crate::origin::Origin;

/// The headers, made once.
#[derive(Debug, Clone)]
pub(crate) struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    /// For `origins`, whose pages' text is `pages`.
    pub(crate) fn new(origins: &[Origin], pages: &str) -> Self {
        let fixed = |name: HeaderName, value: &'static str| (name, HeaderValue::from_static(value));
        let mut headers = vec![
            fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            fixed(header::X_FRAME_OPTIONS, "DENY"),
            fixed(header::REFERRER_POLICY, "no-referrer"),
            fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            fixed(
                HeaderName::from_static("permissions-policy"),
                "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
                 microphone=(), midi=(), payment=(), serial=(), usb=(), clipboard-read=(self), clipboard-write=(self)",
            ),
        ];
        if let Ok(policy) = HeaderValue::from_str(&content_security_policy(origins, pages)) {
            headers.push((header::CONTENT_SECURITY_POLICY, policy));
        }
        if origins.first().is_some_and(Origin::is_https) {
            headers.push(fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
        }
        Self(headers)
    }

    /// Sets them, over whatever stood there.
    pub(crate) fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            headers.insert(name.clone(), value.clone());
        }
    }
}

/// The policy. Inline scripts of `pages` (the import map, the loader) are named by their hashes.
pub(crate) fn content_security_policy(origins: &[Origin], pages: &str) -> String {
    let mut hashes = String::new();
    for script in inline_scripts(pages) {
        let _ = write!(hashes, " 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes())));
    }
    // `'self'` covers sockets of the same place in current browsers, not in older ones.
    let mut sockets = String::new();
    for origin in origins {
        let _ = write!(sockets, " {}", origin.socket());
    }
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'{sockets}; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// The text of each `<script>` without `src`.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (text, _) = rest.split_once("</script")?;
        let has_src = attributes.split_ascii_whitespace().any(|word| word.starts_with("src=") || word == "src");
        (!has_src && !text.is_empty()).then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_named_by_hash_and_others_not_at_all() {
        let index =
            r#"<script type="importmap">{}</script><script src="a.js"></script><script type="module">go()</script>"#;
        assert_eq!(inline_scripts(index).collect::<Vec<_>>(), ["{}", "go()"]);
        let origins = ["http://127.0.0.1:8484".parse().unwrap()];
        insta::assert_snapshot!(content_security_policy(&origins, index), @"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws://127.0.0.1:8484; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }
}
