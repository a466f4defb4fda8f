//! `/session`: sign in, who is signed in, sign out (`wire::session`).

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, FromRequestParts, Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use wire::error::ApiError;
use wire::session::{Credentials, Session, TRIES_LEFT_HEADER, Whoami};

use crate::clock;
use crate::envelope::Client;
use crate::guard;
use crate::random_id::random_id;
use crate::reply::Refusal;
use crate::session::cookie;
use crate::session::user_session::UserSession;
use crate::state::{Caller, Gateway};
use crate::token::ApiToken;

const MAX_CREDENTIALS: usize = 4_096;
const MAX_ANSWER: usize = 64 * 1_024;
/// For tokens that do not say when they end.
const DEFAULT_LIFETIME: i64 = 12 * 3_600;

/// `GET /session`. The API is asked: a token that was taken back there ends the session here.
pub(crate) async fn current(
    State(gateway): State<Gateway>,
    Extension(client): Extension<Client>,
    Caller(session): Caller,
) -> Result<Response, Refusal> {
    match whoami(&gateway, client, &session.token).await {
        Ok(user) => Ok(no_store(Json(describe(&gateway, user)).into_response())),
        Err(WhoamiError::Unauthorized) => Err(Refusal::signed_out()),
        Err(WhoamiError::Refused(refusal)) => Err(refusal),
    }
}

/// `POST /session`.
pub(crate) async fn sign_in(State(gateway): State<Gateway>, request: Request) -> Result<Response, Refusal> {
    guard::check_unsafe(&gateway.config, &Method::POST, request.headers())?;
    let (mut parts, body) = request.into_parts();
    let Ok(client) = Client::from_request_parts(&mut parts, &gateway).await;
    let body = Limited::new(body, MAX_CREDENTIALS).collect().await.map_err(|_| {
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "A user name and a password are shorter than that.")
    })?;
    let credentials = read_credentials(&body.to_bytes())?;

    let mut login = request_to("/login_", Method::POST, client);
    login.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    let body = serde_json::to_vec(&credentials).map_err(|error| Refusal::unreachable(&error))?;
    let response = gateway.upstream.request(login.map(|()| Body::from(body))).await;
    let response = response.map_err(|error| Refusal::unreachable(&error))?;
    let (head, body) = response.into_parts();
    if head.status != StatusCode::OK {
        return Err(refused_sign_in(head.status, &head.headers));
    }
    let token = read_all(body).await?;
    let token = std::str::from_utf8(&token).ok().map(str::trim).filter(|token| !token.is_empty());
    let token = ApiToken::new(token.ok_or_else(|| Refusal::unreachable(&"an empty token"))?);

    let user = match whoami(&gateway, client, &token).await {
        Ok(user) => user,
        Err(WhoamiError::Unauthorized) => return Err(Refusal::unreachable(&"a token that is not taken")),
        Err(WhoamiError::Refused(refusal)) => return Err(refusal),
    };
    let expires_at = token.expires_at().unwrap_or_else(|| clock::now() + DEFAULT_LIFETIME);
    let session = UserSession { id: random_id(), token, user: user.clone(), expires_at };
    let set = cookie::set(&gateway.config, &gateway.seal, &session)
        .ok_or_else(|| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The session could not be sealed."))?;
    tracing::info!(user = %user.username.escape_debug(), address = ?client.0, "signed in");
    gateway.sessions.seen(&session, &parts.headers, client.0.map(|address| address.ip()));
    let mut response = no_store(Json(describe(&gateway, user)).into_response());
    response.headers_mut().insert(header::SET_COOKIE, set);
    Ok(response)
}

