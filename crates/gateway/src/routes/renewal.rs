//! `/session/password` and `/session/confirm`: a password given once more, and the new token it brings, which stays here.

use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use serde::Serialize;
use wire::account::{Confirmation, PASSWORD_PATH, PasswordChange};
use wire::error::ApiError;

use crate::clock;
use crate::envelope::Client;
use crate::guard;
use crate::proxy::errors;
use crate::reply::Refusal;
use crate::routes::sessions;
use crate::session::cookie;
use crate::session::user_session::UserSession;
use crate::state::{Caller, Gateway};
use crate::token::ApiToken;

const MAX_ANSWER: usize = 64 * 1_024;
const REFRESH_PATH: &str = "/user/v1/refresh-token";

/// `POST /session/password`. Every other session of the person ends, and this one's terminals, which stand on the old token.
pub(crate) async fn change_password(
    State(gateway): State<Gateway>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Caller(session): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    guard::check_unsafe(&gateway.config, &Method::POST, &headers)?;
    let asked: PasswordChange = read(&body)?;
    let token = match ask(&gateway, client, &session, PASSWORD_PATH, &asked).await? {
        Ok(token) => token,
        Err((status, error)) => {
            let field = if status == StatusCode::FORBIDDEN { "currentPassword" } else { "newPassword" };
            return Err(match status {
                StatusCode::NOT_FOUND => Refusal::new(
                    status,
                    "This API has no way to change a password here: ask who runs it for a new one.",
                ),
                StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST => {
                    Refusal::of(StatusCode::BAD_REQUEST, error.about(field))
                }
                _ => refused(status, error),
            });
        }
    };
    sessions::end_all(&gateway, sessions::others(&gateway, session.user.id, &session.id))?;
    gateway.terminals.close_all_of(&session.id);
    tracing::info!(user = %session.user.username.escape_debug(), "has a new password");
    renew(&gateway, session, token)
}

/// `POST /session/confirm`: some things want a password that was given a short while ago.
pub(crate) async fn confirm(
    State(gateway): State<Gateway>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Caller(session): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    guard::check_unsafe(&gateway.config, &Method::POST, &headers)?;
    let asked: Confirmation = read(&body)?;
    match ask(&gateway, client, &session, REFRESH_PATH, &asked).await? {
        Ok(token) => renew(&gateway, session, token),
        Err((StatusCode::UNAUTHORIZED, _)) => {
            let error = ApiError::message("That is not your password.").about("password");
            Err(Refusal::of(StatusCode::BAD_REQUEST, error))
        }
        Err((status, error)) => Err(refused(status, error)),
    }
}

fn read<T: serde::de::DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    const MAX: usize = 8 * 1_024;
    if body.len() > MAX {
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "Passwords are shorter than that."));
    }
    serde_json::from_slice(body).map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "The body is not what this takes."))
}

fn refused(status: StatusCode, error: ApiError) -> Refusal {
    match status {
        StatusCode::TOO_MANY_REQUESTS => Refusal::of(
            status,
            ApiError {
                message: "Too many wrong passwords for this account from here. Wait before the next try.".to_owned(),
                ..error
            },
        ),
        // Not 401, which tells the page that nobody is signed in: that is asked by itself.
        StatusCode::UNAUTHORIZED => Refusal::of(StatusCode::FORBIDDEN, error),
        other => Refusal::of(other, error),
    }
}

/// Asks the API for a new token: the token, or the status and what it says.
async fn ask<T: Serialize>(
    gateway: &Gateway,
    client: Client,
    session: &UserSession,
    path: &'static str,
    body: &T,
) -> Result<Result<ApiToken, (StatusCode, ApiError)>, Refusal> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", session.token.reveal()))
        .map_err(|error| Refusal::unreachable(&error))?;
    bearer.set_sensitive(true);
    let body = serde_json::to_vec(body).map_err(|error| Refusal::unreachable(&error))?;
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::AUTHORIZATION, bearer)
        .header(header::CONTENT_TYPE, "application/json");
    let mut request = request.body(Body::from(body)).map_err(|error| Refusal::unreachable(&error))?;
    client.pass_on(&mut request);
    let response = gateway.upstream.request(request).await.map_err(|error| Refusal::unreachable(&error))?;
    let (head, body) = response.into_parts();
    let body = Limited::new(body, MAX_ANSWER).collect().await.map_err(|error| Refusal::unreachable(&error))?;
    let body = body.to_bytes();
    if !head.status.is_success() {
        let retry_after = head.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let error = errors::read(head.status, &body);
        return Ok(Err((head.status, ApiError { retry_after: error.retry_after.or(retry_after), ..error })));
    }
    let token = std::str::from_utf8(&body).ok().map(str::trim).filter(|token| !token.is_empty());
    Ok(Ok(ApiToken::new(token.ok_or_else(|| Refusal::unreachable(&"an empty token"))?)))
}

/// The same session with another token: a new cookie.
fn renew(gateway: &Gateway, session: UserSession, token: ApiToken) -> Result<Response, Refusal> {
    let expires_at = token.expires_at().unwrap_or_else(|| clock::now().max(session.expires_at));
    let session = UserSession { token, expires_at, ..session };
    let set = cookie::set(&gateway.config, &gateway.seal, &session)
        .ok_or_else(|| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The session could not be sealed."))?;
    let mut response = Json(wire::session::Session {
        user: session.user,
        api: gateway.config.api.clone(),
        server: gateway.config.server.clone(),
    })
    .into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::SET_COOKIE, set);
    Ok(response)
}
