//! Folders of the private file system: one for the vault, in it one for each person.

use js_sys::{AsyncIterator, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemRemoveOptions, StorageManager,
};

use super::browser::answer;

/// The vault's folder.
pub(crate) const VAULT: &str = "binnacle-logs";

/// The root of the origin's private file system.
pub(crate) async fn root(storage: &StorageManager) -> Result<FileSystemDirectoryHandle, JsValue> {
    Ok(answer(storage.get_directory()).await?.unchecked_into())
}

/// The folder of this name, made if there is none.
pub(crate) async fn inside(of: &FileSystemDirectoryHandle, name: &str) -> Result<FileSystemDirectoryHandle, JsValue> {
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    Ok(answer(of.get_directory_handle_with_options(name, &options)).await?.unchecked_into())
}

/// The file of this name, made if there is none.
pub(crate) async fn file(of: &FileSystemDirectoryHandle, name: &str) -> Result<FileSystemFileHandle, JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    Ok(answer(of.get_file_handle_with_options(name, &options)).await?.unchecked_into())
}

/// What is in the folder, by name.
pub(crate) async fn names(of: &FileSystemDirectoryHandle) -> Result<Vec<String>, JsValue> {
    let keys: AsyncIterator = of.keys();
    let mut names = Vec::new();
    loop {
        let next = answer(keys.next()?).await?;
        if Reflect::get(&next, &"done".into())?.is_truthy() {
            return Ok(names);
        }
        names.extend(Reflect::get(&next, &"value".into())?.as_string());
    }
}

/// Removes what has this name and all that is in it.
pub(crate) async fn remove(of: &FileSystemDirectoryHandle, name: &str) -> Result<(), JsValue> {
    let options = FileSystemRemoveOptions::new();
    options.set_recursive(true);
    answer(of.remove_entry_with_options(name, &options)).await.map(drop)
}
