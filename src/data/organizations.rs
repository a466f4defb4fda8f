//! Organizations and who is in them.

use odata::{Expand, Query, asc};
use query::remote::Remote;
use wire::account::{Made, NewMember, NewOrganization, ORGANIZATIONS_PATH, OrganizationName};
use wire::endpoint::Method;
use wire::rows::Row;
use wire::rows::organization::{MemberRow, OrganizationRow, PersonRow};

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// An organization as its members see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: i64,
    pub name: String,
    pub handle: String,
    /// None: not told.
    pub fleets: Option<u64>,
    /// By user name.
    pub members: Vec<Member>,
}

/// Somebody in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub user: i64,
    pub username: String,
    pub email: Option<String>,
    /// `developer` or `observer`; none where membership is all there is.
    pub role: Option<String>,
}

impl Organization {
    /// The role of a person; none when they are not in it, or the API knows no roles.
    pub fn role_of(&self, user: i64) -> Option<&str> {
        self.members.iter().find(|member| member.user == user)?.role.as_deref()
    }
}

/// Reads and writes through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Organizations(Hub);

/// The way to organizations.
pub fn use_organizations() -> Organizations {
    Organizations(use_hub())
}

impl Organizations {
    /// Those one is in, by name.
    pub fn all(self) -> Remote<Vec<Organization>, Failure> {
        Remote::new(move || async move {
            let members = Expand::of("organization_membership")
                .expand(Expand::of("user").select(PersonRow::SELECT.iter().copied()));
            let query = Query::of(OrganizationRow::RESOURCE)
                .select(OrganizationRow::SELECT.iter().copied())
                .expand(Expand::count("application"))
                .expand(members)
                .order_by(asc("name"))
                .top(200);
            let rows = self.0.heard(self.0.client().rows::<OrganizationRow>(query).await)?;
            Ok(rows.into_iter().map(organization).collect())
        })
    }

    /// Makes one; its maker is its first developer.
    pub async fn create(self, name: String, handle: String) -> Result<i64, Failure> {
        let new = NewOrganization { name, handle };
        let made: Made = self.0.heard(self.0.client().send(Method::Post, address(""), &new).await)?;
        Ok(made.id)
    }

    /// Another name; the handle stays.
    pub async fn rename(self, id: i64, name: String) -> Result<(), Failure> {
        self.0.heard(self.0.client().tell(Method::Patch, address(&format!("/{id}")), &OrganizationName { name }).await)
    }

    /// Forgets one that has no fleets.
    pub async fn remove(self, id: i64) -> Result<(), Failure> {
        self.0.heard(self.0.client().tell(Method::Delete, address(&format!("/{id}")), &()).await)
    }

    /// Lets somebody in by user name or e-mail, or gives them another role.
    pub async fn set_member(self, id: i64, username: String, role: String) -> Result<(), Failure> {
        let path = address(&format!("/{id}/members"));
        self.0.heard(self.0.client().tell(Method::Post, path, &NewMember { username, role }).await)
    }

    /// Lets somebody go, or oneself.
    pub async fn remove_member(self, id: i64, user: i64) -> Result<(), Failure> {
        let path = address(&format!("/{id}/members/{user}"));
        self.0.heard(self.0.client().tell(Method::Delete, path, &()).await)
    }
}

fn address(rest: &str) -> String {
    format!("/api{ORGANIZATIONS_PATH}{rest}")
}

fn organization(row: OrganizationRow) -> Organization {
    let mut members: Vec<Member> = row.organization_membership.into_iter().filter_map(member).collect();
    members.sort_by(|a, b| a.username.cmp(&b.username));
    Organization { id: row.id, name: row.name, handle: row.handle, fleets: row.application, members }
}

fn member(row: MemberRow) -> Option<Member> {
    let person = row.user.into_inner()?;
    Some(Member { user: person.id, username: person.username, email: person.email, role: row.role })
}
