//! Process groups that were started: signalled as one, and found again after an agent died without stopping them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use nix::errno::Errno;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::data_dir::{read_json, write_json};

/// Group ids with the start time of their leader (`/proc/<pid>/stat`, field 22), which tells a reused id.
#[derive(Debug)]
pub(crate) struct Processes {
    path: PathBuf,
    groups: Mutex<BTreeMap<i32, u64>>,
}

impl Processes {
    /// Ends what an earlier agent left behind, and begins with none.
    pub(crate) fn new(path: PathBuf) -> Self {
        // A damaged note cannot name a process to end.
        let left: BTreeMap<i32, u64> = read_json(&path).ok().flatten().unwrap_or_default();
        for (group, started) in left {
            if started_at(group) == Some(started) {
                tracing::info!(group, "a service of an earlier agent still ran; it is ended");
                signal(group, Signal::SIGKILL);
            }
        }
        let processes = Self { path, groups: Mutex::default() };
        processes.save(&processes.groups());
        processes
    }

    fn groups(&self) -> MutexGuard<'_, BTreeMap<i32, u64>> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn save(&self, groups: &BTreeMap<i32, u64>) {
        if let Err(error) = write_json(&self.path, groups) {
            tracing::warn!(%error, "the list of processes could not be written");
        }
    }

    /// A group was started.
    pub(crate) fn started(&self, group: i32) {
        let mut groups = self.groups();
        groups.insert(group, started_at(group).unwrap_or(0));
        self.save(&groups);
    }

    /// A group has ended.
    pub(crate) fn ended(&self, group: i32) {
        let mut groups = self.groups();
        groups.remove(&group);
        self.save(&groups);
    }
}

/// Sends a signal to a whole process group; one that has ended is no error.
pub(crate) fn signal(group: i32, signal: Signal) {
    // Group 0 and 1 would be the agent's own and everyone's.
    if group > 1
        && let Err(error) = killpg(Pid::from_raw(group), signal)
        && error != Errno::ESRCH
    {
        tracing::warn!(%error, group, "a service could not be signalled");
    }
}

/// When a process was started, in clock ticks since boot.
fn started_at(pid: i32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use super::*;

    #[test]
    fn leftovers_are_ended_and_strangers_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("processes.json");
        let spawn = || Command::new("sleep").arg("60").process_group(0).spawn().unwrap();
        let (mut own, mut stranger) = (spawn(), spawn());
        let pid = |child: &std::process::Child| i32::try_from(child.id()).unwrap();
        let first = Processes::new(path.clone());
        first.started(pid(&own));
        first.groups().insert(pid(&stranger), 1);
        first.save(&first.groups());
        drop(Processes::new(path.clone()));
        assert!(!own.wait().unwrap().success());
        assert!(stranger.try_wait().unwrap().is_none());
        stranger.kill().unwrap();
        stranger.wait().unwrap();
        assert_eq!(read_json::<BTreeMap<i32, u64>>(&path).unwrap(), Some(BTreeMap::new()));
    }
}
