//! What a registry client asks for: `repository:<name>[:<tag>|@<digest>]:pull,push`.

/// The longest scope looked at.
const LONGEST: usize = 512;

/// A repository, and what is to be done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) name: String,
    pub(super) actions: Vec<String>,
}

impl Scope {
    /// None for what is no scope of a repository: it is passed over.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("repository:").filter(|_| text.len() <= LONGEST)?;
        let (name, actions) = rest.rsplit_once(':')?;
        let name = without_reference(name)?;
        let is_named = (2..=4).contains(&name.split('/').count())
            && name.split('/').enumerate().all(|(place, part)| is_part(part, place == 2));
        let are_actions =
            !actions.is_empty() && actions.replace("push", "").replace("pull", "").bytes().all(|b| b == b',');
        (is_named && are_actions)
            .then(|| Self { name: name.to_owned(), actions: actions.split(',').map(str::to_owned).collect() })
    }
}

/// The name without the tag or digest behind it.
fn without_reference(name: &str) -> Option<&str> {
    if let Some((name, digest)) = name.split_once("@sha256:") {
        let is_digest = !digest.is_empty() && digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        return is_digest.then_some(name);
    }
    match name.split_once(':') {
        Some((name, tag)) => {
            let is_tag = !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            is_tag.then_some(name)
        }
        None => Some(name),
    }
}

/// The third part may be a version, which has dots.
fn is_part(part: &str, may_have_dots: bool) -> bool {
    !part.is_empty()
        && part
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b) || (may_have_dots && b == b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_by_name_with_what_is_to_be_done() {
        let read = |text: &str| Scope::parse(text).map(|scope| format!("{} {}", scope.name, scope.actions.join("+")));
        let hash = "v2/0123456789abcdef0123456789abcdef";
        assert_eq!(read(&format!("repository:{hash}:pull")), Some(format!("{hash} pull")));
        assert_eq!(read(&format!("repository:{hash}:latest:push,pull")), Some(format!("{hash} push+pull")));
        assert_eq!(read(&format!("repository:{hash}@sha256:00ff:pull")), Some(format!("{hash} pull")));
        assert_eq!(read("repository:org/app/1.0.0/main:pull").as_deref(), Some("org/app/1.0.0/main pull"));
        for none in [
            "",
            "repository",
            "registry:catalog:*",
            "repository:one:pull",
            "repository:a/b:delete",
            "repository:A/b:pull",
            "repository:a/b.c:pull",
            "repository:a/b:",
            "repository:a/b@sha256:xyz:pull",
            "repository:../../x:pull",
            "repository:a/b/c/d/e:pull",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
