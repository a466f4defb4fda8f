//! What the person wants done to the selection, as far as the form goes, and what it comes to.

use model::bulk::action::{BulkAction, Destination, OsTarget};
use model::bulk::variables::{self, Setting};
use model::device::Tag;
use model::release_ref::ReleaseRef;
use model::rights::Right;
use model::tag_rule;

/// The entries of toolbar and menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Deed {
    Restart,
    Reboot,
    Shutdown,
    Identify,
    Purge,
    Pin,
    Unpin,
    Tag,
    Untag,
    SetVariable,
    PasteVariables,
    RemoveVariable,
    Move,
    Os,
    Delete,
}

impl Deed {
    pub(super) const ALL: [Self; 15] = [
        Self::Restart,
        Self::Reboot,
        Self::Shutdown,
        Self::Identify,
        Self::Purge,
        Self::Pin,
        Self::Unpin,
        Self::Tag,
        Self::Untag,
        Self::SetVariable,
        Self::PasteVariables,
        Self::RemoveVariable,
        Self::Move,
        Self::Os,
        Self::Delete,
    ];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Restart => "Restart services…",
            Self::Reboot => "Reboot…",
            Self::Shutdown => "Shut down…",
            Self::Identify => "Identify…",
            Self::Purge => "Purge data…",
            Self::Pin => "Pin to release…",
            Self::Unpin => "Follow the fleet…",
            Self::Tag => "Set a tag…",
            Self::Untag => "Remove a tag…",
            Self::SetVariable => "Set a variable…",
            Self::PasteVariables => "Paste variables…",
            Self::RemoveVariable => "Remove a variable…",
            Self::Move => "Move to another fleet…",
            Self::Os => "Set the host OS…",
            Self::Delete => "Delete…",
        }
    }

    pub(super) const fn right(self) -> Right {
        match self {
            Self::Restart | Self::Reboot | Self::Shutdown | Self::Identify | Self::Purge => Right::CommandDevices,
            Self::Pin | Self::Unpin | Self::Move | Self::Os => Right::EditDevices,
            Self::Tag | Self::Untag => Right::EditTags,
            Self::SetVariable | Self::PasteVariables | Self::RemoveVariable => Right::EditDeviceVariables,
            Self::Delete => Right::RemoveDevices,
        }
    }

    pub(super) const fn is_risk(self) -> bool {
        matches!(self, Self::Shutdown | Self::Purge | Self::Delete)
    }
}

/// What was typed and chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) value: String,
    /// What a pasted text sets.
    pub(super) settings: Vec<Setting>,
    pub(super) release: Option<ReleaseRef>,
    pub(super) fleet: Option<Destination>,
    pub(super) os: Option<OsTarget>,
}

/// The action, or what is missing: a sentence for the button, and for the field when it is the name's.
pub(super) fn action(deed: Deed, typed: &Typed) -> Result<BulkAction, String> {
    let name = typed.name.trim();
    Ok(match deed {
        Deed::Restart => BulkAction::RestartServices,
        Deed::Reboot => BulkAction::Reboot,
        Deed::Shutdown => BulkAction::Shutdown,
        Deed::Identify => BulkAction::Identify,
        Deed::Purge => BulkAction::PurgeData,
        Deed::Unpin => BulkAction::Unpin,
        Deed::Delete => BulkAction::Delete,
        Deed::Pin => BulkAction::Pin(typed.release.clone().ok_or("Choose a release first.")?),
        Deed::Move => BulkAction::Move(typed.fleet.clone().ok_or("Choose a fleet first.")?),
        Deed::Os => BulkAction::SetOs(typed.os.clone().ok_or("Choose a host OS first.")?),
        Deed::Tag => {
            tag_rule::check_key(name, tag_rule::LONGEST_KEY)?;
            BulkAction::SetTag(Tag { key: name.to_owned(), value: typed.value.clone() })
        }
        Deed::Untag if name.is_empty() => return Err("Choose a tag first.".to_owned()),
        Deed::Untag => BulkAction::RemoveTag(name.to_owned()),
        Deed::SetVariable => {
            check_variable(name, &typed.value)?;
            BulkAction::SetVariables(vec![Setting { name: name.to_owned(), value: typed.value.clone() }])
        }
        Deed::PasteVariables if typed.settings.is_empty() => return Err("Paste variables first.".to_owned()),
        Deed::PasteVariables => BulkAction::SetVariables(typed.settings.clone()),
        Deed::RemoveVariable => {
            check_variable(name, "")?;
            BulkAction::RemoveVariable(name.to_owned())
        }
    })
}

fn check_variable(name: &str, value: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("Enter a name.".to_owned());
    }
    variables::check(name, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_is_not_filled_in_says_what_is_missing() {
        let empty = Typed::default();
        for deed in Deed::ALL {
            let needs = matches!(
                deed,
                Deed::Pin
                    | Deed::Move
                    | Deed::Os
                    | Deed::Tag
                    | Deed::Untag
                    | Deed::SetVariable
                    | Deed::PasteVariables
                    | Deed::RemoveVariable
            );
            assert_eq!(action(deed, &empty).is_err(), needs, "{deed:?}");
        }
        let named = |name: &str| Typed { name: name.to_owned(), ..Typed::default() };
        assert!(action(Deed::Tag, &named("a b")).is_err());
        assert!(action(Deed::Tag, &named(" site ")).is_ok_and(|action| action.right() == Right::EditTags));
        for wrong in ["1A", "A-B", "BALENA_X", "resin_x", "Ä"] {
            assert!(action(Deed::SetVariable, &named(wrong)).is_err(), "{wrong}");
        }
        assert!(action(Deed::SetVariable, &named("LOG_LEVEL")).is_ok());
    }
}
