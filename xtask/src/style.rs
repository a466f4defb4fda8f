//! `cargo xtask style`: the vetted utilities into a committed file, and every style sheet into one bundle.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::{place, process, say};

/// Runs both halves, or only the bundle, which needs nothing compiled and is what Trunk's hook asks for.
pub(crate) fn command(only_bundle: bool) -> Result<ExitCode> {
    if !only_bundle {
        let mut utilities = process::cargo();
        utilities.args(["run", "--quiet", "--package", "utilities"]);
        process::must("style utilities", &mut utilities)?;
    }
    let wrote = bundle(&place::root())?;
    say::line(if wrote { "style: wrote style/generated/bundle.css" } else { "style: the bundle was up to date" });
    Ok(ExitCode::SUCCESS)
}

/// Joins tokens, base, components, pages and utilities, in that order; answers whether the file changed.
///
/// It is only written when it changed: `trunk serve` watches the folder and would build for ever.
pub(crate) fn bundle(root: &Path) -> Result<bool> {
    let mut sheets = vec![root.join("style/tokens.css"), root.join("style/base.css")];
    for folder in ["crates/ui/src", "crates/term/src", "src"] {
        sheets.extend(sheets_under(&root.join(folder))?);
    }
    sheets.push(root.join("style/generated/utilities.css"));

    let mut joined = String::new();
    for sheet in sheets.iter().filter(|sheet| sheet.exists()) {
        let text = fs::read_to_string(sheet).with_context(|| format!("reading {}", sheet.display()))?;
        joined.push_str(text.trim());
        joined.push('\n');
    }
    let file = root.join("style/generated/bundle.css");
    if fs::read_to_string(&file).is_ok_and(|old| old == joined) {
        return Ok(false);
    }
    fs::create_dir_all(root.join("style/generated"))?;
    fs::write(&file, joined).with_context(|| format!("writing {}", file.display()))?;
    Ok(true)
}

/// The `.css` files under a folder, sorted by path so that the cascade never depends on the file system.
fn sheets_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sheets_under(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "css") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::bundle;

    #[test]
    fn joins_in_order_and_writes_only_when_something_changed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (file, text) in [
            ("style/tokens.css", ":root{}"),
            ("style/base.css", "body{}"),
            ("crates/ui/src/button/button.css", ".button{}"),
            ("src/pages/login.css", ".login{}"),
            ("style/generated/utilities.css", ".flex{}"),
        ] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        assert!(bundle(root).unwrap());
        assert!(!bundle(root).unwrap());
        let joined = fs::read_to_string(root.join("style/generated/bundle.css")).unwrap();
        assert_eq!(joined, ":root{}\nbody{}\n.button{}\n.login{}\n.flex{}\n");
    }
}
