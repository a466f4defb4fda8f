//! The routes under `/binnacle/v1` that people ask about their account.

use wire::account::PASSWORD_PATH;

use crate::account::{organizations, password};
use crate::route_table::Routes;

const ORGANIZATIONS: &str = "/binnacle/v1/organizations";
const ORGANIZATION: &str = "/binnacle/v1/organizations/{id}";
const MEMBERS: &str = "/binnacle/v1/organizations/{id}/members";
const MEMBER: &str = "/binnacle/v1/organizations/{id}/members/{user}";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post(PASSWORD_PATH, password::change)
        .post(ORGANIZATIONS, organizations::create)
        .patch(ORGANIZATION, organizations::rename)
        .delete(ORGANIZATION, organizations::remove)
        .post(MEMBERS, organizations::add_member)
        .delete(MEMBER, organizations::remove_member)
}
