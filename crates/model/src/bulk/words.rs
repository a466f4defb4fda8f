//! What a bulk action is called, before, while and after it is done.

use super::action::BulkAction;
use super::variables::Setting;
use super::verdict::{Choice, Reason};
use crate::figure::counted;

/// "8 devices".
fn devices(count: usize) -> String {
    counted(count as u64, "device", "devices")
}

/// The name of the one, or how many.
fn variables(settings: &[Setting]) -> String {
    match settings {
        [one] => one.name.clone(),
        settings => counted(settings.len() as u64, "variable", "variables"),
    }
}

impl BulkAction {
    /// The words of the button that does it: names object and count.
    pub fn button(&self, count: usize) -> String {
        let devices = devices(count);
        match self {
            Self::RestartServices => format!("Restart services of {devices}"),
            Self::Reboot => format!("Reboot {devices}"),
            Self::Shutdown => format!("Shut down {devices}"),
            Self::Identify => format!("Identify {devices}"),
            Self::PurgeData => format!("Purge data of {devices}"),
            Self::Pin(_) => format!("Pin {devices}"),
            Self::Unpin => format!("Unpin {devices}"),
            Self::SetTag(_) => format!("Tag {devices}"),
            Self::RemoveTag(_) => format!("Remove the tag of {devices}"),
            Self::SetVariables(settings) if settings.len() == 1 => format!("Set it on {devices}"),
            Self::SetVariables(_) => format!("Set them on {devices}"),
            Self::RemoveVariable(_) => format!("Remove it from {devices}"),
            Self::Move(_) => format!("Move {devices}"),
            Self::SetOs(_) => format!("Set the OS of {devices}"),
            Self::Delete => format!("Delete {devices}"),
        }
    }

    /// What it is, as a heading.
    pub fn title(&self, count: usize) -> String {
        let devices = devices(count);
        match self {
            Self::Pin(release) => format!("Pin {devices} to {}", release.label),
            Self::SetTag(tag) => format!("Tag {devices} with {}", tag.label()),
            Self::RemoveTag(key) => format!("Remove the tag {key} of {devices}"),
            Self::SetVariables(settings) => format!("Set {} on {devices}", variables(settings)),
            Self::RemoveVariable(name) => format!("Remove {name} from {devices}"),
            Self::Move(fleet) => format!("Move {devices} to {}", fleet.name),
            Self::SetOs(os) => format!("Set the host OS of {devices} to {}", os.release.label),
            other => other.button(count),
        }
    }

    /// What follows from it, a sentence or two.
    pub const fn consequence(&self) -> &'static str {
        match self {
            Self::RestartServices => "All services stop and start again.",
            Self::Reboot => "All services stop while a device starts again, which takes about a minute.",
            Self::Shutdown => "They stay off until somebody switches them on at the place where they stand.",
            Self::Identify => "Their light blinks for 15 s.",
            Self::PurgeData => {
                "What their services keep in their volumes is deleted for good, then they are started again."
            }
            Self::Pin(_) => {
                "They go to this release and stay there, whatever their fleet does, until they are unpinned."
            }
            Self::Unpin => "They follow their fleet again, and go to its release now.",
            Self::SetTag(_) => "A tag with the same key gets the new value.",
            Self::RemoveTag(_) => "The tag and its value are gone.",
            Self::SetVariables(_) => {
                "For all services; a variable that is there already gets the new value. Services start again."
            }
            Self::RemoveVariable(_) => "A value of the fleet counts again, if it has one. Services start again.",
            Self::Move(_) => "They run the other fleet's release. The volumes of their present services are deleted.",
            Self::SetOs(_) => "They download the host OS and reboot into it.",
            Self::Delete => "They are forgotten with their tags, variables and history, and their keys stop working.",
        }
    }

    /// How it is undone, if it is.
    pub const fn undo(&self) -> &'static str {
        match self {
            Self::RestartServices | Self::Reboot | Self::Identify => "Nothing is lost.",
            Self::Shutdown | Self::PurgeData | Self::Delete => "This cannot be undone.",
            Self::Pin(_) => "Unpin to undo.",
            Self::Unpin => "Pin again to undo.",
            Self::SetTag(_) | Self::SetVariables(_) => "A former value is not kept.",
            Self::RemoveTag(_) | Self::RemoveVariable(_) => "Set it again to undo; the values are not kept.",
            Self::Move(_) => "Move back to undo; volumes stay deleted.",
            Self::SetOs(_) => "Set another one to undo.",
        }
    }

    /// What has been done, in a sentence of its own.
    pub fn done(&self, count: usize) -> String {
        let devices = devices(count);
        match self {
            Self::RestartServices => format!("Services of {devices} restart"),
            Self::Reboot => format!("{devices} reboot"),
            Self::Shutdown => format!("{devices} shut down"),
            Self::Identify => format!("{devices} blink"),
            Self::PurgeData => format!("Data of {devices} purged"),
            Self::Pin(release) => format!("{devices} pinned to {}", release.label),
            Self::Unpin => format!("{devices} follow their fleet"),
            Self::SetTag(tag) => format!("{devices} tagged {}", tag.label()),
            Self::RemoveTag(key) => format!("Tag {key} removed from {devices}"),
            Self::SetVariables(settings) => format!("{} set on {devices}", variables(settings)),
            Self::RemoveVariable(name) => format!("{name} removed from {devices}"),
            Self::Move(fleet) => format!("{devices} moved to {}", fleet.name),
            Self::SetOs(os) => format!("{devices} get {}", os.release.label),
            Self::Delete => format!("{devices} deleted"),
        }
    }
}

impl Reason {
    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Locked => "May hold an update lock",
            Self::Pending | Self::Offline => "Disconnected",
            Self::Connected => "Connected now",
            Self::NoSupervisor => "No supervisor known",
            Self::WrongArchitecture => "Wrong architecture",
            Self::WrongDeviceType => "Wrong device type",
        }
    }

    /// What follows from it.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Locked => "a release waits there for the lock; who holds it decides, or override it once",
            Self::Pending => "start by themselves when they return",
            Self::Connected => "they work, and are cut off",
            Self::Offline => "commands are not kept: they never hear of it",
            Self::NoSupervisor => "they have never reported: nobody there to ask",
            Self::WrongArchitecture => "the other fleet's containers do not run on them",
            Self::WrongDeviceType => "the host OS is for other machines",
        }
    }
}

impl Choice {
    /// What it is called for a reason.
    pub const fn label(self, reason: Reason) -> &'static str {
        match (self, reason) {
            (Self::Skip, _) => "Skip",
            (Self::Do, Reason::Pending) => "Keep pending",
            (Self::Do, _) => "Delete them too",
            (Self::Ask, Reason::Locked) => "Ask, heed the lock",
            (Self::Ask, _) => "Ask anyway",
            (Self::Force, _) => "Override once",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Tag;

    #[test]
    fn the_button_names_object_and_count() {
        assert_eq!(BulkAction::Reboot.button(1), "Reboot 1 device");
        let tag = BulkAction::SetTag(Tag { key: "site".to_owned(), value: "north".to_owned() });
        assert_eq!(tag.title(8_967).replace('\u{202f}', ","), "Tag 8,967 devices with site: north".to_owned());
    }
}
