//! Planted violations: each rule is broken in a small tree, and must be seen.

use std::fs;
use std::path::Path;

use super::judge;

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        write(folder.path(), file, text);
    }
    judge(folder.path()).unwrap().1
}

#[test]
fn a_tidy_tree_has_no_problems() {
    let found = problems(&[
        ("src/main.rs", "//! The page.\n\nfn main() {}\n"),
        ("crates/ui/src/lib.rs", "//! Parts,\n//! each once.\n//!\n//! And more to say\n"),
        ("style/tokens.css", ":root { --ink: #112233; }\n"),
        (
            "crates/ui/src/button.css",
            "/* #fff was here */\n#add:hover, .a { color: var(--ink); }\n\
             .b { background: color-mix(in oklch, var(--ink) 8%, transparent); white-space: nowrap }\n",
        ),
        ("target/debug/build.rs", "no head"),
        ("style/generated/utilities.css", ".x { color: #fff }\n"),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_file_without_a_head_is_seen() {
    let found = problems(&[("crates/a/src/lib.rs", "fn a() {}\n"), ("crates/a/src/b.rs", "//! no stop\n")]);
    assert_eq!(
        found,
        [
            "crates/a/src/b.rs:1: the head is no sentence: end it with a full stop",
            "crates/a/src/lib.rs:1: the file must open with `//!` and one sentence that says what it is for",
        ]
    );
}

#[test]
fn a_file_that_is_too_long_is_seen() {
    let long = format!("//! Long.\n{}", "// x\n".repeat(500));
    assert_eq!(
        problems(&[("src/long.rs", &long)]),
        ["src/long.rs:501: 501 lines; 500 is the hard stop: split the idea"]
    );
}

#[test]
fn colours_outside_the_tokens_are_seen() {
    let found = problems(&[
        ("crates/ui/src/a.css", ".a {\n  color: #fff;\n}\n"),
        ("crates/ui/src/b.css", ".b { border: 1px solid rgb(0 0 0 / 10%); }\n"),
        ("crates/ui/src/c.css", ".c { background: white }\n"),
        ("src/parts/d.rs", "//! D.\nconst INK: &str = \"oklch(0.2 0 0)\";\nconst PAPER: &str = \"#f8f8f8\";\n"),
    ]);
    let of =
        |file: &str, colour: &str| format!("{file}: the colour `{colour}` belongs in style/tokens.css; use a token");
    assert_eq!(
        found,
        [
            of("crates/ui/src/a.css:2", "#fff"),
            of("crates/ui/src/b.css:1", "rgb"),
            of("crates/ui/src/c.css:1", "white"),
            of("src/parts/d.rs:2", "oklch"),
            of("src/parts/d.rs:3", "#f8f8f8"),
        ]
    );
}

#[test]
fn text_set_as_html_is_seen() {
    let found = problems(&[("src/a.rs", "//! A.\nview! { <p inner_html=text/> }\n")]);
    assert_eq!(found, ["src/a.rs:2: text is never set as HTML: build nodes instead"]);
}

#[test]
fn an_empty_claim_and_a_test_that_is_not_there_are_seen() {
    let list = "| Feature | Here | Test |\n|---|---|---|\n| Pause | done | `logs.spec.ts` |\n| Clear | | |\n| Wrap | done | `gone.spec.ts › wraps` |\n";
    let found = problems(&[("docs/features.md", list), ("end2end/tests/logs.spec.ts", "")]);
    assert_eq!(
        found,
        [
            "docs/features.md:4: nothing is said of `Clear`: done, part or no, and why",
            "docs/features.md:5: there is no end2end/tests/gone.spec.ts",
        ]
    );
}
