//! The store as the platform holds it: open, read, write, and OData over both.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use serde_json::Value;
use tokio::sync::{broadcast, oneshot};
use tokio_util::task::TaskTracker;

use crate::access::Access;
use crate::budget::Budget;
use crate::changed_row::ChangedRow;
use crate::connection;
use crate::device_types;
use crate::doer::{Doer, Doing};
use crate::error::StoreError;
use crate::folder::HeldFolder;
use crate::history;
use crate::migrate::migrate;
use crate::model_description::Model;
use crate::readers::Readers;
use crate::revocation::{self, Revocations, Revoked};
use crate::rows_text::{Outlet, RowsText};
use crate::write::{OdataWrite, Upload, Written};
use crate::writer::{Writer, in_savepoint};
use crate::{compile, write};

/// A handle on the open database; clones share it. The folder is let go of with the last clone.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    writer: Writer,
    readers: Readers,
    /// Reads on their threads: each goes on when its caller has gone.
    reading: TaskTracker,
    revocations: Revocations,
    // Last, so that the lock goes after the writer has ended.
    _folder: HeldFolder,
}

impl Store {
    /// Opens the database in `folder`, making both if they are not there.
    ///
    /// # Errors
    /// [`StoreError::FolderHeld`] if another binnacle works there, [`StoreError::Folder`], [`StoreError::NewerSchema`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let folder = HeldFolder::take(folder)?;
        let mut connection = connection::writer(&folder.database())?;
        migrate(&mut connection)?;
        device_types::fill(&mut connection)?;
        revocation::watch(&connection)?;
        history::watch(&connection)?;
        let revocations = Revocations::new();
        let readers = Readers::new(folder.database());
        let reading = TaskTracker::new();
        let writer = Writer::start(connection, revocations.clone())?;
        Ok(Self { inner: Arc::new(Inner { writer, readers, reading, revocations, _folder: folder }) })
    }

    /// After each commit: whose credentials have to be looked at again. A listener that was too slow looks at all.
    pub fn revocations(&self) -> broadcast::Receiver<Arc<Revoked>> {
        self.inner.revocations.listen()
    }

    /// Whether a database is in `folder` already.
    pub fn is_in(folder: &Path) -> bool {
        crate::folder::database_in(folder).exists()
    }

    /// Waits until what was begun before has ended: reads whose callers have gone, and writes that nobody waits for.
    /// From then on only clones of this handle hold the folder.
    pub async fn settled(&self) {
        self.inner.reading.close();
        self.inner.reading.wait().await;
        self.inner.reading.reopen();
        // Jobs are done in order, so this one comes after all others. A writer that has stopped has none left.
        let _ = self.write(|_| Ok(())).await;
    }

    /// Runs `work` in a transaction of its own and answers when it is on the disk. If it fails, nothing of it is kept.
    ///
    /// # Errors
    /// What `work` answers; [`StoreError::DiskFull`], [`StoreError::Busy`], [`StoreError::Closed`].
    pub async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.inner.writer.send(Box::new(move |connection| {
            let done = in_savepoint(connection, work);
            Box::new(move |failed| {
                let outcome = match (done, failed) {
                    (None | Some(Ok(_)), Some(error)) => Err(error),
                    (None, None) => Err(StoreError::DiskFull),
                    (Some(outcome), _) => outcome,
                };
                // The caller may have gone away; what it wrote stays written.
                let _ = answer.send(outcome);
            })
        }))?;
        answered.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Runs `work` on a read-only connection, on a thread for blocking work; all it reads is of one moment.
    ///
    /// # Errors
    /// What `work` answers.
    pub async fn read<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        self.inner
            .reading
            .spawn_blocking(move || inner.readers.run(&Budget::new(), work))
            .await
            .unwrap_or_else(|error| Err(StoreError::internal(format!("a read panicked: {error}"))))
    }

    /// Answers a GET: an array of rows (for a key, of none or one), or a number for `/$count`. What stands behind `d`.
    ///
    /// # Errors
    /// [`StoreError::BadRequest`] for what the model does not have, [`StoreError::Forbidden`] for a caller without any right.
    pub async fn odata(&self, access: Access, request: odata::Request) -> Result<Value, StoreError> {
        self.read(move |connection| compile::answer(connection, access, &request)).await
    }

    /// Answers a GET in a version of the model as JSON text, long ones in parts while they are read.
    ///
    /// # Errors
    /// The same as [`Store::odata`].
    pub async fn odata_text(
        &self,
        model: Model,
        access: Access,
        request: odata::Request,
    ) -> Result<RowsText, StoreError> {
        let (answer, answered) = oneshot::channel();
        let inner = Arc::clone(&self.inner);
        let runtime = tokio::runtime::Handle::current();
        self.inner.reading.spawn_blocking(move || {
            let budget = Budget::new();
            let mut outlet = Outlet::new(answer, budget.clone(), runtime);
            let outcome = inner
                .readers
                .run(&budget, |connection| compile::write(connection, model, access, &request, &mut outlet));
            // Who has the whole answer may close the store at once.
            drop(inner);
            outlet.end(outcome);
        });
        answered.await.unwrap_or_else(|_| Err(StoreError::internal("a read panicked")))
    }

    /// Does a POST, PATCH, PUT or DELETE.
    ///
    /// # Errors
    /// [`StoreError::Rule`], [`StoreError::Conflict`], [`StoreError::BadRequest`], [`StoreError::Forbidden`] and what [`Store::write`] answers.
    pub async fn odata_write(&self, access: Access, asked: OdataWrite) -> Result<Written, StoreError> {
        self.odata_upload(access, asked, Vec::new()).await
    }

    /// The same, with files that came along; they lie on the disk already.
    ///
    /// # Errors
    /// As [`Store::odata_write`]; the files are the caller's to remove then.
    pub async fn odata_upload(
        &self,
        access: Access,
        asked: OdataWrite,
        uploads: Vec<Upload>,
    ) -> Result<Written, StoreError> {
        self.odata_write_by(Doer::of(access, None), Model::V7, access, asked, uploads).await
    }

    /// The same in a version of the model, with the word who does it for the history of devices.
    ///
    /// # Errors
    /// As [`Store::odata_upload`].
    pub async fn odata_write_by(
        &self,
        doer: Doer,
        model: Model,
        access: Access,
        asked: OdataWrite,
        uploads: Vec<Upload>,
    ) -> Result<Written, StoreError> {
        self.write(move |connection| {
            let _doing = Doing::by(doer);
            write::perform(connection, model, access, &asked, &uploads)
        })
        .await
    }

    /// Does several, all or none; answers the rows they changed.
    ///
    /// # Errors
    /// As [`Store::odata_write`].
    pub async fn odata_writes(
        &self,
        doer: Doer,
        access: Access,
        asked: Vec<OdataWrite>,
    ) -> Result<Vec<ChangedRow>, StoreError> {
        self.write(move |connection| {
            let _doing = Doing::by(doer);
            let mut changed = Vec::new();
            for asked in &asked {
                changed.extend(write::perform(connection, Model::V7, access, asked, &[])?.changed);
            }
            Ok(changed)
        })
        .await
    }
}
