//! What keeps `serve` from starting is one sentence and exit code 2.

use std::net::TcpListener;
use std::path::Path;

use crate::harness::process::{Ports, Server, binnacle};

/// Exit code and the last line on stderr.
fn refused(data: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = binnacle()
        .args(["serve", "--no-demo", "--data"])
        .arg(data)
        .args(["--api-listen", "127.0.0.1:0", "--tunnel-listen", "127.0.0.1:0"])
        .args(words)
        .output()
        .unwrap();
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), text.lines().last().unwrap_or_default().to_owned())
}

#[test]
fn what_cannot_be_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, said) = refused(folder.path(), &["--listen", &address]);
    assert_eq!(code, Some(2));
    assert!(said.contains("is in use") && said.contains("--listen"), "{said}");

    let (code, said) = refused(folder.path(), &["--listen", "0.0.0.0:0"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("--i-know-this-serves-shells-to-the-network"), "{said}");

    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let (code, said) = refused(&file, &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(said.contains(&*file.display().to_string()), "{said}");

    let data = folder.path().join("data");
    let server = Server::start(&data, Ports::free(), &["--no-demo"]);
    let (code, said) = refused(&data, &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("data"), "{said}");
    assert!(server.stop() < std::time::Duration::from_secs(3));
}
