//! Finding a service's container among those of a device, as balena's CLI does (balena-api.md §10.5).

/// Lists the containers: id and names, one container a line.
pub(crate) const LIST: &str = "balena-engine ps --format '{{.ID}} {{.Names}}'";

/// Opens a shell in a container: bash where there is one.
pub(crate) fn shell_in(id: &str) -> String {
    format!(
        "balena-engine exec -it {id} /bin/sh -c \"if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi\""
    )
}

/// The id of the container that runs `service`: its name is `<service>_<image id>_<release id>`, perhaps with more.
pub(crate) fn find<'a>(listing: &'a str, service: &str) -> Option<&'a str> {
    listing.lines().find_map(|line| {
        let (id, names) = line.trim().split_once(' ')?;
        let safe = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        (safe && names.split(',').any(|name| is_of(name.trim(), service))).then_some(id)
    })
}

fn is_of(name: &str, service: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    let Some(rest) = name.strip_prefix(service).and_then(|rest| rest.strip_prefix('_')) else { return false };
    let mut parts = rest.splitn(3, '_');
    let is_number =
        |part: Option<&str>| part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    is_number(parts.next()) && is_number(parts.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_service_and_no_namesake() {
        let listing = "a1b2 main_web_12_3\nc3d4 /web_12_3_0a1b\ne5f6 balena_supervisor\n;rm web2_1_1";
        assert_eq!(find(listing, "web"), Some("c3d4"));
        assert_eq!(find(listing, "main_web"), Some("a1b2"));
        assert_eq!(find(listing, "web2"), None);
        assert_eq!(find(listing, "main"), None);
    }
}
