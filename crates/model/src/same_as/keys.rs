//! What one does to keys: API keys of one's own, provisioning keys of a fleet, SSH keys. No key is ever written out.

use super::quote::{javascript, shell};
use super::request::{Rows, call, delete, post};
use super::value::{Fields, Value};
use super::written::SameAs;
use crate::timestamp::Timestamp;

/// A key that is to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewKey<'a> {
    pub name: &'a str,
    pub description: &'a str,
    /// None: it does not end.
    pub ends: Option<Timestamp>,
}

impl NewKey<'_> {
    fn fields(self) -> Fields {
        let mut fields: Fields = vec![("name", self.name.into())];
        if !self.description.is_empty() {
            fields.push(("description", self.description.into()));
        }
        if let Some(ends) = self.ends {
            fields.push(("expiryDate", ends.to_string().as_str().into()));
        }
        fields
    }

    fn ends(self) -> Value {
        self.ends.map_or(Value::Null, |ends| ends.to_string().as_str().into())
    }
}

/// Makes an API key that acts as its maker.
pub fn make_api_key(key: NewKey<'_>) -> SameAs {
    let described = if key.description.is_empty() {
        String::new()
    } else {
        format!(", description: {}", javascript(key.description))
    };
    let ends = key.ends.map_or_else(|| "never".to_owned(), |ends| ends.to_string());
    call("POST", "/api-key/user/full", &key.fields())
        .with_sdk(format!(
            "await balena.models.apiKey.create({{ name: {}, expiryDate: {}{described} }});",
            javascript(key.name),
            key.ends().javascript()
        ))
        .with_cli(format!("balena api-key generate {} {ends}", shell(key.name)))
}

/// Makes a key with which devices get into a fleet.
pub fn make_provisioning_key(fleet: i64, key: NewKey<'_>) -> SameAs {
    let described = if key.description.is_empty() {
        String::new()
    } else {
        format!(", keyDescription: {}", javascript(key.description))
    };
    call("POST", &format!("/api-key/application/{fleet}/provisioning"), &key.fields()).with_sdk(format!(
        "await balena.models.application.generateProvisioningKey({{ slugOrUuidOrId: {fleet}, keyExpiryDate: {}, keyName: {}{described} }});",
        key.ends().javascript(),
        javascript(key.name)
    ))
}

/// Whatever uses an API key or a provisioning key is refused from then on.
pub fn revoke(key: i64) -> SameAs {
    delete("api_key", &Rows::Id(key))
        .with_sdk(format!("await balena.models.apiKey.revoke({key});"))
        .with_cli(format!("balena api-key revoke {key}"))
}

/// Lets whoever holds the private half into devices; `line` is the public half.
pub fn add_public_key(user: i64, title: &str, line: &str) -> SameAs {
    let fields: Fields = vec![("user", user.into()), ("title", title.into()), ("public_key", line.into())];
    post("user__has__public_key", &fields)
        .with_sdk(format!("await balena.models.key.create({}, {});", javascript(title), javascript(line)))
        .with_cli(format!("balena ssh-key add {} {}", shell(title), shell(line)))
}

/// Takes an SSH key away.
pub fn remove_public_key(key: i64) -> SameAs {
    delete("user__has__public_key", &Rows::Id(key))
        .with_sdk(format!("await balena.models.key.remove({key});"))
        .with_cli(format!("balena ssh-key rm {key} --yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_s_name_is_quoted_and_its_end_is_said() {
        let key = NewKey { name: "Bob's CI", description: "", ends: Some(Timestamp::from_millis(1_900_000_000_000)) };
        let same = make_api_key(key);
        assert_eq!(same.cli.as_deref(), Some(r"balena api-key generate 'Bob'\''s CI' 2030-03-17T17:46:40.000Z"));
        assert!(same.http.contains(r#"/api-key/user/full""#) && !same.http.contains("description"), "{}", same.http);
        let never = NewKey { ends: None, description: "line 3", ..key };
        let same = make_provisioning_key(7, never);
        assert_eq!(
            same.sdk,
            r"await balena.models.application.generateProvisioningKey({ slugOrUuidOrId: 7, keyExpiryDate: null, keyName: 'Bob\'s CI', keyDescription: 'line 3' });"
        );
        assert!(make_api_key(never).cli.is_some_and(|line| line.ends_with(" never")));
    }

    #[test]
    fn the_command_line_takes_a_public_key_as_it_is() {
        let same = add_public_key(3, "desk", "ssh-ed25519 AAAA mara@desk");
        assert_eq!(same.cli.as_deref(), Some("balena ssh-key add desk 'ssh-ed25519 AAAA mara@desk'"));
        assert!(revoke(9).http.contains("curl -X DELETE \"$BALENA_API/v7/api_key(9)\""));
    }
}
