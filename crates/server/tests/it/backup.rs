//! A backup taken while the server writes, and the server that starts from it.

use std::path::Path;
use std::process::Output;

use serde_json::json;

use crate::harness::page::Page;
use crate::harness::process::{PASSWORD, Ports, Server, binnacle};

fn ran(words: &[&str], file: &Path, data: &Path) -> (bool, String) {
    let Output { status, stdout, stderr } = binnacle().args(words).arg(file).arg("--data").arg(data).output().unwrap();
    (status.success(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_before_a_backup_is_there_after_a_restore() {
    let folder = tempfile::tempdir().unwrap();
    let [data, restored, file] = ["data", "restored", "kept.tar.gz"].map(|name| folder.path().join(name));
    let server = Server::start(&data, Ports::free(), &["--demo-devices", "0"]);
    let page = Page::sign_in(server.url(), PASSWORD).await;
    let fleet = page.fleet("greenhouse").await;
    let tag = |value: i32| json!({"application": fleet, "tag_key": format!("n{value}"), "value": "kept"});
    page.ask("POST", "/api/v7/application_tag", Some(&tag(0))).await;

    // Writes go on while it is made.
    let work = async {
        for value in 1..60 {
            page.ask("POST", "/api/v7/application_tag", Some(&tag(value))).await;
        }
    };
    let (to, from) = (file.clone(), data.clone());
    let backup = tokio::task::spawn_blocking(move || ran(&["backup"], &to, &from));
    let ((), backup) = tokio::join!(work, backup);
    let (is_done, said) = backup.unwrap();
    assert!(is_done, "{said}");
    assert!(!ran(&["backup"], &file, &data).0, "a backup is never written over");

    let (is_done, said) = ran(&["restore"], &file, &restored);
    assert!(is_done, "{said}");
    assert!(!ran(&["restore"], &file, &data).0, "a folder in use is never written over");
    assert_eq!(std::fs::read(data.join("tls/ca.pem")).unwrap(), std::fs::read(restored.join("tls/ca.pem")).unwrap());
    drop(server);
    let server = Server::start(&restored, Ports::free(), &["--demo-devices", "0"]);
    let page = Page::sign_in(server.url(), PASSWORD).await;
    let tags = format!("application_tag?$select=tag_key&$filter=application eq {fleet} and tag_key eq 'n0'");
    assert_eq!(page.rows(&tags).await.len(), 1);
}

#[test]
fn a_backup_that_is_cut_short_or_changed_makes_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let [data, restored, file] = ["data", "restored", "kept.tar.gz"].map(|name| folder.path().join(name));
    assert!(!ran(&["backup"], &file, &data).0, "there is nothing to back up");
    Server::start(&data, Ports::free(), &["--no-demo"]).stop();
    assert!(ran(&["backup"], &file, &data).0);
    let whole = std::fs::read(&file).unwrap();
    for cut in [0, 20, whole.len() / 2, whole.len() - 600] {
        std::fs::write(&file, &whole[..cut]).unwrap();
        let (is_done, said) = ran(&["restore"], &file, &restored);
        assert!(!is_done && said.contains("kept.tar.gz"), "cut at {cut}: {said}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left of a failed restore");
    }
    std::fs::write(&file, &whole).unwrap();
    assert!(ran(&["restore"], &file, &restored).0);
}
