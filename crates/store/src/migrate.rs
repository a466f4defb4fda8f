//! The schema's numbered steps, each applied once, in one transaction with its number.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;

/// In order; `user_version` is how many of them the database has.
const STEPS: [&str; 9] = [
    include_str!("../migrations/0001_first_light.sql"),
    include_str!("../migrations/0002_direct_access.sql"),
    include_str!("../migrations/0003_model.sql"),
    include_str!("../migrations/0004_log_blocks.sql"),
    include_str!("../migrations/0005_service_instance.sql"),
    include_str!("../migrations/0006_disabled_users.sql"),
    include_str!("../migrations/0007_reads.sql"),
    include_str!("../migrations/0008_fleet_samples.sql"),
    include_str!("../migrations/0009_device_history.sql"),
];

/// Brings the database to this program's schema.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    for (number, step) in (1_u32..).zip(STEPS).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
        tracing::info!(number, "applied a schema step");
    }
    Ok(())
}
