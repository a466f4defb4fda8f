//! The committed utilities are what the list makes, and what cannot be trusted is refused.

use std::fs;
use std::path::Path;

#[test]
fn the_committed_file_is_current() {
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style");
    let list = fs::read_to_string(style.join("utilities.txt")).unwrap();
    let committed = fs::read_to_string(style.join("generated/utilities.css")).unwrap();
    assert_eq!(utilities::generate(&list).unwrap(), committed, "run `cargo xtask style` and read what changed");
}

#[test]
fn variants_and_unknown_names_are_refused() {
    assert!(utilities::generate("hover:flex").unwrap_err().to_string().contains("drops variants"));
    assert!(utilities::generate("no-such-thing").is_err());
}
