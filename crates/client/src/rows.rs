//! Rows of the OData API, by way of the gateway's proxy under `/api/v7`.

use odata::Query;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::endpoint::Method;
use wire::navigation::Envelope;

use crate::call::{Client, read};
use crate::error::CallError;

const PREFIX: &str = "/api/v7";

impl Client {
    /// The rows a query answers.
    pub async fn rows<R: DeserializeOwned>(&self, query: Query) -> Result<Vec<R>, CallError> {
        let body = self.exchange(Method::Get, format!("{PREFIX}{query}"), None).await?;
        Ok(read::<Envelope<Vec<R>>>(&body)?.d)
    }

    /// The one row a query answers; `NotFound` with `what` when it answers none.
    pub async fn row<R: DeserializeOwned>(&self, query: Query, what: &str) -> Result<R, CallError> {
        let rows = self.rows(query).await?;
        rows.into_iter().next().ok_or_else(|| CallError::NotFound { message: format!("There is no such {what}.") })
    }

    /// How many rows a query (made with `.count()`) finds.
    pub async fn count(&self, query: Query) -> Result<u64, CallError> {
        let body = self.exchange(Method::Get, format!("{PREFIX}{query}"), None).await?;
        Ok(read::<Envelope<u64>>(&body)?.d)
    }

    /// Sets fields of the rows a query finds.
    pub async fn patch<I: Serialize>(&self, query: Query, fields: &I) -> Result<(), CallError> {
        self.tell(Method::Patch, format!("{PREFIX}{query}"), fields).await
    }

    /// Makes or replaces the row of a natural key.
    pub async fn put<I: Serialize>(&self, query: Query, fields: &I) -> Result<(), CallError> {
        self.tell(Method::Put, format!("{PREFIX}{query}"), fields).await
    }

    /// Takes away the rows a query finds.
    pub async fn delete(&self, query: Query) -> Result<(), CallError> {
        self.exchange(Method::Delete, format!("{PREFIX}{query}"), None).await.map(drop)
    }
}
