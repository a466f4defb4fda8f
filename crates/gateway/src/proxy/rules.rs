//! Which paths and headers pass the proxy.

use http::{HeaderMap, HeaderName, header};

/// The API's own top folders that a page has use for. Left out on purpose: `login_` and `user/v1/refresh-token`, which
/// answer with tokens; `auth`, for registries; `services`, for VPN nodes.
const FOLDERS: &[&str] = &[
    "access",
    "actor",
    "api-key",
    "application",
    "config",
    "device",
    "device-types",
    "download-config",
    "os",
    "ping",
    "release-assets",
    "supervisor",
    "v7",
];

/// What only the embedded platform answers about fleets. Not `binnacle/v1/changes`: the page has `/live`.
const FLEETS: &str = "binnacle/v1/fleets/";
/// The one folder of Binnacle's own routes that passes: `binnacle/v1/password` answers a token.
const ORGANIZATIONS: &str = "binnacle/v1/organizations";
/// What is kept of a device's past.
const DEVICES: &str = "binnacle/v1/devices/";

/// Path and query at the API for a path and query under `/api`, or nothing when it may not pass.
pub(crate) fn upstream_path(uri: &http::Uri) -> Option<String> {
    let path = uri.path().strip_prefix("/api/")?;
    let lower = path.to_ascii_lowercase();
    // What another server might read as a step up or as a second address does not pass.
    let tricky = ["%2e", "%2f", "%5c", "%00", "\\", "//"].iter().any(|part| lower.contains(part))
        || path.split('/').any(|part| part == "." || part == "..");
    let folder = path.split('/').next().unwrap_or_default();
    let is_ours = path == ORGANIZATIONS || path.strip_prefix(ORGANIZATIONS).is_some_and(|rest| rest.starts_with('/'));
    let is_own = is_ours || path.starts_with(FLEETS) || path.starts_with(DEVICES);
    if tricky || !(FOLDERS.contains(&folder) || path == "user/v1/whoami" || is_own) {
        return None;
    }
    // Keys and tokens do not belong in addresses, and must not take the place of the session's own.
    let keys = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split('=').next());
    if keys
        .into_iter()
        .any(|key| matches!(key.to_ascii_lowercase().as_str(), "apikey" | "api_key" | "_token" | "token"))
    {
        return None;
    }
    Some(match uri.query() {
        Some(query) if !query.is_empty() => format!("/{path}?{query}"),
        _ => format!("/{path}"),
    })
}

/// Whether a request sends a file of a release: a form, which may be far larger than JSON.
pub(crate) fn is_file(path: &str, headers: &HeaderMap) -> bool {
    let is_form = headers.get(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes().get(..19).is_some_and(|kind| kind.eq_ignore_ascii_case(b"multipart/form-data"))
    });
    let rest = path.strip_prefix("/v7/release_asset");
    is_form && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['(', '?']))
}

/// Headers of one hop (RFC 9110 §7.6.1), by name or as named in `Connection`.
fn is_hop_by_hop(name: &HeaderName, connection: &[String]) -> bool {
    matches!(
        name.as_str(),
        "connection"
            | "keep-alive"
            | "proxy-authenticate"
            | "proxy-authorization"
            | "proxy-connection"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
    ) || connection.iter().any(|named| named == name.as_str())
}

fn named_in_connection(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect()
}

/// Leaves of a page's request what the API has use for.
pub(crate) fn request_headers(headers: &HeaderMap) -> HeaderMap {
    let connection = named_in_connection(headers);
    let passes = |name: &HeaderName| {
        let text = name.as_str();
        !is_hop_by_hop(name, &connection)
            && !matches!(
                text,
                // The answer is read here when it is an error, so it comes as it is.
                "host"
                    | "cookie"
                    | "authorization"
                    | "origin"
                    | "referer"
                    | "accept-encoding"
                    | "forwarded"
                    | "x-real-ip"
            )
            && !text.starts_with("sec-")
            && !text.starts_with("x-forwarded-")
    };
    copy(headers, passes)
}

/// Leaves of the API's answer what a page has use for.
pub(crate) fn response_headers(headers: &HeaderMap) -> HeaderMap {
    let connection = named_in_connection(headers);
    copy(headers, |name| {
        !is_hop_by_hop(name, &connection)
            && *name != header::SET_COOKIE
            && !name.as_str().starts_with("access-control-")
            && *name != header::CONTENT_SECURITY_POLICY
    })
}

fn copy(headers: &HeaderMap, passes: impl Fn(&HeaderName) -> bool) -> HeaderMap {
    headers.iter().filter(|(name, _)| passes(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_folders_pass_and_nothing_climbs() {
        let path = |text: &str| upstream_path(&text.parse().unwrap());
        assert_eq!(path("/api/v7/device?$select=id").as_deref(), Some("/v7/device?$select=id"));
        assert_eq!(path("/api/v7/device(uuid='a')?$select=id").as_deref(), Some("/v7/device(uuid='a')?$select=id"));
        assert_eq!(path("/api/binnacle/v1/fleets/3/states").as_deref(), Some("/binnacle/v1/fleets/3/states"));
        assert_eq!(path("/api/user/v1/whoami").as_deref(), Some("/user/v1/whoami"));
        let members = "/binnacle/v1/organizations/3/members";
        assert_eq!(path(&format!("/api{members}")).as_deref(), Some(members));
        for bad in [
            "/api/login_",
            "/api/user/v1/refresh-token",
            "/api/binnacle/v1/changes",
            "/api/auth/v1/token",
            "/api/binnacle/v1/password",
            "/api/binnacle/v1/organizationsx",
            "/api/v7/../login_",
            "/api/v7/%2e%2e/login_",
            "/api/v7/..%2Flogin_",
            "/api//login_",
            "/api/v7//login_",
            "/api/",
            "/api/V7/device",
            "/api/services/vpn/x",
            "/api/v7/device?apikey=x",
            "/api/device/v2/x/logs?stream=1&APIKEY=x",
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_forms_for_release_assets_are_files() {
        let of = |path: &str, kind: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, http::HeaderValue::from_static(kind));
            is_file(path, &headers)
        };
        assert!(of("/v7/release_asset", "multipart/form-data; boundary=x"));
        assert!(of("/v7/release_asset(4)", "Multipart/Form-Data; boundary=x"));
        assert!(!of("/v7/release_asset", "application/json"));
        assert!(!of("/v7/release_assets", "multipart/form-data; boundary=x"));
        assert!(!of("/v7/release", "multipart/form-data; boundary=x"));
    }

    #[test]
    fn secrets_and_hops_stay_behind() {
        let mut headers = HeaderMap::new();
        for name in ["cookie", "authorization", "origin", "connection", "x-forwarded-for", "x-mine", "content-type"] {
            headers.insert(name, http::HeaderValue::from_static("x-mine"));
        }
        let names: Vec<_> = request_headers(&headers).keys().map(|name| name.as_str().to_owned()).collect();
        assert_eq!(names, ["content-type"]);
    }
}
