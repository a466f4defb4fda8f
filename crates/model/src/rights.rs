//! What a role allows (balenaCloud's matrix of fleet members), and why not: disabled controls carry the sentence.

/// What a person is to a fleet. Each may do all that the next may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Administrator,
    Developer,
    Operator,
    Observer,
}

/// Something that not every role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Make a fleet in the organization.
    CreateFleet,
    /// Say who belongs to a fleet, and as what.
    ManageMembers,
    DeleteFleet,
    /// Rename a fleet, choose its release and what else concerns it as a whole.
    EditFleet,
    /// Push, finalize, invalidate, annotate and delete releases.
    ManageReleases,
    EditConfiguration,
    EditFleetVariables,
    EditDeviceVariables,
    /// Register devices and hand out what they register with.
    AddDevices,
    RemoveDevices,
    ManageProvisioningKeys,
    /// Restart, reboot, shut down, purge, identify.
    CommandDevices,
    /// Name, note, pin, fleet, location.
    EditDevices,
    EditTags,
    OpenTerminal,
    /// SSH keys and API keys of one's own.
    ManageOwnKeys,
}

impl Role {
    /// All of them, the strongest first.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Developer, Self::Operator, Self::Observer];

    /// The name on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Developer => "Developer",
            Self::Operator => "Operator",
            Self::Observer => "Observer",
        }
    }

    /// What a member of an organization is to its fleets, by the word of the membership.
    ///
    /// openBalena has no such word: who is a member may do everything. Binnacle's own platform knows `developer`, who
    /// may do everything too, and `observer`. A plain `member` of balenaCloud has no right by that alone, so none.
    pub fn of_organization_member(word: Option<&str>) -> Option<Self> {
        match word {
            None | Some("administrator" | "developer") => Some(Self::Administrator),
            Some("operator") => Some(Self::Operator),
            Some("member") => None,
            Some(_) => Some(Self::Observer),
        }
    }

    /// What a member of a fleet is to it, by the word of the membership.
    pub fn of_fleet_member(word: &str) -> Self {
        match word {
            "administrator" => Self::Administrator,
            "developer" => Self::Developer,
            "operator" => Self::Operator,
            _ => Self::Observer,
        }
    }

    /// Whether it includes this.
    pub fn allows(self, right: Right) -> bool {
        self <= right.weakest()
    }

    /// Why it does not include this, as a sentence for the person; none when it does.
    pub fn refusal(self, right: Right) -> Option<String> {
        (!self.allows(right)).then(|| {
            let article = if matches!(self, Self::Developer) { "a" } else { "an" };
            let role = self.label().to_lowercase();
            format!("You are {article} {role} here: {} needs {}.", right.words(), right.weakest().at_least())
        })
    }

    const fn at_least(self) -> &'static str {
        match self {
            Self::Administrator => "an administrator",
            Self::Developer => "a developer",
            Self::Operator | Self::Observer => "an operator or developer",
        }
    }
}

impl Right {
    /// The weakest role that includes it: the columns of balenaCloud's matrix.
    pub const fn weakest(self) -> Role {
        match self {
            Self::CreateFleet | Self::ManageMembers | Self::DeleteFleet => Role::Administrator,
            Self::EditFleet | Self::ManageReleases | Self::EditConfiguration | Self::EditFleetVariables => {
                Role::Developer
            }
            Self::EditDeviceVariables
            | Self::AddDevices
            | Self::RemoveDevices
            | Self::ManageProvisioningKeys
            | Self::CommandDevices
            | Self::EditDevices
            | Self::EditTags
            | Self::OpenTerminal
            | Self::ManageOwnKeys => Role::Operator,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::CreateFleet => "creating a fleet",
            Self::ManageMembers => "managing members",
            Self::DeleteFleet => "deleting a fleet",
            Self::EditFleet => "changing a fleet",
            Self::ManageReleases => "changing releases",
            Self::EditConfiguration => "changing the configuration",
            Self::EditFleetVariables => "changing fleet variables",
            Self::EditDeviceVariables => "changing device variables",
            Self::AddDevices => "adding devices",
            Self::RemoveDevices => "removing devices",
            Self::ManageProvisioningKeys => "managing provisioning keys",
            Self::CommandDevices => "commanding devices",
            Self::EditDevices => "changing devices",
            Self::EditTags => "changing tags",
            Self::OpenTerminal => "opening a terminal",
            Self::ManageOwnKeys => "managing keys",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of balenaCloud's documentation (“Fleet members”), and those between them.
    const MATRIX: [(Right, [bool; 4]); 16] = [
        (Right::ManageMembers, [true, false, false, false]),
        (Right::DeleteFleet, [true, false, false, false]),
        (Right::CreateFleet, [true, false, false, false]),
        (Right::AddDevices, [true, true, true, false]),
        (Right::RemoveDevices, [true, true, true, false]),
        (Right::ManageProvisioningKeys, [true, true, true, false]),
        (Right::CommandDevices, [true, true, true, false]),
        (Right::EditDevices, [true, true, true, false]),
        (Right::EditTags, [true, true, true, false]),
        (Right::EditDeviceVariables, [true, true, true, false]),
        (Right::OpenTerminal, [true, true, true, false]),
        (Right::ManageOwnKeys, [true, true, true, false]),
        (Right::EditFleetVariables, [true, true, false, false]),
        (Right::ManageReleases, [true, true, false, false]),
        (Right::EditConfiguration, [true, true, false, false]),
        (Right::EditFleet, [true, true, false, false]),
    ];

    #[test]
    fn the_matrix() {
        for (right, row) in MATRIX {
            for (role, may) in Role::ALL.into_iter().zip(row) {
                assert_eq!(role.allows(right), may, "{role:?} {right:?}");
                assert_eq!(role.refusal(right).is_none(), may, "{role:?} {right:?}");
            }
        }
    }

    #[test]
    fn where_no_role_is_said_everything_is_allowed() {
        assert_eq!(Role::of_organization_member(None), Some(Role::Administrator));
        assert_eq!(Role::of_organization_member(Some("developer")), Some(Role::Administrator));
        assert_eq!(Role::of_organization_member(Some("observer")), Some(Role::Observer));
        assert_eq!(Role::of_organization_member(Some("member")), None);
        assert_eq!(Role::of_organization_member(Some("a role of tomorrow")), Some(Role::Observer));
        assert_eq!(Role::of_fleet_member("operator"), Role::Operator);
    }

    #[test]
    fn the_sentence_says_what_is_missing() {
        assert_eq!(
            Role::Observer.refusal(Right::CommandDevices).as_deref(),
            Some("You are an observer here: commanding devices needs an operator or developer.")
        );
        assert_eq!(
            Role::Developer.refusal(Right::DeleteFleet).as_deref(),
            Some("You are a developer here: deleting a fleet needs an administrator.")
        );
    }
}
