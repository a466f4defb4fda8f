//! Who would move when a release is pinned, finalised, withdrawn or taken back (balena-api.md §6.5: a fleet that tracks its
//! latest release follows the newest that is built, final and not invalidated).

use crate::fleet::Fleet;
use crate::release::Release;
use crate::release_ref::ReleaseRef;
use crate::timestamp::Timestamp;

/// The fleet around one of its releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    pub tracks_latest: bool,
    /// Whether the release is the fleet's target now.
    pub is_target: bool,
    /// Devices that are not pinned: they go where the fleet goes.
    pub following: u64,
    /// Of them, those that run the release already.
    pub following_on_it: u64,
    /// Devices pinned to the release themselves, and to any other.
    pub pinned_here: u64,
    pub pinned_elsewhere: u64,
    /// The newest of the other releases that a fleet would track.
    pub newest_other: Option<Newest>,
}

/// A release that could be tracked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    pub release: ReleaseRef,
    pub started_at: Option<Timestamp>,
}

/// Where the devices that follow the fleet go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// The fleet's target stays what it is.
    Nowhere,
    /// All that follow go to this release, called so.
    To(String),
    /// There is no other release to follow: the target is none.
    NoTarget,
}

impl Outlook {
    /// The fleet as it is, with nothing counted yet.
    pub fn of(fleet: &Fleet, release: i64) -> Self {
        Self {
            tracks_latest: fleet.tracks_latest,
            is_target: fleet.target.as_ref().is_some_and(|target| target.id == release),
            following: 0,
            following_on_it: 0,
            pinned_here: 0,
            pinned_elsewhere: 0,
            newest_other: None,
        }
    }

    /// When the release is invalidated.
    pub fn when_withdrawn(&self) -> Move {
        match &self.newest_other {
            _ if !self.tracks_latest || !self.is_target => Move::Nowhere,
            Some(newest) => Move::To(newest.release.label.clone()),
            None => Move::NoTarget,
        }
    }

    /// When the release becomes one that a fleet would track: finalised, or valid again.
    pub fn when_offered(&self, release: &Release) -> Move {
        let is_newest = self.newest_other.as_ref().is_none_or(|newest| newest.started_at <= release.started_at);
        if self.tracks_latest && is_newest && !self.is_target { Move::To(release.label.clone()) } else { Move::Nowhere }
    }
}
