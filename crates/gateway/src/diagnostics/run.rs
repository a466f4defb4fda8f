//! One run: connect, give the script to a shell on the host, and tell what it prints.

use std::time::Duration;

use bytes::Bytes;
use model::device_uuid::DeviceUuid;
use model::health;
use russh::{ChannelMsg, Disconnect};
use tokio::sync::mpsc::Sender;
use tokio::time::timeout;
use wire::diagnostics::{ServerFrame, Suite};

use crate::clock;
use crate::diagnostics::lines::Lines;
use crate::session::user_session::UserSession;
use crate::terminal::ssh::{ConnectError, Ssh};

const CHECKS: &str = include_str!("checks.sh");
const REPORT: &str = include_str!("report.sh");
/// Nothing of the page's gets into what the host runs: the shell reads the script from its input.
const SHELL: &str = "exec /bin/sh -s";
/// From the first byte to the last.
const WITHIN: Duration = Duration::from_mins(3);

/// Why a run did not come to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    #[error("The device is off-line. Run it again when it is back.")]
    Offline,
    #[error("{0}")]
    Refused(String),
    #[error("The link to the device broke. Run it again.")]
    Broken,
    #[error("The device did not finish within three minutes.")]
    TooSlow,
    #[error("The device says more than a megabyte: the rest was not read.")]
    TooMuch,
    #[error("The shell of the device ended with code {0}.")]
    Code(u32),
}

impl From<russh::Error> for RunError {
    fn from(error: russh::Error) -> Self {
        tracing::debug!(%error, "a run's SSH connection broke");
        Self::Broken
    }
}

/// Runs a suite on a device as the session's user, and tells it frame by frame; the last one is `Done` or `Failed`.
pub(crate) async fn run(ssh: &Ssh, owner: &UserSession, device: &DeviceUuid, suite: Suite, tell: &Sender<ServerFrame>) {
    tracing::info!(user = %owner.user.username.escape_debug(), device = device.short(), ?suite, "diagnostics run");
    let result = timeout(WITHIN, to_the_end(ssh, owner, device, suite, tell)).await.unwrap_or(Err(RunError::TooSlow));
    let last = match result {
        Ok(()) => ServerFrame::Done,
        Err(error) => ServerFrame::Failed { message: error.to_string() },
    };
    // Nobody listens any more: nobody need be told.
    let _ = tell.send(last).await;
}

async fn to_the_end(
    ssh: &Ssh,
    owner: &UserSession,
    device: &DeviceUuid,
    suite: Suite,
    tell: &Sender<ServerFrame>,
) -> Result<(), RunError> {
    let handle = ssh.connect(owner, device).await.map_err(|error| match error {
        ConnectError::Offline => RunError::Offline,
        other => RunError::Refused(other.to_string()),
    })?;
    let mut channel = handle.channel_open_session().await?;
    channel.exec(true, SHELL).await?;
    let script = match suite {
        Suite::Checks => format!("server_now={}\n{CHECKS}", clock::now()),
        Suite::Report => REPORT.to_owned(),
    };
    channel.data_bytes(Bytes::from(script)).await?;
    channel.eof().await?;
    let mut lines = Lines::default();
    let mut code = None;
    while let Some(message) = channel.wait().await {
        match message {
            ChannelMsg::Success => drop(tell.send(ServerFrame::Running).await),
            ChannelMsg::Failure => return Err(RunError::Refused("The device gives no shell.".to_owned())),
            ChannelMsg::Data { data } => {
                let whole = lines.push(&data).ok_or(RunError::TooMuch)?;
                pass_on(suite, &whole, tell).await;
            }
            ChannelMsg::ExitStatus { exit_status } => code = Some(exit_status),
            ChannelMsg::Close => break,
            _ => {}
        }
    }
    pass_on(suite, &[lines.finish()], tell).await;
    drop(handle.disconnect(Disconnect::ByApplication, "", "").await);
    match code {
        Some(0) => Ok(()),
        Some(code) => Err(RunError::Code(code)),
        None => Err(RunError::Broken),
    }
}

