//! An origin as browsers write it: scheme, host and port, the default port left out.

use std::fmt;
use std::str::FromStr;

/// `http://127.0.0.1:8484`, `https://fleet.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    https: bool,
    authority: String,
}

/// The text is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an origin is http:// or https://, a host and perhaps a port, and nothing after it: `{0}` is not")]
pub struct NotAnOrigin(String);

impl Origin {
    /// Whether pages of this origin come over TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// What a browser puts in `Host`.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The port that the address names, or the scheme's own.
    pub fn port(&self) -> u16 {
        let named = self.authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        named.unwrap_or(if self.https { 443 } else { 80 })
    }

    /// The same place over `ws:` or `wss:`.
    pub(crate) fn socket(&self) -> String {
        format!("{}://{}", if self.https { "wss" } else { "ws" }, self.authority)
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let bad = || NotAnOrigin(text.to_owned());
        let uri: http::Uri = text.parse().map_err(|_| bad())?;
        let https = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(bad()),
        };
        let authority = uri.authority().ok_or_else(bad)?;
        let bare = uri.path() == "/" && uri.query().is_none() && !text.ends_with('/');
        if !bare || authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(bad());
        }
        let default = if https { 443 } else { 80 };
        let host = authority.host().to_ascii_lowercase();
        Ok(Self {
            https,
            authority: match authority.port_u16() {
                Some(port) if port != default => format!("{host}:{port}"),
                _ => host,
            },
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.https { "https" } else { "http" }, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_a_browser_writes_it() {
        let written = |text: &str| text.parse::<Origin>().map(|origin| origin.to_string()).ok();
        assert_eq!(written("http://127.0.0.1:8484").as_deref(), Some("http://127.0.0.1:8484"));
        assert_eq!(written("https://Fleet.Example.com:443").as_deref(), Some("https://fleet.example.com"));
        for bad in ["", "null", "ftp://a", "http://a/", "http://a/b", "http://u@a", "a:80", "http://a?x"] {
            assert_eq!(written(bad), None, "{bad}");
        }
    }
}
