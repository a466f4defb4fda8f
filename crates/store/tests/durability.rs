//! What was acknowledged stays: through kill -9, a full disk, a failing neighbour; and a folder has one holder.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use store::{Store, StoreError, settings};
use tempfile::TempDir;

const CHILD_FOLDER: &str = "BINNACLE_STORE_TEST_FOLDER";

/// Not a test of its own: the process that `kill -9` hits. Prints each number after its write was acknowledged.
#[tokio::test]
#[expect(clippy::print_stdout, reason = "how the child tells the parent")]
async fn child_that_writes_until_it_is_killed() {
    let Ok(folder) = std::env::var(CHILD_FOLDER) else { return };
    let store = Store::open(folder.as_ref()).unwrap();
    for number in 0_u64.. {
        store.write(move |c| settings::set(c, &format!("n{number}"), "kept")).await.unwrap();
        println!("\nwritten {number}");
    }
}

#[tokio::test]
async fn acknowledged_writes_survive_kill_9() {
    let folder = TempDir::new().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_writes_until_it_is_killed", "--nocapture"])
        .env(CHILD_FOLDER, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut acknowledged = Vec::new();
    for line in lines {
        let Some(number) = line.strip_prefix("written ") else { continue };
        acknowledged.push(number.parse::<u64>().unwrap());
        if acknowledged.len() == 25 {
            let held = Store::open(folder.path()).unwrap_err();
            assert!(matches!(held, StoreError::FolderHeld { pid: Some(pid), .. } if pid == child.id()), "{held}");
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= 25);
    let store = Store::open(folder.path()).unwrap();
    for number in acknowledged {
        let kept = store.read(move |c| settings::get(c, &format!("n{number}"))).await.unwrap();
        assert_eq!(kept.as_deref(), Some("kept"), "{number}");
    }
}

#[tokio::test]
async fn a_full_disk_fails_writes_loudly_and_reads_go_on() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    store.write(|c| settings::set(c, "before", "here")).await.unwrap();
    let set_limit = |pages: &'static str| {
        let store = store.clone();
        async move { store.write(move |c| Ok(c.query_row(pages, [], |_| Ok(()))?)).await.unwrap() }
    };
    set_limit("PRAGMA max_page_count = 1").await;
    let big = "x".repeat(4_000_000);
    let full = store.write(move |c| settings::set(c, "big", &big)).await.unwrap_err();
    assert!(matches!(full, StoreError::DiskFull), "{full}");
    assert_eq!(store.read(|c| settings::get(c, "before")).await.unwrap().as_deref(), Some("here"));
    assert_eq!(store.read(|c| settings::get(c, "big")).await.unwrap(), None);
    set_limit("PRAGMA max_page_count = 1000000").await;
    store.write(|c| settings::set(c, "after", "room again")).await.unwrap();
    assert_eq!(store.read(|c| settings::get(c, "after")).await.unwrap().as_deref(), Some("room again"));
}

#[tokio::test]
async fn a_failing_or_panicking_job_takes_no_neighbour_along() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    // Holds the writer, so that all that follows is in one batch.
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let holding = tokio::spawn({
        let store = store.clone();
        async move { store.write(move |_| Ok(wait.recv_timeout(Duration::from_secs(10)).is_ok())).await }
    });
    let jobs: Vec<_> = (0..30)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write(move |c| {
                        settings::set(c, &format!("n{number}"), "kept")?;
                        assert!(number % 7 != 3, "a job that panics");
                        if number % 5 == 0 { Err(StoreError::Forbidden) } else { Ok(number) }
                    })
                    .await
            })
        })
        .collect();
    tokio::task::yield_now().await;
    go.send(()).unwrap();
    assert!(holding.await.unwrap().unwrap());
    for (number, job) in jobs.into_iter().enumerate() {
        let is_kept = job.await.unwrap().is_ok();
        assert_eq!(is_kept, number % 7 != 3 && number % 5 != 0, "{number}");
        let kept = store.read(move |c| settings::get(c, &format!("n{number}"))).await.unwrap();
        assert_eq!(kept.is_some(), is_kept, "{number}");
    }
}

#[tokio::test]
async fn a_folder_is_let_go_with_the_last_handle_and_a_newer_schema_is_refused() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert!(matches!(Store::open(folder.path()), Err(StoreError::FolderHeld { .. })));
    store.write(|c| Ok(c.pragma_update(None, "user_version", 999)?)).await.unwrap();
    drop(store);
    assert!(matches!(Store::open(folder.path()), Err(StoreError::NewerSchema { found: 999, .. })));
}
