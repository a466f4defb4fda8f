//! What is asked before a release is changed: the sentence says who moves, the button what is done.

use model::figure::counted;
use model::release::Release;
use model::release_outlook::{Move, Outlook};

use crate::parts::fleet_pin;

/// What one can do to a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReleaseAction {
    PinFleet,
    Finalise,
    Invalidate,
    Validate,
    Delete,
}

impl ReleaseAction {
    /// All of them, in the order of a menu.
    pub(super) const ALL: [Self; 5] = [Self::PinFleet, Self::Finalise, Self::Validate, Self::Invalidate, Self::Delete];

    /// What a menu calls it by.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::PinFleet => "pin",
            Self::Finalise => "finalise",
            Self::Invalidate => "invalidate",
            Self::Validate => "validate",
            Self::Delete => "delete",
        }
    }

    /// The words of its button or entry.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::PinFleet => "Pin fleet…",
            Self::Finalise => "Finalise…",
            Self::Invalidate => "Invalidate…",
            Self::Validate => "Validate…",
            Self::Delete => "Delete release…",
        }
    }

    /// What is told when it did not come to pass.
    pub(super) const fn failure(self) -> &'static str {
        match self {
            Self::PinFleet => "The fleet was not pinned",
            Self::Finalise => "The release was not finalised",
            Self::Invalidate => "The release was not invalidated",
            Self::Validate => "The release was not made valid",
            Self::Delete => "The release was not deleted",
        }
    }

    /// Whether it is offered at all: what is done already is not.
    pub(super) const fn is_offered(self, release: &Release) -> bool {
        match self {
            Self::PinFleet | Self::Delete => true,
            Self::Finalise => !release.is_final,
            Self::Invalidate => !release.is_invalidated,
            Self::Validate => release.is_invalidated,
        }
    }

    /// Why it cannot be done to this release; `target` is the fleet's target and whether the fleet is pinned to it.
    pub(super) fn refusal(self, release: &Release, target: Option<(i64, bool)>) -> Option<String> {
        let is_target = target.is_some_and(|(target, _)| target == release.id);
        match self {
            Self::PinFleet if is_target && target.is_some_and(|(_, is_pinned)| is_pinned) => {
                Some("The fleet is pinned to this release.".to_owned())
            }
            Self::PinFleet | Self::Finalise => release.can_be_pinned().err().map(str::to_owned),
            Self::Delete if is_target => Some("It is the fleet's target: pin another release first.".to_owned()),
            Self::Delete => release.devices.filter(|devices| *devices > 0).map(|devices| {
                let run = if devices == 1 { "runs" } else { "run" };
                format!("{} {run} it: they have to leave it first.", counted(devices, "device", "devices"))
            }),
            Self::Invalidate | Self::Validate => None,
        }
    }

    /// What was done, for a toast.
    pub(super) fn done(self, fleet: &str, release: &Release) -> String {
        let label = &release.label;
        match self {
            Self::PinFleet => format!("{fleet} is pinned to {label}"),
            Self::Finalise => format!("{label} is final"),
            Self::Invalidate => format!("{label} is invalidated"),
            Self::Validate => format!("{label} is valid"),
            Self::Delete => format!("{label} is deleted"),
        }
    }
}

/// What the dialog says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) action: String,
    pub(super) is_irreversible: bool,
}

/// The question before `action` on a release of `fleet`.
pub(super) fn ask(action: ReleaseAction, fleet: &str, release: &Release, outlook: &Outlook) -> Asked {
    let label = &release.label;
    match action {
        ReleaseAction::PinFleet => {
            let pinned = outlook.pinned_here + outlook.pinned_elsewhere;
            let said = fleet_pin::said(label, outlook.following, outlook.following_on_it, pinned);
            Asked {
                title: format!("Pin {fleet} to {label}?"),
                body: said.sentence,
                action: said.action,
                is_irreversible: false,
            }
        }
        ReleaseAction::Finalise => Asked {
            title: format!("Finalise {label}?"),
            body: format!(
                "{} A final release never becomes a draft again.",
                moves(&outlook.when_offered(release), outlook, "it")
            ),
            action: "Finalise".to_owned(),
            is_irreversible: false,
        },
        ReleaseAction::Validate => Asked {
            title: format!("Make {label} valid again?"),
            body: moves(&outlook.when_offered(release), outlook, "it"),
            action: "Make valid".to_owned(),
            is_irreversible: false,
        },
        ReleaseAction::Invalidate => Asked {
            title: format!("Invalidate {label}?"),
            body: withdrawal(outlook),
            action: "Invalidate".to_owned(),
            is_irreversible: false,
        },
        ReleaseAction::Delete => Asked {
            title: format!("Delete {label}?"),
            body: format!(
                "{label} goes with its note, tags, files and build logs, and cannot be brought back. No device runs it."
            ),
            action: "Delete release".to_owned(),
            is_irreversible: true,
        },
    }
}

