//! What people do with their own account: a new password, organizations and who is in them. No openBalena has these.

mod organizations;
mod password;
pub(crate) mod routes;
