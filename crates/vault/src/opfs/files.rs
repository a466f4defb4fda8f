//! The files of one person, all of them open: the browser opens none without waiting.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use web_sys::FileSystemDirectoryHandle;

use super::failure;
use super::folder;
use super::handle::Handle;
use super::lock::Lock;
use super::opening::Opening;
use super::signal::Signal;
use crate::error::VaultError;
use crate::store::{FileId, Store};

/// Empty files that stay open for what comes next; more than that are removed.
const SPARES: usize = 4;

#[derive(Debug)]
enum File {
    Open(Handle),
    Opening(Opening),
    /// It could not be opened, or what had waited could not be written.
    Failed(VaultError),
}

/// See the module's sentence. Files and lock are let go of when it is dropped, or when any tab says that all is forgotten.
#[derive(Debug)]
pub struct Opfs {
    held: Rc<RefCell<Held>>,
    _signal: Option<Signal>,
}

#[derive(Debug)]
struct Held {
    folder: FileSystemDirectoryHandle,
    files: BTreeMap<FileId, File>,
    spares: Vec<FileId>,
    next: FileId,
    /// `None` once all was let go of.
    lock: Option<Lock>,
}

impl Opfs {
    /// Opens all files of the folder; the lock is held.
    pub(crate) async fn open(folder: FileSystemDirectoryHandle, lock: Lock) -> Result<Self, VaultError> {
        let names = folder::names(&folder).await.map_err(|thrown| failure::opening(&thrown))?;
        let mut files = BTreeMap::new();
        let mut spares = Vec::new();
        // Files are named by numbers; what has another name is nobody's.
        for file in names.iter().filter_map(|name| name.parse().ok()) {
            let handle = Handle::open(&folder, &name(file)).await?;
            if handle.size()? == 0 {
                spares.push(file);
            }
            files.insert(file, File::Open(handle));
        }
        let next = files.last_key_value().map_or(0, |(last, _)| last + 1);
        let held = Rc::new(RefCell::new(Held { folder, files, spares, next, lock: Some(lock) }));
        let heard = Rc::downgrade(&held);
        let signal = Signal::hear(move || {
            if let Some(held) = heard.upgrade() {
                held.borrow_mut().let_go();
            }
        });
        let opfs = Self { held, _signal: signal };
        opfs.prepare();
        Ok(opfs)
    }

    /// Whether all was let go of, because logs are forgotten in some tab.
    pub fn is_let_go(&self) -> bool {
        self.held.borrow().lock.is_none()
    }

    /// How many files are still being opened: what was written to them is on its way to the disk.
    pub fn opening(&self) -> usize {
        self.held.borrow().files.values().filter(|file| matches!(file, File::Opening(_))).count()
    }

    /// Opens files until there are some to spare, or removes what is too many.
    fn prepare(&self) {
        let mut held = self.held.borrow_mut();
        while held.spares.len() < SPARES && held.lock.is_some() {
            let file = held.new_file(Rc::downgrade(&self.held));
            held.spares.push(file);
        }
        while held.spares.len() > 2 * SPARES {
            let Some(file) = held.spares.pop() else { return };
            held.discard(file);
        }
    }
}

impl Held {
    fn file(&self, file: FileId) -> Result<&File, VaultError> {
        self.files.get(&file).ok_or(VaultError::LetGo)
    }

    fn file_mut(&mut self, file: FileId) -> Result<&mut File, VaultError> {
        self.files.get_mut(&file).ok_or(VaultError::LetGo)
    }

    /// Begins to open a new file.
    fn new_file(&mut self, all: Weak<RefCell<Self>>) -> FileId {
        let file = self.next;
        self.next += 1;
        self.files.insert(file, File::Opening(Opening::default()));
        let folder = self.folder.clone();
        spawn_local(async move {
            let opened = Handle::open(&folder, &name(file)).await;
            if let Some(all) = all.upgrade() {
                all.borrow_mut().opened(file, opened);
            }
        });
        file
    }

