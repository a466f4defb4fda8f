//! The request line and headers of a tunnel, bounded and checked before anything is done for it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// The longest head, in bytes.
pub(crate) const MAX_HEAD: usize = 8 * 1024;

/// What a tunnel is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TunnelRequest {
    /// Hexadecimal digits, as many as there are: whether it is a device's is found out with the caller's rights.
    pub(crate) uuid: String,
    /// As it is written: larger numbers than ports have are refused after the rights are looked at.
    pub(crate) port: u32,
    /// The password part of the credentials: a JWT or an API key.
    pub(crate) token: Option<String>,
}

/// Why a head is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadHead {
    /// 400: no address, not HTTP.
    Malformed,
    /// 405: HTTP, but not CONNECT.
    NotConnect,
    /// 403: not `<hex>.(balena|resin|vpn)[:port]`.
    Forbidden,
}

/// Where the head ends, if it has: the index after the empty line.
pub(crate) fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

/// Reads a head that ends with its empty line.
pub(crate) fn parse(head: &[u8]) -> Result<TunnelRequest, BadHead> {
    let head = std::str::from_utf8(head).map_err(|_| BadHead::Malformed)?;
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(address), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(BadHead::Malformed);
    };
    let is_method = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
    if !is_method || !matches!(version, "HTTP/1.0" | "HTTP/1.1") || address.is_empty() {
        return Err(BadHead::Malformed);
    }
    if method != "CONNECT" {
        return Err(BadHead::NotConnect);
    }
    let (uuid, port) = host(address).ok_or(BadHead::Forbidden)?;
    let token = lines.filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        name.trim().eq_ignore_ascii_case("proxy-authorization").then(|| basic(value.trim())).flatten()
    });
    Ok(TunnelRequest { uuid, port, token })
}

fn host(address: &str) -> Option<(String, u32)> {
    let (name, port) = address.split_once(':').unwrap_or((address, "80"));
    let (uuid, domain) = name.split_once('.')?;
    let is_hex = !uuid.is_empty() && uuid.bytes().all(|b| b.is_ascii_hexdigit());
    let is_number = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    let is_device = is_hex && is_number && matches!(domain, "balena" | "resin" | "vpn");
    is_device.then(|| (uuid.to_owned(), port.parse().unwrap_or(u32::MAX)))
}

/// `Basic base64(user:password)`; without a colon the whole of it is the password.
fn basic(value: &str) -> Option<String> {
    let (scheme, encoded) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then_some(())?;
    let decoded = String::from_utf8(BASE64.decode(encoded.trim()).ok()?).ok()?;
    let password = decoded.split_once(':').map_or(decoded.as_str(), |(_, password)| password);
    (!password.is_empty()).then(|| password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "0123456789abcdef0123456789abcdef";

    fn head(address: &str, authorization: &str) -> Vec<u8> {
        format!("CONNECT {address} HTTP/1.0\r\nProxy-Authorization: {authorization}\r\n\r\n").into_bytes()
    }

    #[test]
    fn the_password_is_the_token() {
        let encoded = |text: &str| format!("Basic {}", BASE64.encode(text));
        let token = |authorization: &str| parse(&head(&format!("{UUID}.balena:22222"), authorization)).unwrap().token;
        assert_eq!(token(&encoded("admin:the.jwt")).as_deref(), Some("the.jwt"));
        assert_eq!(token(&encoded("key")).as_deref(), Some("key"));
        assert_eq!(token("Bearer x"), None);
        assert_eq!(token("Basic !"), None);
    }

    #[test]
    fn only_devices_can_be_reached() {
        let read = |address: &str| parse(&head(address, "x")).map(|request| request.port);
        assert_eq!(read(&format!("{UUID}.balena:48484")), Ok(48_484));
        assert_eq!(read(&format!("{UUID}.vpn")), Ok(80));
        assert_eq!(read("AbC.resin:70000"), Ok(70_000));
        assert_eq!(read("abc.balena:99999999999"), Ok(u32::MAX));
        for address in [
            "localhost:22".to_owned(),
            format!("{UUID}.example.com:22"),
            format!("{UUID}.balena:+22"),
            format!("{UUID}.balena:"),
            "xyz.balena:22".to_owned(),
            ".balena:22".to_owned(),
        ] {
            assert_eq!(read(&address), Err(BadHead::Forbidden), "{address}");
        }
        for line in ["CONNECT\r\n\r\n", "CONNECT  HTTP/1.1\r\n\r\n", "\r\n\r\n", "CONNECT a b c\r\n\r\n"] {
            assert_eq!(parse(line.as_bytes()), Err(BadHead::Malformed), "{line:?}");
        }
        assert_eq!(parse(b"GET / HTTP/1.1\r\n\r\n"), Err(BadHead::NotConnect));
    }
}
