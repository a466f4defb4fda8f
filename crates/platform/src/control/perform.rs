//! Doing what is asked, in one transaction.

use rusqlite::Connection;
use store::organizations::{self, Role};
use store::users::{self, NewUser, User};
use store::{Store, StoreError};

use crate::admin;
use crate::control::asked::{Answer, Asked, Organization, Person};
use crate::hex::random_hex;

/// The longest name, in bytes.
const LONGEST: usize = 100;

/// Does it. What it ends (a password, a role, a person) ends what stands on it, wherever the server runs.
pub(crate) async fn perform(store: &Store, asked: Asked) -> Answer {
    let done = store.write(move |connection| {
        match perform_in(connection, asked) {
            Ok(answer) => Ok(answer),
            // Every check comes before the first write.
            Err(No::Said(sentence)) => Ok(Answer::Refused(sentence)),
            Err(No::Store(error)) => Err(error),
        }
    });
    done.await.unwrap_or_else(|error| Answer::Refused(format!("Nothing was changed: {error}.")))
}

/// Why not.
enum No {
    /// In a sentence.
    Said(String),
    Store(StoreError),
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn no<T>(sentence: impl Into<String>) -> Result<T, No> {
    Err(No::Said(sentence.into()))
}

fn role_of(name: &str) -> Result<Role, No> {
    name.parse().map_err(|error| No::Said(format!("{}: {error}.", name.escape_debug())))
}

fn perform_in(connection: &Connection, asked: Asked) -> Result<Answer, No> {
    match asked {
        Asked::AddUser { username, email, password_hash, organization, role } => {
            add(connection, username, email, password_hash, organization.as_deref(), &role)
        }
        Asked::SetPassword { username, password_hash } => {
            let user = user(connection, &username)?;
            users::set_password(connection, user.id, &password_hash, &random_hex(16))?;
            done(format!("{username} has a new password; what was signed in with the old one has ended"))
        }
        Asked::SetDisabled { username, is_disabled } => {
            let user = user(connection, &username)?;
            users::set_disabled(connection, user.id, is_disabled)?;
            let now = if is_disabled { "is held back; what they had open has ended" } else { "may sign in again" };
            done(format!("{username} {now}"))
        }
        Asked::RemoveUser { username } => {
            let user = user(connection, &username)?;
            if username == admin::NAME {
                return no(
                    "The administrator cannot be removed: each start would make them anew. Hold them back with disable.",
                );
            }
            users::remove(connection, user.id)?;
            done(format!("{username} is removed, and their keys with them"))
        }
        Asked::SetRole { username, organization, role } => {
            set_role(connection, &username, &organization, role.as_deref())
        }
        Asked::ListUsers => Ok(Answer::Users(users(connection)?)),
        Asked::AddOrganization { handle, name } => {
            check_name("An organization's handle", &handle)?;
            if organizations::by_handle(connection, &handle)?.is_some() {
                return no(format!("There is an organization {handle} already."));
            }
            organizations::create(connection, &name, &handle)?;
            done(format!("added the organization {handle}"))
        }
        Asked::ListOrganizations => {
            let all = organizations::all(connection)?.into_iter();
            let listed = all.map(|one| Organization {
                handle: one.handle,
                name: one.name,
                members: one.members,
                fleets: one.fleets,
            });
            Ok(Answer::Organizations(listed.collect()))
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every command's outcome")]
fn done(sentence: String) -> Result<Answer, No> {
    Ok(Answer::Done(sentence))
}

fn add(
    connection: &Connection,
    username: String,
    email: Option<String>,
    password_hash: String,
    organization: Option<&str>,
    role: &str,
) -> Result<Answer, No> {
    check_name("A user name", &username)?;
    if let Some(email) = &email
        && (!email.contains('@') || email.len() > LONGEST || email.contains(char::is_whitespace))
    {
        return no(format!("{} is no e-mail address.", email.escape_debug()));
    }
    let role = role_of(role)?;
    let (organization, handle) = organization_of(connection, organization)?;
    if users::by_login(connection, &username)?.is_some() {
        return no(format!("There is a user {username} already."));
    }
    if let Some(email) = &email
        && users::by_login(connection, email)?.is_some()
    {
        return no(format!("Another user has the e-mail address {email}."));
    }
    let said = format!("added {username}, {} of {handle}", role.as_str());
    let new = NewUser { username, email, password_hash, jwt_secret: random_hex(16) };
    let user = users::create(connection, &new)?;
    organizations::add_member(connection, organization, user.id, role)?;
    done(said)
}

fn set_role(connection: &Connection, username: &str, handle: &str, role: Option<&str>) -> Result<Answer, No> {
    let user = user(connection, username)?;
    let (organization, handle) = organization_of(connection, Some(handle))?;
    let Some(role) = role else {
        let was_there = organizations::remove_member(connection, organization, user.id)?;
        let now = if was_there { "has left" } else { "was not in" };
        return done(format!("{username} {now} {handle}"));
    };
    let role = role_of(role)?;
    organizations::add_member(connection, organization, user.id, role)?;
    done(format!("{username} is {} of {handle}", role.as_str()))
}

fn user(connection: &Connection, username: &str) -> Result<User, No> {
    let found = users::by_login(connection, username)?.filter(|user| user.username == username);
    found.ok_or_else(|| {
        No::Said(format!("There is no user {}: `binnacle user list` says who there is.", username.escape_debug()))
    })
}

/// The one of this handle, or the only one.
fn organization_of(connection: &Connection, handle: Option<&str>) -> Result<(i64, String), No> {
    let all = organizations::all(connection)?;
    let handles = all.iter().map(|one| one.handle.as_str()).collect::<Vec<_>>().join(", ");
    match (handle, all.as_slice()) {
        (_, []) => {
            no("There is no organization yet: start the server once, or add one with `binnacle organization add`.")
        }
        (None, [only]) => Ok((only.id, only.handle.clone())),
        (None, _) => no(format!("Say in which organization, with --organization: {handles}.")),
        (Some(handle), _) => match all.iter().find(|one| one.handle == handle) {
            Some(found) => Ok((found.id, found.handle.clone())),
            None => no(format!("There is no organization {}. There is: {handles}.", handle.escape_debug())),
        },
    }
}

fn users(connection: &Connection) -> Result<Vec<Person>, No> {
    let mut all = Vec::new();
    for user in users::all(connection)? {
        let organizations = organizations::of_user(connection, user.id)?;
        all.push(Person {
            username: user.username,
            email: user.email,
            is_disabled: user.is_disabled,
            organizations: organizations.into_iter().map(|(handle, role)| (handle, role.as_str().to_owned())).collect(),
        });
    }
    Ok(all)
}

/// Names stand in slugs, in shells and in an SSH login.
fn check_name(what: &str, name: &str) -> Result<(), No> {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if name.is_empty() || name.len() > LONGEST || !name.bytes().all(is_plain) {
        return no(format!("{what} has 1 to {LONGEST} lower-case letters, digits and underscores."));
    }
    Ok(())
}
