//! What one does to organizations and who is in them: routes of this server, which openBalena and the command line have not.

use super::request::call;
use super::written::SameAs;

/// Where the API keeps them.
pub const PATH: &str = "/binnacle/v1/organizations";

/// Makes one.
pub fn create(name: &str, handle: &str) -> SameAs {
    call("POST", PATH, &[("name", name.into()), ("handle", handle.into())])
}

/// Calls it something.
pub fn rename(id: i64, name: &str) -> SameAs {
    call("PATCH", &format!("{PATH}/{id}"), &[("name", name.into())])
}

/// Forgets it.
pub fn remove(id: i64) -> SameAs {
    call("DELETE", &format!("{PATH}/{id}"), &[])
}

/// Lets somebody in by user name or e-mail, or gives them another role.
pub fn set_member(id: i64, username: &str, role: &str) -> SameAs {
    call("POST", &format!("{PATH}/{id}/members"), &[("username", username.into()), ("role", role.into())])
}

/// Lets somebody go.
pub fn remove_member(id: i64, user: i64) -> SameAs {
    call("DELETE", &format!("{PATH}/{id}/members/{user}"), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_without_fields_has_no_body() {
        let same = remove_member(3, 9);
        assert_eq!(
            same.http,
            "curl -X DELETE \"$BALENA_API/binnacle/v1/organizations/3/members/9\" -H \"Authorization: Bearer $TOKEN\""
        );
        assert!(!same.sdk.contains("body"), "{}", same.sdk);
        assert!(set_member(3, "mara", "observer").http.ends_with(r#"--data '{"username":"mara","role":"observer"}'"#));
    }
}
