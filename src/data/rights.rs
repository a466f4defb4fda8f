//! What the signed-in person may do, by what they are in each fleet's organization.

use std::collections::HashMap;

use client::live::event::TopicEvent;
use leptos::prelude::*;
use model::rights::{Right, Role};
use odata::{Query, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::membership::{FleetOwnerRow, OrganizationMembershipRow};

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Roles as they were read last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Roles {
    by_fleet: HashMap<i64, Role>,
    /// The strongest anywhere; none for who belongs to nothing.
    strongest: Option<Role>,
}

/// The rights of who is signed in. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Rights(Remote<Roles, Failure>);

/// Reads and follows them; once, by the frame of a signed-in person.
pub fn provide_rights(user: i64) -> Rights {
    let hub = use_hub();
    let roles = Remote::new(move || async move { hub.heard(read(hub, user).await) });
    hub.follow(Topic::Fleets, move |event| match event {
        TopicEvent::Changed(rows) if rows.iter().any(|row| row.resource == "application") => roles.refetch(),
        // A changed role ends what stands on it, and the connection is made anew.
        TopicEvent::Subscribed | TopicEvent::Reset => roles.refetch(),
        _ => {}
    });
    let rights = Rights(roles);
    provide_context(rights);
    rights
}

/// The rights of the frame one is in; outside of it nobody may do anything.
pub fn use_rights() -> Rights {
    use_context().unwrap_or_else(|| Rights(Remote::keyed(|| None::<()>, |()| async { Ok(Roles::default()) })))
}

impl Rights {
    /// Why the person may not do this to a fleet (or at all, without a fleet); none when they may.
    ///
    /// Until the roles are known, and when they could not be read, nothing is refused here: the server has the last word.
    pub fn refusal(self, fleet: Option<i64>, right: Right) -> Signal<Option<String>> {
        self.refusal_where(Signal::stored(fleet), right)
    }

    /// The same for a fleet that is known later.
    pub fn refusal_where(self, fleet: Signal<Option<i64>>, right: Right) -> Signal<Option<String>> {
        Memo::new(move |_| {
            let fleet = fleet.get();
            self.0.with(|held| role(held.value()?, fleet)?.refusal(right))
        })
        .into()
    }

    /// Why they may not do this now, followed by who reads it in a reactive place.
    pub fn refusal_now(self, fleet: Option<i64>, right: Right) -> Option<String> {
        self.0.with(|held| role(held.value()?, fleet)?.refusal(right))
    }
}

/// None where nothing is known, for instance of a fleet that was made a moment ago.
fn role(roles: &Roles, fleet: Option<i64>) -> Option<Role> {
    match fleet {
        Some(fleet) => roles.by_fleet.get(&fleet).copied(),
        None => Some(roles.strongest.unwrap_or(Role::Observer)),
    }
}

async fn read(hub: Hub, user: i64) -> Result<Roles, Failure> {
    let client = hub.client();
    let memberships = Query::of(OrganizationMembershipRow::RESOURCE).filter(field("user").eq(user));
    let fleets = Query::of(FleetOwnerRow::RESOURCE)
        .select(FleetOwnerRow::SELECT.iter().copied())
        .filter(field("is_of__class").eq("fleet").and(field("is_host").eq(false)));
    let (memberships, fleets) = futures_util::future::try_join(
        client.rows::<OrganizationMembershipRow>(memberships),
        client.rows::<FleetOwnerRow>(fleets),
    )
    .await?;
    Ok(roles(&memberships, &fleets))
}

fn roles(memberships: &[OrganizationMembershipRow], fleets: &[FleetOwnerRow]) -> Roles {
    let of_organization: HashMap<i64, Role> = memberships
        .iter()
        .filter_map(|row| {
            let role = Role::of_organization_member(row.role.as_deref())?;
            Some((row.is_member_of__organization?.id, role))
        })
        .collect();
    // A fleet of somebody else's organization is seen because it is public: to look at.
    let role_of = |row: &FleetOwnerRow| {
        row.organization
            .and_then(|organization| of_organization.get(&organization.id).copied())
            .unwrap_or(Role::Observer)
    };
    Roles {
        by_fleet: fleets.iter().map(|row| (row.id, role_of(row))).collect(),
        strongest: of_organization.values().min().copied(),
    }
}

#[cfg(test)]
mod tests {
    use wire::navigation::Deferred;

    use super::*;

    #[test]
    fn a_role_counts_for_the_fleets_of_its_organization() {
        let membership = |id, role: Option<&str>| OrganizationMembershipRow {
            is_member_of__organization: Some(Deferred { id }),
            role: role.map(str::to_owned),
        };
        let fleet = |id, organization| FleetOwnerRow { id, organization: Some(Deferred { id: organization }) };
        let roles =
            roles(&[membership(1, Some("observer")), membership(2, None)], &[fleet(10, 1), fleet(20, 2), fleet(30, 3)]);
        assert_eq!(role(&roles, Some(10)), Some(Role::Observer));
        assert_eq!(role(&roles, Some(20)), Some(Role::Administrator));
        assert_eq!(role(&roles, Some(30)), Some(Role::Observer));
        assert_eq!(role(&roles, Some(40)), None);
        assert_eq!(role(&roles, None), Some(Role::Administrator));
        assert_eq!(role(&Roles::default(), None), Some(Role::Observer));
    }
}
