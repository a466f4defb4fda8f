//! Organizations and who is in them, by their developers: each keeps at least one of those.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use model::account::{check_handle, check_name};
use rusqlite::Connection;
use store::organizations::{self, Role};
use store::{StoreError, users};
use wire::account::{Made, NewMember, NewOrganization, OrganizationName};

use crate::auth::caller::Person;
use crate::auth::may;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// What the last developer is told.
const LAST: &str = "An organization keeps at least one developer: let somebody else be one first.";

/// `POST /binnacle/v1/organizations`: for who is a developer somewhere.
pub(crate) async fn create(
    State(state): State<Shared>,
    person: Person,
    Body(asked): Body<NewOrganization>,
) -> Result<Response, Refusal> {
    if !may::write_anything(&state, person.caller.access).await? {
        return Err(Refusal::Unauthorized);
    }
    check_name(&asked.name).map_err(|why| Refusal::bad(format!("name: {why}")))?;
    check_handle(&asked.handle).map_err(|why| Refusal::bad(format!("handle: {why}")))?;
    let user = person.user;
    let id = state.store.write(move |connection| {
        if organizations::by_handle(connection, &asked.handle)?.is_some() {
            return Err(conflict(format!("There is an organization {} already.", asked.handle)));
        }
        let id = organizations::create(connection, asked.name.trim(), &asked.handle)?;
        organizations::add_member(connection, id, user, Role::Developer)?;
        Ok(id)
    });
    Ok((StatusCode::CREATED, Json(Made { id: id.await? })).into_response())
}

/// `PATCH /binnacle/v1/organizations/:id`: another name; the handle stays, it stands in slugs.
pub(crate) async fn rename(
    State(state): State<Shared>,
    person: Person,
    Path(id): Path<i64>,
    Body(asked): Body<OrganizationName>,
) -> Result<StatusCode, Refusal> {
    check_name(&asked.name).map_err(|why| Refusal::bad(format!("name: {why}")))?;
    let user = person.user;
    let renamed = state.store.write(move |connection| {
        must_be_developer(connection, id, user)?;
        organizations::rename(connection, id, asked.name.trim())
    });
    renamed.await?;
    Ok(StatusCode::OK)
}

/// `DELETE /binnacle/v1/organizations/:id`: one without fleets.
pub(crate) async fn remove(
    State(state): State<Shared>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<StatusCode, Refusal> {
    let user = person.user;
    let removed = state.store.write(move |connection| {
        must_be_developer(connection, id, user)?;
        let fleets = organizations::fleets(connection, id)?;
        if fleets > 0 {
            return Err(conflict(format!("The organization has fleets ({fleets}): delete or move them first.")));
        }
        organizations::remove(connection, id)
    });
    removed.await?;
    Ok(StatusCode::OK)
}

/// `POST /binnacle/v1/organizations/:id/members`: lets somebody in, or gives them another role.
pub(crate) async fn add_member(
    State(state): State<Shared>,
    person: Person,
    Path(id): Path<i64>,
    Body(asked): Body<NewMember>,
) -> Result<Response, Refusal> {
    let role: Role = asked.role.parse().map_err(|error| Refusal::bad(format!("role: {error}.")))?;
    let user = person.user;
    let member = state.store.write(move |connection| {
        must_be_developer(connection, id, user)?;
        let found = users::by_login(connection, asked.username.trim())?;
        let found = found.ok_or_else(|| not_found("username: nobody here has that user name or e-mail address."))?;
        if role != Role::Developer {
            must_not_be_last(connection, id, found.id)?;
        }
        organizations::add_member(connection, id, found.id, role)?;
        Ok(found.id)
    });
    Ok((StatusCode::OK, Json(Made { id: member.await? })).into_response())
}

/// `DELETE /binnacle/v1/organizations/:id/members/:user`: lets somebody go; oneself whoever one is.
pub(crate) async fn remove_member(
    State(state): State<Shared>,
    person: Person,
    Path((id, member)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let user = person.user;
    let removed = state.store.write(move |connection| {
        if user == member {
            let role = organizations::role_in(connection, id, user)?;
            role.ok_or_else(|| not_found("There is no such organization."))?;
        } else {
            must_be_developer(connection, id, user)?;
        }
        must_not_be_last(connection, id, member)?;
        if !organizations::remove_member(connection, id, member)? {
            return Err(not_found("That person is not in the organization."));
        }
        Ok(())
    });
    removed.await?;
    Ok(StatusCode::OK)
}

/// What is not seen is not there; who only looks on may not.
fn must_be_developer(connection: &Connection, organization: i64, user: i64) -> Result<(), StoreError> {
    match organizations::role_in(connection, organization, user)? {
        Some(Role::Developer) => Ok(()),
        Some(Role::Observer) => Err(StoreError::Forbidden),
        None => Err(not_found("There is no such organization.")),
    }
}

fn must_not_be_last(connection: &Connection, organization: i64, user: i64) -> Result<(), StoreError> {
    let is_developer = organizations::role_in(connection, organization, user)? == Some(Role::Developer);
    if is_developer && organizations::developers(connection, organization)? <= 1 {
        return Err(conflict(LAST.to_owned()));
    }
    Ok(())
}

fn conflict(message: String) -> StoreError {
    StoreError::Conflict { message }
}

fn not_found(message: &str) -> StoreError {
    StoreError::NotFound { message: message.to_owned() }
}
