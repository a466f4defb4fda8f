//! A small pool of read-only connections for blocking threads.

use std::path::PathBuf;
use std::sync::Mutex;

use rusqlite::Connection;

use crate::budget::Budget;
use crate::connection;
use crate::error::StoreError;

/// So many idle connections are kept.
const KEPT: usize = 8;

#[derive(Debug)]
pub(crate) struct Readers {
    database: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) const fn new(database: PathBuf) -> Self {
        Self { database, idle: Mutex::new(Vec::new()) }
    }

    /// Runs `work` on a connection, within one read transaction: all it reads is of one moment. It is stopped when the
    /// budget is spent.
    pub(crate) fn run<T>(
        &self,
        budget: &Budget,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut connection = match idle {
            Some(connection) => connection,
            None => connection::reader(&self.database)?,
        };
        budget.bind(&mut connection)?;
        let answer = {
            let transaction = connection.transaction()?;
            work(&transaction)
        };
        if let Ok(mut idle) = self.idle.lock()
            && idle.len() < KEPT
        {
            idle.push(connection);
        }
        answer
    }
}
