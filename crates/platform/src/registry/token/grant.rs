//! What a caller may do with the repositories they ask for.

use serde::Deserialize;
use store::access::Access;

use crate::credentials::registry_signer::Grant;
use crate::http::refusal::Refusal;
use crate::registry::token::scope::Scope;
use crate::rows::rows;
use crate::state::State;

/// Releases of a fleet that a name may stand for, beside their versions: what the fleet runs.
const TARGET: [&str; 4] = ["latest", "current", "default", "pinned"];

#[derive(Deserialize)]
struct Image {
    id: i64,
}

#[derive(Deserialize)]
struct Release {
    #[serde(rename = "release_image")]
    images: Vec<ReleaseImage>,
}

#[derive(Deserialize)]
struct ReleaseImage {
    image: Vec<Located>,
}

#[derive(Deserialize)]
struct Located {
    #[serde(rename = "is_stored_at__image_location")]
    location: String,
}

/// The part of what is asked that is allowed; often none of it.
pub(super) async fn of(state: &State, access: Access, scope: Scope) -> Result<Grant, Refusal> {
    let Scope { name, actions: asked } = scope;
    if is_of_the_os(&name) {
        return Ok(grant(name, asked, &["pull"], None));
    }
    if let Some(image) = image_name(&name) {
        let allowed = image_actions(state, access, image, &asked).await?;
        return Ok(grant(name, asked, &allowed, None));
    }
    if is_number_pair(&name) {
        return Ok(grant(name, asked, &[], None));
    }
    let mut parts = name.split('/');
    let (Some(organization), Some(fleet), version, service) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Ok(grant(name, asked, &[], None));
    };
    if service.is_some() {
        return Ok(grant(name, asked, &[], None));
    }
    let version = version.filter(|version| !TARGET.contains(version));
    match release_image(state, access, &format!("{organization}/{fleet}"), version).await? {
        Some(location) => {
            let stored = location.split_once('/').map_or(location.as_str(), |(_, name)| name).to_owned();
            Ok(grant(stored, asked, &["pull"], Some(name)))
        }
        None if version.is_some() => Ok(grant(name, asked, &[], None)),
        // Names of this form once were public images: there are none behind them here.
        None => Ok(grant(name, asked, &["pull"], None)),
    }
}

fn grant(name: String, asked: Vec<String>, allowed: &[&str], alias: Option<String>) -> Grant {
    let mut actions: Vec<String> = Vec::new();
    for action in asked.into_iter().filter(|action| allowed.contains(&action.as_str())) {
        if !actions.contains(&action) {
            actions.push(action);
        }
    }
    Grant { kind: "repository".to_owned(), name, actions, alias }
}

/// Images of the OS and of supervisors before they were fleets' releases.
fn is_of_the_os(name: &str) -> bool {
    let supervisor = || {
        let name = name.strip_prefix("resin/")?.strip_suffix("-supervisor")?;
        Some(
            !name.is_empty()
                && name.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric())),
        )
    };
    name == "resin/resinos" || supervisor().unwrap_or_default()
}

/// The image's name in `v2/<hash>`; of a stage of a build (`v2/<hash>-1`) the image's it is built for.
fn image_name(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("v2/")?;
    let end = rest.bytes().position(|b| !(b.is_ascii_lowercase() || b.is_ascii_digit())).unwrap_or(rest.len());
    let (hash, stage) = rest.split_at(end);
    let is_stage =
        |stage: &str| stage.strip_prefix('-').is_some_and(|n| n.bytes().next().is_some_and(|b| b.is_ascii_digit()));
    Some(if stage.is_empty() || is_stage(stage) { hash } else { rest })
}

fn is_number_pair(name: &str) -> bool {
    name.split_once('/').is_some_and(|(one, other)| {
        one.bytes().all(|b| b.is_ascii_digit()) && other.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    })
}

/// Who sees an image may pull it; who may change it may push it.
async fn image_actions(
    state: &State,
    access: Access,
    hash: &str,
    asked: &[String],
) -> Result<Vec<&'static str>, Refusal> {
    let is_hash = hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_hash || !matches!(access, Access::User { .. } | Access::Device { .. } | Access::Guest) {
        return Ok(Vec::new());
    }
    let query = format!("image?$select=id&$filter=endswith(is_stored_at__image_location,'/v2/{hash}')&$top=1");
    let found: Vec<Image> = rows(state, access, &query).await?;
    let Some(image) = found.first().map(|image| image.id) else { return Ok(Vec::new()) };
    let mut actions = vec!["pull"];
    if asked.iter().any(|action| action == "push") && matches!(access, Access::User { .. }) {
        let may_push = state.store.read(move |c| store::write::may_change(c, access, "image", image)).await?;
        actions.extend(may_push.then_some("push"));
    }
    Ok(actions)
}

/// Where the image of a release with one service is; of the release the fleet should run when no version is named.
async fn release_image(
    state: &State,
    access: Access,
    slug: &str,
    version: Option<&str>,
) -> Result<Option<String>, Refusal> {
    if matches!(access, Access::Provisioning { .. } | Access::VpnService) {
        return Ok(None);
    }
    // What scopes are made of has no signs that a query would read.
    let which = version.map_or_else(
        || format!("should_be_running_on__application/any(a:a/slug%20eq%20'{slug}')"),
        |version| {
            format!(
                "(commit%20eq%20'{version}'%20or%20(semver%20eq%20'{version}'%20and%20is_final%20eq%20true)%20or%20\
                 (raw_version%20eq%20'{version}'%20and%20is_final%20eq%20false))"
            )
        },
    );
    let query = format!(
        "release?$select=id&$filter=belongs_to__application/slug%20eq%20'{slug}'%20and%20status%20eq%20'success'%20and%20\
         release_image/$count%20eq%201%20and%20{which}&$expand=release_image($select=id;\
         $expand=image($select=is_stored_at__image_location;$filter=status%20eq%20'success'))\
         &$orderby=revision%20desc,id%20asc&$top=1"
    );
    let found: Vec<Release> = rows(state, access, &query).await?;
    let image =
        found.into_iter().next().and_then(|release| release.images.into_iter().next()?.image.into_iter().next());
    Ok(image.map(|image| image.location))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        assert!(is_of_the_os("resin/resinos") && is_of_the_os("resin/armv7hf-supervisor"));
        assert!(is_of_the_os("resin/i386-nlp-supervisor"));
        assert!(!is_of_the_os("resin/-supervisor") && !is_of_the_os("resin/supervisor"));
        assert_eq!(image_name("v2/abc"), Some("abc"));
        assert_eq!(image_name("v2/abc-12"), Some("abc"));
        assert_eq!(image_name("v2/abc/def"), Some("abc/def"));
        assert_eq!(image_name("org/app"), None);
        assert!(is_number_pair("12/34-5") && !is_number_pair("org/5"));
    }

    #[test]
    fn no_more_than_asked_and_no_more_than_allowed() {
        let asked = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let actions = |text: &str, allowed: &[&str]| grant("a/b".to_owned(), asked(text), allowed, None).actions;
        assert_eq!(actions("push,pull", &["pull"]), ["pull"]);
        assert_eq!(actions("pull,pull,", &["pull", "push"]), ["pull"]);
        assert!(actions("push", &["pull"]).is_empty());
    }
}
