//! `binnacle user` and `binnacle organization`: with the server and without it, and what a word there ends elsewhere.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::page::Page;
use crate::harness::process::{Ports, Server, binnacle};

const NEW: &str = "a password of hers";

/// Exit code and what was said, with the password as a line on stdin.
fn say(data: &Path, words: &[&str], password: &str) -> (Option<i32>, String) {
    let mut child = binnacle()
        .args(words)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that asks for no password does not read it.
    let _ = writeln!(stdin, "{password}");
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

fn done(data: &Path, words: &[&str]) -> String {
    let (code, said) = say(data, words, NEW);
    assert_eq!(code, Some(0), "{words:?}: {said}");
    said
}

fn refused(data: &Path, words: &[&str]) -> String {
    let (code, said) = say(data, words, NEW);
    assert_eq!(code, Some(2), "{words:?}: {said}");
    said
}

fn people(data: &Path) {
    assert_eq!(done(data, &["user", "add", "ana", "--email", "ana@example.com"]), "added ana, developer of admin\n");
    assert!(refused(data, &["user", "add", "ana"]).contains("There is a user ana already."));
    assert!(refused(data, &["user", "add", "Ana B"]).contains("lower-case letters"));
    assert!(refused(data, &["user", "passwd", "nobody"]).contains("binnacle user list"));
    assert!(refused(data, &["user", "remove", "admin"]).contains("disable"));
    assert_eq!(say(data, &["user", "passwd", "ana"], "short").0, Some(2));
    assert_eq!(done(data, &["organization", "add", "lab", "--name", "The lab"]), "added the organization lab\n");
    assert!(refused(data, &["user", "add", "ben"]).contains("--organization: admin, lab"));
    assert_eq!(
        done(data, &["user", "add", "ben", "--organization", "lab", "--role", "observer"]),
        "added ben, observer of lab\n"
    );
    done(data, &["user", "role", "ben", "--organization", "admin", "--role", "observer"]);
    done(data, &["user", "disable", "ben"]);
    let listed = done(data, &["user", "list"]);
    let rows: Vec<&str> = listed.lines().collect();
    assert_eq!(rows[0].split_whitespace().collect::<Vec<_>>(), ["USER", "E-MAIL", "STATE", "ORGANIZATIONS"]);
    assert!(rows[2].starts_with("ana") && rows[2].ends_with("active     admin (developer)"), "{listed}");
    assert!(rows[3].starts_with("ben") && rows[3].ends_with("held back  admin (observer), lab (observer)"), "{listed}");
    done(data, &["user", "enable", "ben"]);
    assert_eq!(done(data, &["user", "role", "ben", "--organization", "admin", "--leave"]), "ben has left admin\n");
    done(data, &["user", "remove", "ben"]);
    let listed = done(data, &["organization", "list"]);
    assert!(listed.contains("lab     The lab  0"), "{listed}");
}

#[test]
fn people_are_kept_with_the_server_and_without_it() {
    let folder = tempfile::tempdir().unwrap();
    // A path longer than a socket's address.
    let data = folder.path().join("d".repeat(120));
    assert!(refused(&data, &["user", "list"]).contains("there is no Binnacle in"));
    let server = Server::start(&data, Ports::free(), &["--no-demo"]);
    people(&data);
    assert!(server.stop() < Duration::from_secs(3));
    done(&data, &["user", "remove", "ana"]);
    let without = tempfile::tempdir().unwrap();
    drop(Server::start(without.path(), Ports::free(), &["--no-demo"]));
    people(without.path());
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "what was measured")]
async fn who_is_held_back_loses_what_is_open_within_two_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let server = Server::start(&data, Ports::free(), &["--no-demo"]);
    for (way, words) in [
        ("held back", ["user", "disable", "ana"]),
        ("a new password", ["user", "passwd", "ana"]),
        ("removed", ["user", "remove", "ana"]),
    ] {
        done(&data, if way == "held back" { &["user", "add", "ana"] } else { &["user", "enable", "ana"] });
        let page = Page::sign_in_as(server.url(), "ana", NEW).await;
        let mut live = page.socket("/live").await;
        let began = Instant::now();
        done(&data, &words);
        let told = Instant::now();
        let code = tokio::time::timeout(Duration::from_secs(2), async {
            loop {
                match live.next().await {
                    Some(Ok(Message::Close(frame))) => break frame.map(|frame| u16::from(frame.code)),
                    Some(Ok(_)) => {}
                    None | Some(Err(_)) => break None,
                }
            }
        });
        assert_eq!(code.await.expect("closed within two seconds"), Some(4_401), "{way}");
        println!("{way}: closed {:?} after the command ended, {:?} after it began", told.elapsed(), began.elapsed());
    }
}
