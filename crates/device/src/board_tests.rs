//! What the board keeps, and what it shows.

use super::*;

fn entry(commit: &str, status: ServiceStatus) -> Entry {
    Entry { commit: commit.into(), image: format!("registry/v2/{commit}"), status, progress: None }
}

#[test]
fn an_update_reports_both_releases_and_keeps_the_old_commit_until_done() {
    let board = Board::default();
    board.running("app", "web", entry("old", ServiceStatus::Running));
    board.release("app", Some("old"));
    board.coming("app", "new", BTreeMap::from([("web".into(), entry("new", ServiceStatus::Downloading))]));
    board.progress("app", "web", 40);
    let apps = board.now();
    assert_eq!(apps["app"].release_uuid.as_deref(), Some("old"));
    assert_eq!(apps["app"].releases["new"].services["web"].download_progress, Some(Some(40.0)));
    assert_eq!(apps["app"].releases["new"].update_status, Some(UpdateStatus::Downloading));
    assert_eq!(apps["app"].releases["old"].update_status, Some(UpdateStatus::Done));

    board.coming_status("app", "web", ServiceStatus::Downloaded);
    board.running("app", "web", entry("new", ServiceStatus::Starting));
    board.update("app", UpdateStatus::ApplyingChanges);
    assert_eq!(board.look()["app"].releases["new"].update_status, Some(UpdateStatus::ApplyingChanges));
    board.settled("app");
    board.release("app", Some("new"));
    let apps = board.look();
    assert_eq!(apps["app"].releases.keys().collect::<Vec<_>>(), ["new"]);
    assert_eq!(apps["app"].release_uuid.as_deref(), Some("new"));
}

#[test]
fn every_step_is_kept_and_progress_is_not_one() {
    let board = Board::default();
    board.running("app", "web", entry("a", ServiceStatus::Starting));
    board.status("app", "web", ServiceStatus::Running);
    board.status("app", "web", ServiceStatus::Running);
    let status = |apps: Apps| apps["app"].releases["a"].services["web"].status.clone().unwrap();
    assert_eq!(status(board.next_step().unwrap()), ServiceStatus::Starting);
    assert_eq!(status(board.next_step().unwrap()), ServiceStatus::Running);
    assert!(board.next_step().is_none() && board.progressed().is_none());
    (0..200).for_each(|n| board.status("app", "web", ServiceStatus::Other(n.to_string())));
    assert_eq!(std::iter::from_fn(|| board.next_step()).count(), MAX_STEPS);
}

#[test]
fn progress_does_not_overtake_a_step() {
    let board = Board::default();
    board.coming("app", "new", BTreeMap::from([("web".into(), entry("new", ServiceStatus::Downloading))]));
    board.progress("app", "web", 10);
    assert_eq!(board.progressed(), None);
    assert!(board.next_step().is_some());
    let apps = board.progressed().unwrap();
    assert_eq!(apps["app"].releases["new"].services["web"].download_progress, Some(Some(10.0)));
}

#[test]
fn an_adopted_service_stays_as_it_is() {
    let board = Board::default();
    board.running("app", "web", entry("old", ServiceStatus::Exited));
    board.adopted("app", "web", "new", "registry/v2/old");
    let apps = board.look();
    assert_eq!(apps["app"].releases["new"].services["web"].status, Some(ServiceStatus::Exited));
    assert!(!apps["app"].releases.contains_key("old"));
}

#[test]
fn a_service_that_is_started_anew_runs_until_then() {
    let board = Board::default();
    board.running("app", "web", entry("one", ServiceStatus::Running));
    let coming = |status| BTreeMap::from([("web".into(), entry("one", status))]);
    let shown = || board.look()["app"].releases["one"].services["web"].status.clone().unwrap();
    board.coming("app", "one", coming(ServiceStatus::Downloaded));
    assert_eq!(shown(), ServiceStatus::Running);
    // Its image is gone, and comes back in a later try.
    board.coming("app", "one", coming(ServiceStatus::Downloading));
    assert_eq!(shown(), ServiceStatus::Downloading);
    board.coming("app", "one", coming(ServiceStatus::Downloaded));
    assert_eq!(shown(), ServiceStatus::Running);
}

#[tokio::test(start_paused = true)]
async fn flushed_waits_for_the_report_that_is_under_way() {
    let (board, limit) = (Board::default(), Duration::from_secs(2));
    board.flushed(limit).await;
    board.running("app", "web", entry("a", ServiceStatus::Stopped));
    let began = tokio::time::Instant::now();
    board.flushed(limit).await;
    assert_eq!(began.elapsed(), limit);
    board.next_step().unwrap();
    let late = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        board.told();
    };
    tokio::join!(board.flushed(limit), late);
    assert_eq!(began.elapsed(), limit + Duration::from_secs(1));
}
