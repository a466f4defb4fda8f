//! The program of a service and its arguments.

use std::path::{Path, PathBuf};

use serde_json::Value;
use wire::manifest::Process;

/// Why a service has no program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CommandError {
    #[error("neither the image nor the composition has a command")]
    Missing,
    #[error("the command “{0}” cannot be read: close its quotes")]
    Quotes(String),
}

/// Compose's `entrypoint` and `command` override the image's; a string is split as a shell would split it.
pub(crate) fn argv(composition: &Value, image: &Process) -> Result<Vec<String>, CommandError> {
    let mut argv = words(composition.get("entrypoint"))?.unwrap_or_default();
    match words(composition.get("command"))? {
        Some(command) => argv.extend(command),
        None if argv.is_empty() => argv.clone_from(&image.cmd),
        None => {}
    }
    if argv.first().is_none_or(String::is_empty) { Err(CommandError::Missing) } else { Ok(argv) }
}

fn words(value: Option<&Value>) -> Result<Option<Vec<String>>, CommandError> {
    match value {
        Some(Value::String(text)) => {
            shell_words::split(text).map(Some).map_err(|_| CommandError::Quotes(text.chars().take(100).collect()))
        }
        Some(Value::Array(words)) => {
            Ok(Some(words.iter().filter_map(|word| Some(word.as_str()?.to_owned())).collect()))
        }
        _ => Ok(None),
    }
}

/// Where the program is: `/app/run` and `./run` mean the image's file if it has it; other names are found by `PATH`.
pub(crate) fn program(word: &str, root: &Path) -> PathBuf {
    let own = root.join(word.trim_start_matches('/'));
    if word.contains('/') && own.is_file() { own } else { PathBuf::from(word) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn compose_overrides_the_image() {
        let image = Process { cmd: vec!["run".into(), "--all".into()], env: vec![] };
        assert_eq!(argv(&json!({}), &image).unwrap(), ["run", "--all"]);
        assert_eq!(argv(&Value::Null, &image).unwrap(), ["run", "--all"]);
        assert_eq!(argv(&json!({"command": "sh -c 'echo a b'"}), &image).unwrap(), ["sh", "-c", "echo a b"]);
        assert_eq!(argv(&json!({"command": ["a", "b c"]}), &image).unwrap(), ["a", "b c"]);
        assert_eq!(argv(&json!({"entrypoint": ["env"]}), &image).unwrap(), ["env"]);
        assert_eq!(argv(&json!({}), &Process::default()), Err(CommandError::Missing));
        assert!(matches!(argv(&json!({"command": "'open"}), &image), Err(CommandError::Quotes(_))));
    }

    #[test]
    fn the_images_own_program_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("app")).unwrap();
        std::fs::write(folder.path().join("app/run"), "").unwrap();
        assert_eq!(program("/app/run", folder.path()), folder.path().join("app/run"));
        assert_eq!(program("/bin/sh", folder.path()), Path::new("/bin/sh"));
        assert_eq!(program("sh", folder.path()), Path::new("sh"));
    }
}
