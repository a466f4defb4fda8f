//! Planted violations: each rule is broken in a small workspace, and must be seen.

use std::fs;
use std::path::Path;

use super::judge;

const ARCHITECTURE: &str = "\
<!-- floors: crates -->

| crate | may use |
|---|---|
| `model` | – |
| `wire` | model |
| `ui` | – |

<!-- floors: src -->

| floor | may use |
|---|---|
| `app` | everything |
| `pages/X` | data, ui, model; never another page |
| `data` | wire, model; never ui |
";

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn crate_at(root: &Path, folder: &str, name: &str, dependencies: &str) {
    let package = format!("[package]\nname = \"binnacle-{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    write(root, &format!("{folder}/Cargo.toml"), &format!("{package}\n[dependencies]\n{dependencies}"));
}

fn path_to(name: &str) -> String {
    format!("{name} = {{ path = \"../{name}\", package = \"binnacle-{name}\" }}\n")
}

/// A clean house of three crates and a dashboard with two pages.
fn house() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "ARCHITECTURE.md", ARCHITECTURE);
    let mut manifest = "[workspace]\nmembers = [\".\", \"crates/*\"]\n\n[package]\nname = \"binnacle-dashboard\"\n\
                        version = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n"
        .to_owned();
    for name in ["model", "wire", "ui"] {
        manifest.push_str(&path_to(name).replace("../", "crates/"));
        write(root, &format!("crates/{name}/src/lib.rs"), "//! A crate.\n");
    }
    write(root, "Cargo.toml", &manifest);
    crate_at(root, "crates/model", "model", "");
    crate_at(root, "crates/wire", "wire", &path_to("model"));
    crate_at(root, "crates/ui", "ui", "");
    write(root, "src/main.rs", "mod app;\nmod data;\nmod pages;\nfn main() { app::run() }\n");
    write(root, "src/app.rs", "use crate::pages::fleet;\npub fn run() { fleet::show() }\n");
    write(root, "src/data.rs", "use wire::Row;\npub struct Rows(Row);\n");
    write(root, "src/pages/mod.rs", "pub mod device;\npub mod fleet;\n");
    write(root, "src/pages/device.rs", "use crate::data::Rows;\nuse ui::Button;\n");
    write(root, "src/pages/fleet.rs", "use crate::data;\npub fn show() {}\n");
    folder
}

fn problems(root: &Path) -> Vec<String> {
    judge(root).unwrap().problems
}

#[test]
fn a_clean_house_has_no_problems_and_a_drawing() {
    let folder = house();
    let report = judge(folder.path()).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    assert!(report.drawing.contains(">wire</text>"));
}

#[test]
fn a_crate_that_uses_one_above_it_is_seen() {
    let folder = house();
    crate_at(folder.path(), "crates/ui", "ui", &path_to("wire"));
    assert_eq!(
        problems(folder.path()),
        ["crates/ui/Cargo.toml:7: ui → wire is not allowed: row `ui` (ARCHITECTURE.md:7) allows nothing"]
    );
}

#[test]
fn a_crate_without_a_row_and_a_row_without_a_crate_are_seen() {
    let folder = house();
    let renamed = ARCHITECTURE.replace("| `ui` | –", "| `face` | –");
    write(folder.path(), "ARCHITECTURE.md", &renamed);
    let found = problems(folder.path());
    assert!(found.iter().any(|problem| problem.contains("row `face` names no crate")), "{found:?}");
    assert!(found.iter().any(|problem| problem.contains("crate `ui` has no row")), "{found:?}");
}

#[test]
fn a_page_that_speaks_the_protocol_is_seen() {
    let folder = house();
    write(folder.path(), "src/pages/device.rs", "pub fn show() -> Option<wire::Row> { None }\n");
    assert_eq!(
        problems(folder.path()),
        ["src/pages/device.rs:1: pages/device → wire is not allowed: \
          row `pages/X` (ARCHITECTURE.md:14) allows data, ui, model"]
    );
}

#[test]
fn a_page_that_uses_another_page_is_seen_even_inside_a_macro() {
    let folder = house();
    write(folder.path(), "src/pages/device.rs", "fn show() { view! { <p>{crate::pages::fleet::show()}</p> } }\n");
    let found = problems(folder.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("src/pages/device.rs:1: pages/device → pages/fleet is not allowed"), "{found:?}");
}

#[test]
fn a_floor_that_uses_one_above_it_is_seen() {
    let folder = house();
    write(folder.path(), "src/data.rs", "use crate::pages::fleet::show;\n");
    let found = problems(folder.path());
    assert!(
        found.iter().any(|problem| problem.contains("src/data.rs:1: data → pages/fleet is not allowed")),
        "{found:?}"
    );
}

#[test]
fn a_cycle_between_two_files_is_seen_with_both_lines() {
    let folder = house();
    write(folder.path(), "crates/model/src/lib.rs", "mod a;\nmod b;\n");
    write(folder.path(), "crates/model/src/a.rs", "use crate::b::B;\n");
    write(folder.path(), "crates/model/src/b.rs", "\nuse super::a::A;\n");
    assert_eq!(
        problems(folder.path()),
        ["a cycle between files:\n  crates/model/src/a.rs:1: a → b\n  crates/model/src/b.rs:2: b → a"]
    );
}

#[test]
fn a_child_that_uses_the_parent_that_uses_it_is_a_cycle() {
    let folder = house();
    write(folder.path(), "crates/model/src/lib.rs", "mod a;\npub struct Shared;\npub use a::A;\n");
    write(folder.path(), "crates/model/src/a.rs", "use super::Shared;\n");
    let found = problems(folder.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("crates/model/src/a.rs:1: a → crate"), "{found:?}");
}

#[test]
fn a_cycle_between_folders_whose_files_have_none_is_seen() {
    let folder = house();
    let root = folder.path();
    write(root, "crates/model/src/lib.rs", "mod a;\nmod b;\n");
    write(root, "crates/model/src/a/mod.rs", "mod one;\nmod two;\n");
    write(root, "crates/model/src/b/mod.rs", "mod one;\nmod two;\n");
    write(root, "crates/model/src/a/one.rs", "use crate::b::one::X;\n");
    write(root, "crates/model/src/a/two.rs", "");
    write(root, "crates/model/src/b/one.rs", "");
    write(root, "crates/model/src/b/two.rs", "use crate::a::two::Y;\n");
    let found = problems(root);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a cycle between modules:"), "{found:?}");
}

#[test]
fn a_module_that_is_called_like_a_crate_is_not_that_crate() {
    let folder = house();
    let root = folder.path();
    write(root, "src/data.rs", "pub mod wire;\npub mod rows;\n");
    write(root, "src/data/wire.rs", "");
    write(root, "src/data/rows.rs", "");
    write(
        root,
        "src/pages/device.rs",
        "use crate::data::wire::{self, Row};\nuse crate::data::rows as ui;\n\
                                        fn a() { wire::of(); ui::of() }\n",
    );
    assert_eq!(problems(root), Vec::<String>::new());
}

#[test]
fn tests_may_name_anything() {
    let folder = house();
    write(
        folder.path(),
        "src/data.rs",
        "#[cfg(test)]\nmod tests {\n    use ui::Button;\n    use crate::pages::fleet;\n}\n",
    );
    assert_eq!(problems(folder.path()), Vec::<String>::new());
}
