//! The public balena API, asked in process: the demo is made of nothing that a client could not make.

use axum::Router;
use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use serde_json::{Value, json};
use tower::ServiceExt;

const MAX_ANSWER: usize = 4 * 1_024 * 1_024;

/// The API refused.
#[derive(Debug, thiserror::Error)]
#[error("{method} {path}: {status} {answer}")]
pub(crate) struct ApiError {
    method: Method,
    path: String,
    status: StatusCode,
    answer: String,
}

impl ApiError {
    /// Whether what was to be made is there already.
    pub(crate) fn is_conflict(&self) -> bool {
        self.status == StatusCode::CONFLICT
    }
}

/// A signed-in client.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    router: Router,
    bearer: String,
}

impl Api {
    /// Signs in.
    pub(crate) async fn sign_in(router: Router, username: &str, password: &str) -> Result<Self, ApiError> {
        let api = Self { router, bearer: String::new() };
        let answer =
            api.ask(Method::POST, "/login_", Some(&json!({"username": username, "password": password}))).await?;
        Ok(Self { bearer: format!("Bearer {}", answer.trim()), ..api })
    }

    /// Rows of an OData query, with its blanks as they are.
    pub(crate) async fn rows(&self, query: &str) -> Result<Vec<Value>, ApiError> {
        let path = format!("/v7/{}", query.replace(' ', "%20"));
        let answer = self.json(Method::GET, &path, None).await?;
        Ok(answer["d"].as_array().cloned().unwrap_or_default())
    }

    /// Makes a row; its id.
    pub(crate) async fn create(&self, resource: &str, row: &Value) -> Result<Value, ApiError> {
        self.json(Method::POST, &format!("/v7/{resource}"), Some(row)).await
    }

    /// Changes a row.
    pub(crate) async fn change(&self, resource: &str, id: i64, fields: &Value) -> Result<(), ApiError> {
        self.ask(Method::PATCH, &format!("/v7/{resource}({id})"), Some(fields)).await.map(drop)
    }

    /// Makes a row unless it is there.
    pub(crate) async fn ensure(&self, resource: &str, row: &Value) -> Result<(), ApiError> {
        match self.create(resource, row).await {
            Err(error) if !error.is_conflict() => Err(error),
            _ => Ok(()),
        }
    }

    /// A JSON answer to any path.
    pub(crate) async fn json(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, ApiError> {
        let text = self.ask(method.clone(), path, body).await?;
        serde_json::from_str(&text).map_err(|error| ApiError {
            method,
            path: path.to_owned(),
            status: StatusCode::OK,
            answer: error.to_string(),
        })
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<String, ApiError> {
        let failed =
            |status, answer: String| ApiError { method: method.clone(), path: path.to_owned(), status, answer };
        let mut request = Request::builder().method(method.clone()).uri(path);
        if !self.bearer.is_empty() {
            request = request.header(header::AUTHORIZATION, &self.bearer);
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let request = request.body(body).map_err(|error| failed(StatusCode::BAD_REQUEST, error.to_string()))?;
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let status = response.status();
        let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await;
        let body = body.map_err(|error| failed(status, error.to_string()))?.to_bytes();
        let text = String::from_utf8_lossy(&body).into_owned();
        if status.is_success() { Ok(text) } else { Err(failed(status, text.chars().take(300).collect())) }
    }
}
