//! The host OS as a shell sees it: a home, a `PATH` with `balena-engine` on it, a prompt.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::data_dir::DataDir;
use crate::services::environment::{DeviceFacts, search_path};

/// What of balenaEngine a virtual device has: `ps` and `exec`, over the folders of running services.
const ENGINE: &str = include_str!("balena-engine.sh");

/// How shells of the host OS are started.
#[derive(Debug, Clone)]
pub(crate) struct HostShell {
    pub(super) program: PathBuf,
    pub(super) home: PathBuf,
    pub(super) environment: BTreeMap<String, String>,
}

impl HostShell {
    /// Writes the home's profile and the commands, and says how to start a shell.
    pub(crate) fn set_up(dir: &DataDir, device: &DeviceFacts, root_certificate: Option<&Path>) -> io::Result<Self> {
        let (home, bin) = (dir.host(), dir.host_bin());
        let containers = dir.containers();
        if containers.exists() {
            // What an agent that died has left; nothing runs yet.
            fs::remove_dir_all(&containers)?;
        }
        fs::create_dir_all(&containers)?;
        let engine = ENGINE.replace("@CONTAINERS@", &shell_words::quote(&containers.to_string_lossy()));
        for name in ["balena-engine", "balena"] {
            let path = bin.join(name);
            fs::write(&path, &engine)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        }
        let path = search_path(&[&bin]);
        fs::write(home.join(".profile"), profile(&path, &device.short_uuid))?;
        let program = ["/bin/bash", "/bin/sh"].map(Path::new).into_iter().find(|shell| shell.exists());
        let program = program.unwrap_or(Path::new("/bin/sh")).to_owned();
        let environment = [
            ("HOME", home.display().to_string()),
            ("PATH", path),
            ("USER", "root".to_owned()),
            ("LOGNAME", "root".to_owned()),
            ("SHELL", program.display().to_string()),
            ("HOSTNAME", device.short_uuid.clone()),
            ("LANG", "C.UTF-8".to_owned()),
            ("BALENA_DEVICE_UUID", device.uuid.clone()),
            // What balenaOS keeps in files of its own, which are not this machine's.
            ("BALENA_HOST_OS_VERSION", device.os_version.clone()),
            ("BALENA_SUPERVISOR_VERSION", device.supervisor_version.clone()),
            ("BALENA_SUPERVISOR_ADDRESS", format!("http://127.0.0.1:{}", device.supervisor_port)),
            ("BALENA_API_URL", device.api.clone()),
            ("BALENA_REGISTRY_URL", device.api.clone()),
            ("BALENA_DATA", dir.root().display().to_string()),
        ];
        let mut environment: BTreeMap<String, String> =
            environment.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let Some(certificate) = root_certificate {
            environment.insert("CURL_CA_BUNDLE".to_owned(), certificate.display().to_string());
        }
        Ok(Self { program, home, environment })
    }
}

/// Read by login shells after the machine's own profile, which sets `PATH` and the prompt anew.
fn profile(path: &str, name: &str) -> String {
    let path = shell_words::quote(path);
    format!(
        "# Written by the device agent at every start.\nexport PATH={path}\nif [ -n \"$BASH_VERSION\" ]; then\n  \
         PS1='root@{name}:\\w# '\nelse\n  PS1='root@{name}:# '\nfi\n"
    )
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::services::container::Container;

    #[test]
    fn the_engine_lists_services_and_runs_commands_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::open(&folder.path().join("a device's folder")).unwrap();
        let device = DeviceFacts {
            uuid: "a".repeat(32),
            short_uuid: "aaaaaaa".into(),
            device_type: String::new(),
            os_version: String::new(),
            supervisor_version: String::new(),
            api: String::new(),
            api_key: String::new(),
            supervisor_secret: String::new(),
            supervisor_port: 1,
        };
        let host = HostShell::set_up(&dir, &device, None).unwrap();
        let environment =
            BTreeMap::from([("BALENA_SERVICE_NAME".into(), "web".into()), ("PATH".into(), "/bin".into())]);
        let shown = Container::show(&dir.containers(), "0123456789ab", "web_1_2_c0ffee", dir.root(), &environment);
        let run = |line: &str| {
            let output = Command::new(&host.program)
                .args(["-c", line])
                .env_clear()
                .envs(&host.environment)
                .current_dir(&host.home)
                .output()
                .unwrap();
            (String::from_utf8(output.stdout).unwrap(), output.status.code())
        };
        assert_eq!(run("balena-engine ps --format '{{.ID}} {{.Names}}'").0, "0123456789ab web_1_2_c0ffee\n");
        assert!(run("balena ps").0.contains("CONTAINER ID"));
        let shell = r#"balena-engine exec -it 0123456789ab /bin/sh -c "if [ -e /bin/none ]; then exec /bin/none; else echo \$BALENA_SERVICE_NAME; fi; exit 7""#;
        assert_eq!(run(shell), ("web\n".into(), Some(7)));
        assert_eq!(run("balena-engine exec web_1_2_c0ffee pwd").0.trim(), dir.root().to_str().unwrap());
        assert_eq!(run("balena-engine exec nothing pwd").1, Some(1));
        assert_eq!(run("balena-engine exec ../host pwd").1, Some(1));
        assert_eq!(run("balena-engine frobnicate").1, Some(125));
        let rows = "0123456789ab\tweb_1_2_c0ffee\tUp\t3\talways\nba9876543210\tjob_1_2_c0ffee\tExited (0)\t0\tno\n";
        fs::write(dir.containers().join("list"), rows).unwrap();
        let all = run("balena-engine ps -a --format '{{.ID}} {{.Names}}|{{.Status}}'").0;
        assert_eq!(all, "0123456789ab web_1_2_c0ffee|Up\nba9876543210 job_1_2_c0ffee|Exited (0)\n");
        assert_eq!(run("balena-engine inspect --format '{{.RestartCount}}' 0123456789ab").0, "3\n");
        assert_eq!(run("balena-engine inspect --format '{{.HostConfig.RestartPolicy.Name}}' job_1_2_c0ffee").0, "no\n");
        assert_eq!(run("balena-engine inspect --format '{{.RestartCount}}' nothing").1, Some(1));
        drop(shown);
        assert_eq!(run("balena-engine ps --format '{{.ID}}'").0, "");
    }
}
