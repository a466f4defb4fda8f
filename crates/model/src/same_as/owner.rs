//! What a tag or a variable hangs on: a device, a fleet, a release.

/// By its number, as requests have it, and by what a person calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    Device { id: i64, uuid: &'a str },
    Fleet { id: i64, slug: &'a str },
    Release { id: i64, commit: &'a str },
}

impl<'a> Owner<'a> {
    pub(super) fn id(self) -> i64 {
        let (Self::Device { id, .. } | Self::Fleet { id, .. } | Self::Release { id, .. }) = self;
        id
    }

    pub(super) fn called(self) -> &'a str {
        match self {
            Self::Device { uuid, .. } => uuid,
            Self::Fleet { slug, .. } => slug,
            Self::Release { commit, .. } => commit,
        }
    }

    /// Its resource, which is also its name in the SDK.
    pub(super) const fn resource(self) -> &'static str {
        match self {
            Self::Device { .. } => "device",
            Self::Fleet { .. } => "application",
            Self::Release { .. } => "release",
        }
    }

    /// The option that names it on the command line.
    pub(super) const fn option(self) -> &'static str {
        match self {
            Self::Device { .. } => "--device",
            Self::Fleet { .. } => "--fleet",
            Self::Release { .. } => "--release",
        }
    }
}
