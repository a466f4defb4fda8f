//! The session's cookie: its name, its attributes, and reading it back.

use http::{HeaderMap, HeaderValue, header};

use crate::clock;
use crate::config::Config;
use crate::session::seal::Seal;
use crate::session::user_session::UserSession;

/// `__Host-` binds the cookie to this host over TLS. Cookies ignore ports, so on loopback the name carries it:
/// two Binnacles on one machine do not sign each other out.
fn name(config: &Config) -> String {
    if config.is_https() {
        "__Host-binnacle".to_owned()
    } else {
        format!("binnacle-{}", config.origins.first().map_or(0, crate::origin::Origin::port))
    }
}

/// `Set-Cookie` for a session.
pub(crate) fn set(config: &Config, seal: &Seal, session: &UserSession) -> Option<HeaderValue> {
    let name = name(config);
    let sealed = seal.seal(&name, &serde_json::to_vec(session).ok()?)?;
    let left = clock::until(session.expires_at).as_secs();
    HeaderValue::from_str(&format!("{name}={sealed}; Max-Age={left}{}", attributes(config))).ok()
}

/// `Set-Cookie` that forgets it.
pub(crate) fn clear(config: &Config) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}=; Max-Age=0{}", name(config), attributes(config))).ok()
}

fn attributes(config: &Config) -> &'static str {
    if config.is_https() {
        "; Path=/; HttpOnly; SameSite=Strict; Secure"
    } else {
        "; Path=/; HttpOnly; SameSite=Strict"
    }
}

/// The session in a request's cookies, if it opens and has not expired.
pub(crate) fn read(config: &Config, seal: &Seal, headers: &HeaderMap) -> Option<UserSession> {
    let name = name(config);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .filter_map(|(_, sealed)| serde_json::from_slice::<UserSession>(&seal.open(&name, sealed)?).ok())
        .find(|session| session.expires_at > clock::now())
}
