//! Links to files: what a row keeps as `href` is the file's name; whoever reads the row gets an address that opens that file
//! alone, for an hour or two.

use http::{HeaderMap, header};
use odata::{Expand, Request};
use serde_json::Value;
use store::clock::now_ms;

use crate::state::State;

/// How long a link is good for at least, in seconds. Links are the same for so long, so that answers can be cached.
const HOUR: i64 = 3_600;
/// The names under which rows of files are reached.
const NAMES: [&str; 2] = ["release_asset", "release__has__asset_key"];

/// Whether rows of files are in the answer to `request`.
pub(crate) fn is_concerned(request: &Request) -> bool {
    NAMES.contains(&request.path.resource.as_str()) || mentions(&request.options.expand)
}

/// Puts addresses in place of the names, in the rows of an answer to `request`.
pub(crate) fn complete(state: &State, headers: &HeaderMap, request: &Request, rows: &mut [Value]) {
    let is_asset = NAMES.contains(&request.path.resource.as_str());
    let base = base(state, headers);
    for row in rows {
        complete_row(state, &base, is_asset, &request.options.expand, row);
    }
}

fn mentions(expands: &[Expand]) -> bool {
    expands.iter().any(|expand| NAMES.contains(&expand.navigation.as_str()) || mentions(&expand.options.expand))
}

fn complete_row(state: &State, base: &str, is_asset: bool, expands: &[Expand], row: &mut Value) {
    if is_asset && let Some(Value::String(href)) = row.pointer_mut("/asset/href") {
        *href = of_file(state, base, href);
    }
    for expand in expands {
        let Some(Value::Array(rows)) = row.get_mut(&expand.navigation) else { continue };
        let is_asset = NAMES.contains(&expand.navigation.as_str());
        for row in rows {
            complete_row(state, base, is_asset, &expand.options.expand, row);
        }
    }
}

/// Where the caller reaches this server, by what it was called.
pub(super) fn base(state: &State, headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let is_host =
        |host: &&str| host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'));
    match text(header::HOST).filter(is_host) {
        Some(host) => {
            let scheme = text(header::HeaderName::from_static("x-forwarded-proto")).unwrap_or("http");
            format!("{}://{host}", if scheme == "https" { "https" } else { "http" })
        }
        None => state.config.api_url.clone().unwrap_or_default().trim_end_matches('/').to_owned(),
    }
}

/// The address of a file.
pub(super) fn of_file(state: &State, base: &str, file: &str) -> String {
    signed(state, base, &format!("/release-assets/{file}"))
}

/// An address that whoever has it may use until it runs out.
pub(super) fn signed(state: &State, base: &str, path: &str) -> String {
    let expires = (now_ms() / 1_000 / HOUR + 2) * HOUR;
    let signature = state.signer.mark(&text(path, expires));
    format!("{base}{path}?expires={expires}&signature={signature}")
}

/// Whether the query is one of ours for this path, and has not run out.
pub(super) fn is_signed(state: &State, path: &str, query: Option<&str>) -> bool {
    let mut expires = None;
    let mut signature = "";
    for (name, value) in query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "expires" => expires = value.parse::<i64>().ok(),
            "signature" => signature = value,
            _ => {}
        }
    }
    expires.is_some_and(|expires| expires > now_ms() / 1_000 && state.signer.is_mark(&text(path, expires), signature))
}

fn text(path: &str, expires: i64) -> String {
    format!("asset {path} {expires}")
}