/// `DELETE /session`. Without a session it is done already.
pub(crate) async fn sign_out(State(gateway): State<Gateway>, headers: HeaderMap) -> Result<Response, Refusal> {
    guard::check_unsafe(&gateway.config, &Method::DELETE, &headers)?;
    if let Ok(session) = gateway.session_of(&headers) {
        gateway.sessions.revoke(&session).map_err(|error| {
            tracing::error!(%error, "the revoked session could not be written");
            Refusal::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Signed out here, but the server could not write that down: its disk may be full.",
            )
        })?;
        gateway.terminals.close_all_of(&session.id);
        tracing::info!(user = %session.user.username.escape_debug(), "signed out");
    }
    let mut response = no_store(Json(()).into_response());
    if let Some(clear) = cookie::clear(&gateway.config) {
        response.headers_mut().insert(header::SET_COOKIE, clear);
    }
    Ok(response)
}

fn read_credentials(body: &[u8]) -> Result<Credentials, Refusal> {
    let bad = |field: &str, message: &str| {
        Refusal::of(StatusCode::BAD_REQUEST, ApiError::message(message).about(field.to_owned()))
    };
    let value: serde_json::Value = serde_json::from_slice(body)
        .map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "The body is a JSON object with username and password."))?;
    let field = |name: &str, message: &str| match value.get(name).and_then(serde_json::Value::as_str) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(bad(name, message)),
    };
    Ok(Credentials {
        username: field("username", "Enter your user name or e-mail address.")?,
        password: field("password", "Enter your password.")?,
    })
}

fn refused_sign_in(status: StatusCode, headers: &HeaderMap) -> Refusal {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u32>().ok();
    match status {
        StatusCode::UNAUTHORIZED => {
            let tries_left = number(TRIES_LEFT_HEADER);
            let message = match tries_left {
                Some(1) => "The user name or the password is wrong. One more try is left before a pause.".to_owned(),
                Some(left) => {
                    format!("The user name or the password is wrong. {left} more tries are left before a pause.")
                }
                None => "The user name or the password is wrong.".to_owned(),
            };
            Refusal::of(status, ApiError { tries_left, ..ApiError::message(message) })
        }
        StatusCode::TOO_MANY_REQUESTS => {
            let retry_after = number(header::RETRY_AFTER.as_str());
            let error = ApiError {
                retry_after,
                tries_left: Some(0),
                ..ApiError::message("Too many wrong passwords for this account from here. Wait before the next try.")
            };
            Refusal::of(status, error)
        }
        other => Refusal::unreachable(&format!("/login_ answered {other}")),
    }
}

/// Whether the API still takes the token.
pub(crate) async fn is_signed_in(gateway: &Gateway, client: Client, token: &ApiToken) -> bool {
    whoami(gateway, client, token).await.is_ok()
}

enum WhoamiError {
    Unauthorized,
    Refused(Refusal),
}

async fn whoami(gateway: &Gateway, client: Client, token: &ApiToken) -> Result<Whoami, WhoamiError> {
    let refuse = |why: &dyn std::fmt::Display| WhoamiError::Refused(Refusal::unreachable(why));
    let mut request = request_to("/user/v1/whoami", Method::GET, client);
    let bearer =
        header::HeaderValue::from_str(&format!("Bearer {}", token.reveal())).map_err(|error| refuse(&error))?;
    request.headers_mut().insert(header::AUTHORIZATION, bearer);
    let response = gateway.upstream.request(request.map(|()| Body::empty())).await.map_err(|error| refuse(&error))?;
    match response.status() {
        StatusCode::OK => {
            let body = read_all(response.into_body()).await.map_err(WhoamiError::Refused)?;
            serde_json::from_slice(&body).map_err(|error| refuse(&error))
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(WhoamiError::Unauthorized),
        other => Err(refuse(&format!("whoami answered {other}"))),
    }
}

fn request_to(path: &'static str, method: Method, client: Client) -> http::Request<()> {
    let mut request = http::Request::new(());
    *request.method_mut() = method;
    *request.uri_mut() = http::Uri::from_static(path);
    client.pass_on(&mut request);
    request
}

async fn read_all(body: Body) -> Result<Bytes, Refusal> {
    Limited::new(body, MAX_ANSWER)
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .map_err(|error| Refusal::unreachable(&error))
}

fn describe(gateway: &Gateway, user: Whoami) -> Session {
    Session { user, api: gateway.config.api.clone(), server: gateway.config.server.clone() }
}

fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
