//! Keeps one service's process running: starts it, reads its output, starts it again, stops it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use model::service_status::ServiceStatus;
use nix::sys::signal::Signal;
use tokio::process::{Child, Command};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::container::Container;
use super::processes::{Processes, signal};
use super::spec::RestartPolicy;
use crate::logs::journal::Journal;
use crate::logs::pump::pump;

/// The first wait before a process is started again, doubling up to the last.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LAST_WAIT: Duration = Duration::from_mins(1);
/// A process that ran for so long was well: the wait starts over.
const WELL_AFTER: Duration = Duration::from_secs(10);
/// How long output may take to be read once its process has ended.
const DRAIN: Duration = Duration::from_secs(1);

/// Everything needed to run a service.
pub(crate) struct Job {
    /// As system messages call it: `web sha256:…`.
    pub(crate) label: String,
    pub(crate) service_id: i64,
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) root: PathBuf,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) restart: RestartPolicy,
    pub(crate) grace: Duration,
    /// Where running services are shown, and this one's id and name there.
    pub(crate) containers: PathBuf,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) journal: Journal,
    pub(crate) processes: Arc<Processes>,
    /// Hears every change of state.
    pub(crate) tell: Box<dyn Fn(ServiceStatus) + Send + Sync>,
}

/// A service that is being kept running; it is stopped when this is dropped.
#[derive(Debug)]
pub(crate) struct Runner {
    stop: CancellationToken,
    over: CancellationToken,
}

impl Runner {
    pub(crate) fn start(job: Job) -> Self {
        let (stop, over) = (CancellationToken::new(), CancellationToken::new());
        let (stopped, ends) = (stop.clone(), over.clone().drop_guard());
        tokio::spawn(async move {
            let _ends = ends;
            keep_running(job, stopped).await;
        });
        Self { stop, over }
    }

    /// Whether the process has ended and is not started again.
    pub(crate) fn is_over(&self) -> bool {
        self.over.is_cancelled()
    }

    /// Ends the process: SIGTERM, and SIGKILL after the grace period. The answer is ready when it has ended;
    /// that goes on whether anyone waits for it or not.
    pub(crate) fn stop(&self) -> impl Future<Output = ()> + use<> {
        self.stop.cancel();
        self.over.clone().cancelled_owned()
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn keep_running(job: Job, stop: CancellationToken) {
    let mut wait = FIRST_WAIT;
    job.journal.system(format!("Starting service '{}'", job.label));
    (job.tell)(ServiceStatus::Starting);
    loop {
        let began = Instant::now();
        let ended = match start(&job) {
            Ok((child, container)) => {
                job.journal.system(format!("Started service '{}'", job.label));
                (job.tell)(ServiceStatus::Running);
                let ended = run(&job, child, &stop).await;
                drop(container);
                ended
            }
            Err(error) => {
                job.journal.system(format!("Failed to start service '{}' due to '{error}'", job.label));
                None
            }
        };
        if stop.is_cancelled() {
            (job.tell)(ServiceStatus::Stopped);
            return;
        }
        if let Some(status) = ended {
            job.journal.system(format!("Service exited '{}' ({})", job.label, how(status)));
        }
        (job.tell)(ServiceStatus::Exited);
        let again = match job.restart {
            RestartPolicy::Always => true,
            RestartPolicy::OnFailure => ended.is_none_or(|status| !status.success()),
            RestartPolicy::Never => false,
        };
        if !again {
            return;
        }
        if began.elapsed() >= WELL_AFTER {
            wait = FIRST_WAIT;
        }
        (job.tell)(ServiceStatus::Restarting);
        tokio::select! {
            () = sleep(wait) => {}
            () = stop.cancelled() => {
                (job.tell)(ServiceStatus::Stopped);
                return;
            }
        }
        wait = (wait * 2).min(LAST_WAIT);
        job.journal.system(format!("Restarting service '{}'", job.label));
    }
}

fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "unknown".to_owned(),
    }
}

fn start(job: &Job) -> std::io::Result<(Child, Container)> {
    let mut command = command(&job.program);
    command
        .args(&job.arguments)
        .current_dir(&job.root)
        .env_clear()
        .envs(&job.environment)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    let container = Container::show(&job.containers, &job.id, &job.name, &job.root, &job.environment)?;
    Ok((command.spawn()?, container))
}

/// The program, asked to die with the agent where util-linux's `setpriv` is there to ask it.
fn command(program: &Path) -> Command {
    const SETPRIV: &str = "/usr/bin/setpriv";
    if !Path::new(SETPRIV).is_file() {
        return Command::new(program);
    }
    let mut command = Command::new(SETPRIV);
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command
}

/// Reads the output until the process ends, by itself or because it is stopped. `None` when its end is unknown.
async fn run(job: &Job, mut child: Child, stop: &CancellationToken) -> Option<ExitStatus> {
    let group = child.id().and_then(|pid| i32::try_from(pid).ok())?;
    job.processes.started(group);
    let mut output = JoinSet::new();
    if let Some(stdout) = child.stdout.take() {
        output.spawn(pump(stdout, job.journal.clone(), job.service_id, false));
    }
    if let Some(stderr) = child.stderr.take() {
        output.spawn(pump(stderr, job.journal.clone(), job.service_id, true));
    }
    let status = tokio::select! {
        status = child.wait() => status.ok(),
        () = stop.cancelled() => {
            job.journal.system(format!("Killing service '{}'", job.label));
            (job.tell)(ServiceStatus::Stopping);
            signal(group, Signal::SIGTERM);
            let status = if let Ok(status) = timeout(job.grace, child.wait()).await {
                status.ok()
            } else {
                signal(group, Signal::SIGKILL);
                child.wait().await.ok()
            };
            job.journal.system(format!("Killed service '{}'", job.label));
            status
        }
    };
    // The end of a container's first process is the end of all of them.
    signal(group, Signal::SIGKILL);
    job.processes.ended(group);
    drop(timeout(DRAIN, async { while output.join_next().await.is_some() {} }).await);
    status
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job").field("label", &self.label).finish_non_exhaustive()
    }
}
