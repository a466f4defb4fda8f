//! What may end a standing credential: noted by triggers inside each write, told after its commit.
//!
//! Triggers and not the writers of the data: whoever deletes a key, a device or a fleet with a thousand of them, by
//! whatever way, cannot forget to say so.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::broadcast;

use crate::error::StoreError;

/// So many commits may wait for a listener before it is told to look at everything anew.
const WAITING: usize = 256;

/// Whose credentials have to be looked at again after one commit.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// Deleted, disabled, with a new password, or with another role somewhere.
    pub users: BTreeSet<i64>,
    /// API keys that are gone or end at another time.
    pub keys: BTreeSet<i64>,
    /// Devices that are gone or are in another fleet.
    pub devices: BTreeSet<i64>,
}

impl Revoked {
    fn is_empty(&self) -> bool {
        self.users.is_empty() && self.keys.is_empty() && self.devices.is_empty()
    }
}

/// Tells every listener.
#[derive(Debug, Clone)]
pub(crate) struct Revocations(broadcast::Sender<Arc<Revoked>>);

impl Revocations {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(WAITING))
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Arc<Revoked>> {
        self.0.subscribe()
    }

    pub(crate) fn tell(&self, revoked: Revoked) {
        if !revoked.is_empty() {
            // Nobody listens: nobody holds anything open.
            let _ = self.0.send(Arc::new(revoked));
        }
    }
}

/// In the writer's own temporary schema: the notes are undone with the write that made them.
const TRIGGERS: &str = r#"
CREATE TEMP TABLE revoked (kind INTEGER NOT NULL, id INTEGER NOT NULL);
CREATE TEMP TRIGGER revoked_by_user AFTER UPDATE OF password, jwt_secret, is_disabled ON main."user"
    BEGIN INSERT INTO revoked VALUES (0, OLD.id); END;
CREATE TEMP TRIGGER revoked_with_user AFTER DELETE ON main."user"
    BEGIN INSERT INTO revoked VALUES (0, OLD.id); END;
CREATE TEMP TRIGGER revoked_by_joining AFTER INSERT ON main.organization_membership
    BEGIN INSERT INTO revoked VALUES (0, NEW."user"); END;
CREATE TEMP TRIGGER revoked_by_role AFTER UPDATE ON main.organization_membership
    BEGIN INSERT INTO revoked VALUES (0, OLD."user"); END;
CREATE TEMP TRIGGER revoked_by_leaving AFTER DELETE ON main.organization_membership
    BEGIN INSERT INTO revoked VALUES (0, OLD."user"); END;
CREATE TEMP TRIGGER revoked_by_expiry AFTER UPDATE OF expiry_date ON main.api_key
    BEGIN INSERT INTO revoked VALUES (1, OLD.id); END;
CREATE TEMP TRIGGER revoked_with_key AFTER DELETE ON main.api_key
    BEGIN INSERT INTO revoked VALUES (1, OLD.id); END;
CREATE TEMP TRIGGER revoked_by_moving AFTER UPDATE OF belongs_to__application ON main.device
    WHEN NEW.belongs_to__application IS NOT OLD.belongs_to__application
    BEGIN INSERT INTO revoked VALUES (2, OLD.id); END;
CREATE TEMP TRIGGER revoked_with_device AFTER DELETE ON main.device
    BEGIN INSERT INTO revoked VALUES (2, OLD.id); END;
"#;

/// Begins to note, on the connection that writes.
pub(crate) fn watch(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch(TRIGGERS)?)
}

/// What has been noted since the last time; within the transaction, so that a commit that fails leaves no word of it.
pub(crate) fn take(connection: &Connection) -> Result<Revoked, StoreError> {
    let mut revoked = Revoked::default();
    let mut noted = connection.prepare_cached("DELETE FROM temp.revoked RETURNING kind, id")?;
    let mut rows = noted.query([])?;
    while let Some(row) = rows.next()? {
        let set = match row.get::<_, i64>(0)? {
            0 => &mut revoked.users,
            1 => &mut revoked.keys,
            _ => &mut revoked.devices,
        };
        set.insert(row.get(1)?);
    }
    Ok(revoked)
}
