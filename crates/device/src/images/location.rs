//! Where an image is: `<registry>/v2/<name>`, perhaps with a digest.

use wire::manifest::Descriptor;

use super::error::PullError;

/// A checked image location: its parts are safe in addresses and file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Location {
    /// The repository.
    pub(crate) name: String,
    /// A digest, or `latest`.
    pub(crate) reference: String,
}

impl Location {
    pub(crate) fn parse(image: &str) -> Result<Self, PullError> {
        let bad = || PullError::BadLocation(image.chars().take(200).collect());
        let (path, reference) = image.split_once('@').unwrap_or((image, "latest"));
        let name = path.rsplit_once("/v2/").map(|(_, name)| name).ok_or_else(bad)?;
        let word = |text: &str| {
            (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        if !word(name) || (reference != "latest" && digest(reference).is_none()) {
            return Err(bad());
        }
        Ok(Self { name: name.to_owned(), reference: reference.to_owned() })
    }
}

/// The hexadecimal digits of a `sha256:` digest.
pub(crate) fn digest(text: &str) -> Option<&str> {
    let hex = text.strip_prefix("sha256:")?;
    (hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))).then_some(hex)
}

/// The digits of a blob's digest.
pub(crate) fn blob_digest(blob: &Descriptor) -> Result<&str, PullError> {
    digest(&blob.digest).ok_or_else(|| PullError::BadManifest("a digest that is not sha256".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_checked() {
        let name = "a".repeat(32);
        let plain = Location::parse(&format!("registry2.example/v2/{name}")).unwrap();
        assert_eq!((plain.name.as_str(), plain.reference.as_str()), (name.as_str(), "latest"));
        let digest = format!("sha256:{}", "0".repeat(64));
        assert_eq!(Location::parse(&format!("r:5000/v2/{name}@{digest}")).unwrap().reference, digest);
        for bad in ["", "nginx", "r/v2/", "r/v2/../x", "r/v2/a/b", "r/v2/a?b", "r/v2/a@latest2", "r/v2/a@sha256:0"] {
            assert!(Location::parse(bad).is_err(), "{bad}");
        }
    }
}