fn moves(to: &Move, outlook: &Outlook, release: &str) -> String {
    match to {
        Move::To(_) => format!(
            "The fleet tracks its latest release: {} {} to {release} now.",
            counted(outlook.following, "device", "devices"),
            if outlook.following == 1 { "goes" } else { "go" }
        ),
        Move::Nowhere if !outlook.tracks_latest => "The fleet is pinned: no device moves.".to_owned(),
        Move::Nowhere | Move::NoTarget => "The fleet keeps its target: no device moves.".to_owned(),
    }
}

fn withdrawal(outlook: &Outlook) -> String {
    let following = counted(outlook.following, "device", "devices");
    let mut parts = vec![match outlook.when_withdrawn() {
        Move::To(label) => format!(
            "It is the fleet's target: {following} that {} not pinned {} to {label} now.",
            if outlook.following == 1 { "is" } else { "are" },
            if outlook.following == 1 { "goes" } else { "go" }
        ),
        Move::NoTarget => {
            format!(
                "It is the only release the fleet could track: the fleet is left without a target, with {following}."
            )
        }
        Move::Nowhere if outlook.is_target => {
            format!(
                "The fleet is pinned to it: {following} stay on it until you pin another release or track the latest."
            )
        }
        Move::Nowhere if outlook.following_on_it > 0 => format!(
            "{} still {} it, not pinned, and {} on the way to the fleet's target.",
            counted(outlook.following_on_it, "device", "devices"),
            if outlook.following_on_it == 1 { "runs" } else { "run" },
            if outlook.following_on_it == 1 { "is" } else { "are" }
        ),
        Move::Nowhere => "No device follows it: none moves.".to_owned(),
    }];
    if outlook.pinned_here > 0 {
        parts.push(format!(
            "{} pinned to it {}.",
            counted(outlook.pinned_here, "device", "devices"),
            if outlook.pinned_here == 1 { "stays" } else { "stay" }
        ));
    }
    parts.push("Nobody can be pinned to it until it is made valid again.".to_owned());
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use model::release::ReleaseState;
    use model::release_outlook::Newest;
    use model::release_ref::ReleaseRef;
    use model::timestamp::Timestamp;

    use super::*;

    fn release(is_final: bool) -> Release {
        Release {
            id: 5,
            label: "1.5.0".to_owned(),
            commit: "abc".to_owned(),
            state: ReleaseState::Built,
            is_final,
            is_invalidated: false,
            phase: None,
            source: None,
            note: None,
            known_issues: None,
            tags: Vec::new(),
            created_at: Timestamp::from_millis(9),
            started_at: Some(Timestamp::from_millis(9)),
            ended_at: None,
            finalized_at: None,
            devices: Some(0),
        }
    }

    fn outlook(tracks_latest: bool, is_target: bool, newest: Option<i64>) -> Outlook {
        Outlook {
            tracks_latest,
            is_target,
            following: 6,
            following_on_it: 2,
            pinned_here: 1,
            pinned_elsewhere: 0,
            newest_other: newest.map(|at| Newest {
                release: ReleaseRef { id: 4, label: "1.4.2".to_owned() },
                started_at: Some(Timestamp::from_millis(at)),
            }),
        }
    }

    #[test]
    fn who_moves_is_said() {
        let body = |action, outlook: &Outlook| ask(action, "greenhouse", &release(false), outlook).body;
        assert_eq!(
            body(ReleaseAction::Invalidate, &outlook(true, true, Some(4))),
            "It is the fleet's target: 6 devices that are not pinned go to 1.4.2 now. 1 device pinned to it stays. Nobody can \
             be pinned to it until it is made valid again."
        );
        assert!(
            body(ReleaseAction::Invalidate, &outlook(false, true, Some(4))).starts_with("The fleet is pinned to it")
        );
        assert!(body(ReleaseAction::Invalidate, &outlook(true, true, None)).contains("without a target"));
        assert!(body(ReleaseAction::Invalidate, &outlook(true, false, Some(4))).starts_with("2 devices still run it"));
        assert!(body(ReleaseAction::Finalise, &outlook(true, false, Some(4))).contains("6 devices go to it now"));
        assert!(body(ReleaseAction::Finalise, &outlook(true, false, Some(10))).contains("no device moves"));
        assert!(body(ReleaseAction::Finalise, &outlook(false, false, Some(4))).starts_with("The fleet is pinned"));
    }

    #[test]
    fn what_cannot_be_done_says_why() {
        let mut one = release(true);
        assert_eq!(ReleaseAction::Delete.refusal(&one, None), None);
        assert!(ReleaseAction::Delete.refusal(&one, Some((5, false))).is_some());
        one.devices = Some(2);
        assert_eq!(
            ReleaseAction::Delete.refusal(&one, Some((4, true))).as_deref(),
            Some("2 devices run it: they have to leave it first.")
        );
        assert!(ReleaseAction::PinFleet.refusal(&one, Some((5, true))).is_some());
        assert_eq!(ReleaseAction::PinFleet.refusal(&one, Some((5, false))), None);
        assert!(!ReleaseAction::Finalise.is_offered(&one));
    }
}
