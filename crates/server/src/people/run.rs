//! From the command line to whoever holds the data folder, and back to a tidy line or table.

use std::io::Write as _;
use std::path::Path;

use platform::control::asked::{Answer, Asked, Organization, Person};
use platform::control::client;

use crate::cli::people::{OrganizationArguments, OrganizationCommand, RoleName, UserArguments, UserCommand};
use crate::failure::Failure;
use crate::people::password;
use crate::people::table::table;
use crate::serve::data_folder;

/// `binnacle user …`
pub(crate) fn user(arguments: UserArguments) -> Result<(), Failure> {
    let data = data_folder::chosen(arguments.data.as_deref())?;
    let asked = match arguments.command {
        UserCommand::Add { name, email, organization, role } => {
            let password_hash = hash(&name)?;
            Asked::AddUser { username: name, email, password_hash, organization, role: role.text() }
        }
        UserCommand::Passwd { name } => {
            let password_hash = hash(&name)?;
            Asked::SetPassword { username: name, password_hash }
        }
        UserCommand::List => Asked::ListUsers,
        UserCommand::Disable { name } => Asked::SetDisabled { username: name, is_disabled: true },
        UserCommand::Enable { name } => Asked::SetDisabled { username: name, is_disabled: false },
        UserCommand::Remove { name } => Asked::RemoveUser { username: name },
        UserCommand::Role { name, organization, role, leave: _ } => {
            Asked::SetRole { username: name, organization, role: role.map(RoleName::text) }
        }
    };
    ask(&data, asked)
}

/// `binnacle organization …`
pub(crate) fn organization(arguments: OrganizationArguments) -> Result<(), Failure> {
    let data = data_folder::chosen(arguments.data.as_deref())?;
    let asked = match arguments.command {
        OrganizationCommand::Add { handle, name } => {
            Asked::AddOrganization { name: name.unwrap_or_else(|| handle.clone()), handle }
        }
        OrganizationCommand::List => Asked::ListOrganizations,
    };
    ask(&data, asked)
}

fn hash(name: &str) -> Result<String, Failure> {
    let password = password::read(name)?;
    block_on(client::hash(password))?.map_err(Failure::start)
}

fn ask(data: &Path, asked: Asked) -> Result<(), Failure> {
    match block_on(client::ask(data, asked))?.map_err(Failure::start)? {
        Answer::Done(sentence) => say(&sentence),
        Answer::Users(people) => say(&people_table(&people)),
        Answer::Organizations(all) => say(&organizations_table(&all)),
        Answer::Refused(sentence) => Err(Failure::start(sentence)),
    }
}

fn people_table(people: &[Person]) -> String {
    let rows: Vec<_> = people
        .iter()
        .map(|person| {
            let roles = person.organizations.iter().map(|(handle, role)| format!("{handle} ({role})"));
            let roles = roles.collect::<Vec<_>>().join(", ");
            vec![
                person.username.clone(),
                person.email.clone().unwrap_or_else(|| "—".to_owned()),
                if person.is_disabled { "held back" } else { "active" }.to_owned(),
                if roles.is_empty() { "—".to_owned() } else { roles },
            ]
        })
        .collect();
    table(&["USER", "E-MAIL", "STATE", "ORGANIZATIONS"], &rows)
}

fn organizations_table(all: &[Organization]) -> String {
    let rows: Vec<_> = all
        .iter()
        .map(|one| vec![one.handle.clone(), one.name.clone(), one.members.to_string(), one.fleets.to_string()])
        .collect();
    table(&["HANDLE", "NAME", "MEMBERS", "FLEETS"], &rows)
}

fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::broke)?;
    Ok(runtime.block_on(work))
}

fn say(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).map_err(|error| Failure::broke(format!("stdout: {error}")))
}