    fn opened(&mut self, file: FileId, opened: Result<Handle, VaultError>) {
        // It may have been let go of meanwhile: then the handle closes here.
        let Some(held) = self.files.get_mut(&file) else { return };
        let File::Opening(opening) = held else { return };
        *held = match opened.and_then(|handle| opening.hand_over(&handle).map(|()| handle)) {
            Ok(handle) => File::Open(handle),
            Err(error) => {
                self.spares.retain(|spare| *spare != file);
                File::Failed(error)
            }
        };
    }

    /// Closes a file and removes it.
    fn discard(&mut self, file: FileId) {
        self.files.remove(&file);
        let folder = self.folder.clone();
        spawn_local(async move {
            // A file that stays is found again when the vault is next opened.
            let _ = folder::remove(&folder, &name(file)).await;
        });
    }

    fn let_go(&mut self) {
        self.files.clear();
        self.spares.clear();
        self.lock = None;
    }
}

impl Drop for Opfs {
    fn drop(&mut self) {
        self.held.borrow_mut().let_go();
    }
}

impl Store for Opfs {
    fn files(&self) -> Vec<FileId> {
        let held = self.held.borrow();
        held.files.keys().copied().filter(|file| !held.spares.contains(file)).collect()
    }

    fn create(&mut self) -> Result<FileId, VaultError> {
        let taken = {
            let mut held = self.held.borrow_mut();
            if held.lock.is_none() {
                return Err(VaultError::LetGo);
            }
            // One that is open already, if there is one; the last, since Chromium keeps the quota of an open file that was
            // emptied for that file alone.
            let open = held.spares.iter().rposition(|spare| matches!(held.files.get(spare), Some(File::Open(_))));
            let spare = open.or_else(|| held.spares.len().checked_sub(1));
            spare.map(|at| held.spares.swap_remove(at))
        };
        let file = match taken {
            Some(file) => file,
            None => self.held.borrow_mut().new_file(Rc::downgrade(&self.held)),
        };
        self.prepare();
        Ok(file)
    }

    fn size(&self, file: FileId) -> Result<u64, VaultError> {
        match self.held.borrow().file(file)? {
            File::Open(handle) => handle.size(),
            File::Opening(opening) => Ok(opening.size()),
            File::Failed(error) => Err(error.clone()),
        }
    }

    fn read(&self, file: FileId, at: u64, into: &mut [u8]) -> Result<usize, VaultError> {
        match self.held.borrow().file(file)? {
            File::Open(handle) => handle.read(at, into),
            File::Opening(opening) => Ok(opening.read(at, into)),
            // What was written to it is lost: a gap to who reads.
            File::Failed(_) => Ok(0),
        }
    }

    fn write(&mut self, file: FileId, at: u64, bytes: &[u8]) -> Result<usize, VaultError> {
        match self.held.borrow_mut().file_mut(file)? {
            File::Open(handle) => handle.write(at, bytes),
            File::Opening(opening) => opening.write(at, bytes),
            File::Failed(error) => Err(error.clone()),
        }
    }

    fn truncate(&mut self, file: FileId, length: u64) -> Result<(), VaultError> {
        match self.held.borrow_mut().file_mut(file)? {
            File::Open(handle) => handle.truncate(length),
            File::Opening(opening) => {
                opening.truncate(length);
                Ok(())
            }
            File::Failed(error) => Err(error.clone()),
        }
    }

    fn remove(&mut self, file: FileId) -> Result<(), VaultError> {
        {
            let mut held = self.held.borrow_mut();
            match held.file_mut(file)? {
                File::Open(handle) => handle.truncate(0)?,
                File::Opening(opening) => opening.truncate(0),
                File::Failed(_) => {
                    held.discard(file);
                    return Ok(());
                }
            }
            held.spares.push(file);
        }
        self.prepare();
        Ok(())
    }

    fn flush(&mut self, file: FileId) -> Result<(), VaultError> {
        match self.held.borrow().file(file)? {
            File::Open(handle) => handle.flush(),
            File::Opening(_) | File::Failed(_) => Ok(()),
        }
    }
}

fn name(file: FileId) -> String {
    file.to_string()
}