async fn pass_on(suite: Suite, lines: &[String], tell: &Sender<ServerFrame>) {
    match suite {
        Suite::Checks => {
            for finding in lines.iter().filter_map(|line| health::read_line(line)) {
                let _ = tell.send(ServerFrame::Finding { finding }).await;
            }
        }
        Suite::Report if lines.iter().any(|line| !line.is_empty()) || lines.len() > 1 => {
            let mut text = lines.join("\n");
            text.push('\n');
            let _ = tell.send(ServerFrame::Text { text: plain(&text) }).await;
        }
        Suite::Report => {}
    }
}

/// What programs write for a terminal is no text.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Write;
    use std::process::{Command, Stdio};

    use model::health::{Finding, HealthCheck, Verdict};

    use super::*;

    fn on_this_machine(script: &str, environment: &[(&str, &str)]) -> String {
        let mut shell = Command::new("/bin/sh");
        shell.arg("-s").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut shell = shell.envs(environment.iter().copied()).spawn().unwrap();
        shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let output = shell.wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    }

    fn found(text: &str) -> Vec<Finding> {
        text.lines().map(|line| health::read_line(line).unwrap_or_else(|| panic!("{line}"))).collect()
    }

    #[test]
    fn the_script_finds_every_check_once_in_order_on_any_machine() {
        let script = format!("server_now={}\n{CHECKS}", clock::now());
        let findings = found(&on_this_machine(&script, &[("BALENA_API_URL", "http://127.0.0.1:1")]));
        let checks: Vec<_> = findings.iter().map(|finding| finding.check).collect();
        assert_eq!(checks, HealthCheck::ALL);
        let of = |check| findings.iter().find(|finding| finding.check == check).unwrap().verdict;
        assert_eq!(of(HealthCheck::TimeSync), Verdict::Pass);
        assert_eq!(of(HealthCheck::BalenaApi), Verdict::Fail);
    }

    #[test]
    fn a_wrong_clock_and_services_that_are_down_fail() {
        let folder = tempfile::tempdir().unwrap();
        let engine = folder.path().join("balena-engine");
        let text = "#!/bin/sh\ncase \"$*\" in\n'ps --format {{.ID}}') echo aa ;;\n'ps -a'*) printf '%s\\n' \
            'aa web_12_3_abc|Up 3 hours (healthy)' 'bb my_db_1_2_ff|Exited (1) 4 minutes ago' \
            'cc job_1_2_ff|Exited (0) 4 minutes ago' 'dd balena_supervisor|Exited (1) now' 'ee loopy_4_4|Up 5 seconds' ;;\n\
            *RestartPolicy*cc) echo no ;;\n*RestartCount*ee) echo 7 ;;\n*) echo 0 ;;\nesac\n";
        std::fs::write(&engine, text).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&engine, mode).unwrap();
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
        let script = format!("server_now={}\n{CHECKS}", clock::now() - 3_600);
        let findings = found(&on_this_machine(&script, &[("PATH", &path)]));
        let of = |check| {
            let finding = findings.iter().find(|finding| finding.check == check).unwrap();
            (finding.verdict, finding.evidence.as_str())
        };
        assert_eq!(of(HealthCheck::TimeSync).0, Verdict::Fail);
        assert_eq!(of(HealthCheck::ServicesRunning), (Verdict::Fail, "my_db: Exited (1) 4 minutes ago"));
        assert_eq!(of(HealthCheck::ServiceRestarts), (Verdict::Fail, "loopy: 7 restarts, Up 5 seconds"));
        assert_eq!(of(HealthCheck::HealthChecks).0, Verdict::Pass);
    }

    #[test]
    fn the_report_has_its_sections_and_no_secret() {
        let text = on_this_machine(REPORT, &[("BALENA_API_KEY", "s3cret"), ("RESIN_SUPERVISOR_API_KEY", "s3cret")]);
        let sections: BTreeSet<_> = text.lines().filter(|line| line.starts_with("==== ")).collect();
        for name in ["BALENA", "HARDWARE", "NETWORK", "OS", "SUPERVISOR", "TIME"] {
            assert!(sections.contains(format!("==== {name} ====").as_str()), "{name}");
        }
        assert!(!text.contains("s3cret"));
    }
}
