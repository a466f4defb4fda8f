//! A running service as `balena-engine` shows it: an id, a name, and a way into its folder and environment.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::spec::ServiceSpec;
use crate::identity::hex;

/// A folder with a name and a script that runs a command inside the service; gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Container {
    folder: PathBuf,
}

/// The id, twelve hexadecimal digits, that stays the same for a service of a release on a device.
pub(crate) fn id(device: &str, service: &str, spec: &ServiceSpec) -> String {
    let text = format!("{device}/{service}/{}/{}", spec.image_id, spec.release_id);
    hex(&Sha256::digest(text.as_bytes())[..6])
}

/// `<service>_<imageId>_<releaseId>_<commit>` (devices.md), in characters that a shell takes as they are.
pub(crate) fn name(service: &str, spec: &ServiceSpec) -> String {
    let name = format!("{service}_{}_{}_{}", spec.image_id, spec.release_id, spec.commit);
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "_.-".contains(c) { c } else { '-' }).collect()
}

impl Container {
    /// Shows a service: `folder/<id>/{name,enter}`.
    pub(crate) fn show(
        folder: &Path,
        id: &str,
        name: &str,
        root: &Path,
        environment: &BTreeMap<String, String>,
    ) -> io::Result<Self> {
        let folder = folder.join(id);
        fs::create_dir_all(&folder)?;
        let container = Self { folder };
        fs::write(container.folder.join("name"), format!("{name}\n"))?;
        let enter = container.folder.join("enter");
        fs::write(&enter, script(root, environment))?;
        fs::set_permissions(&enter, fs::Permissions::from_mode(0o700))?;
        Ok(container)
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A script that runs its arguments in the service's folder, with its environment and the caller's terminal.
fn script(root: &Path, environment: &BTreeMap<String, String>) -> String {
    let root = shell_words::quote(&root.to_string_lossy()).into_owned();
    let mut text = format!("#!/bin/sh\ncd {root} || exit 126\nexec env -i \"TERM=${{TERM:-xterm-256color}}\"");
    for (name, value) in environment {
        text.push_str(" \\\n  ");
        text.push_str(&shell_words::quote(&format!("{name}={value}")));
    }
    text.push_str(" \\\n  \"$@\"\n");
    text
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_command_inside_sees_folder_and_environment() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("it's a root");
        fs::create_dir(&root).unwrap();
        let environment =
            BTreeMap::from([("A".into(), "x y'z\n$HOME".into()), ("PATH".into(), "/usr/bin:/bin".into())]);
        let container = Container::show(folder.path(), "c0ffee", "web_1_2_abc", &root, &environment).unwrap();
        let enter = folder.path().join("c0ffee/enter");
        let run =
            Command::new(&enter).args(["/bin/sh", "-c", "printf '%s|' \"$A\" \"$PWD\" \"$1\"", "-", "a b"]).output();
        let said = String::from_utf8(run.unwrap().stdout).unwrap();
        assert_eq!(said, format!("x y'z\n$HOME|{}|a b|", root.display()));
        drop(container);
        assert!(!enter.exists());
    }
}
