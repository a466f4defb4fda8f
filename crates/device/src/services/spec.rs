//! One service as it is to run: what of the target state decides about its process.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use wire::device_state::ServiceTarget;

/// A service of a release, kept on disk while it is installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServiceSpec {
    pub(crate) service_id: i64,
    pub(crate) image_id: i64,
    pub(crate) release_id: i64,
    pub(crate) commit: String,
    pub(crate) image: String,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) labels: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) composition: serde_json::Value,
}

/// Compose's `restart`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RestartPolicy {
    Always,
    OnFailure,
    Never,
}

/// The label `io.balena.update.strategy` (devices.md, "Update strategies").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// The old service runs until the new image is here.
    DownloadThenKill,
    /// The old service is ended first: for devices without the memory for both.
    KillThenDownload,
    /// The old image is removed too: for devices without the storage for both.
    DeleteThenDownload,
}

impl ServiceSpec {
    pub(crate) fn new(release_id: i64, commit: &str, target: &ServiceTarget) -> Self {
        Self {
            service_id: target.id,
            image_id: target.image_id,
            release_id,
            commit: commit.to_owned(),
            image: target.image.clone(),
            environment: target.environment.clone(),
            labels: target.labels.clone(),
            composition: target.composition.clone().unwrap_or_default(),
        }
    }

    /// Whether the process of one may go on as the process of the other: all but the release is the same.
    pub(crate) fn same_process(&self, other: &Self) -> bool {
        let process = |spec: &Self| {
            (
                spec.service_id,
                spec.image.clone(),
                spec.environment.clone(),
                spec.labels.clone(),
                spec.composition.clone(),
            )
        };
        process(self) == process(other)
    }

    pub(crate) fn restart_policy(&self) -> RestartPolicy {
        match self.composition.get("restart").and_then(|policy| policy.as_str()) {
            Some("no") => RestartPolicy::Never,
            Some(policy) if policy.starts_with("on-failure") => RestartPolicy::OnFailure,
            _ => RestartPolicy::Always,
        }
    }

    pub(crate) fn strategy(&self) -> Strategy {
        match self.labels.get("io.balena.update.strategy").map(String::as_str) {
            Some("kill-then-download") => Strategy::KillThenDownload,
            Some("delete-then-download") => Strategy::DeleteThenDownload,
            _ => Strategy::DownloadThenKill,
        }
    }

    /// Whether a feature label is set.
    pub(crate) fn has_feature(&self, feature: &str) -> bool {
        let label = self.labels.get(&format!("io.balena.features.{feature}"));
        label.is_some_and(|value| value == "1" || value == "true")
    }

    /// How long the process has after SIGTERM, if compose says so (`stop_grace_period: 5s`).
    pub(crate) fn stop_grace(&self) -> Option<Duration> {
        let text = self.composition.get("stop_grace_period")?.as_str()?;
        text.strip_suffix('s')?.parse().ok().map(Duration::from_secs).filter(|grace| *grace <= Duration::from_mins(1))
    }

    /// The volumes and where they appear below the root: `["data:/data"]`. Only plain names count.
    pub(crate) fn volumes(&self) -> Vec<(String, String)> {
        let listed = self.composition.get("volumes").and_then(|volumes| volumes.as_array());
        let word = |text: &str| {
            !text.is_empty()
                && !text.starts_with('.')
                && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        let mount = |volume: &serde_json::Value| {
            let (name, path) = volume.as_str()?.split_once(':')?;
            let path = path.split(':').next()?.trim_matches('/');
            (word(name) && word(path)).then(|| (name.to_owned(), path.to_owned()))
        };
        let mut mounts: Vec<_> = listed.into_iter().flatten().filter_map(mount).collect();
        if !mounts.iter().any(|(_, path)| path == "data") {
            mounts.push(("data".to_owned(), "data".to_owned()));
        }
        mounts
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn spec(composition: impl Serialize) -> ServiceSpec {
        let target = json!({"id": 1, "image_id": 2, "image": "r/v2/a", "composition": json!(composition)});
        ServiceSpec::new(3, "c0ffee", &serde_json::from_value(target).unwrap())
    }

    #[test]
    fn compose_decides_restart_grace_and_volumes() {
        assert_eq!(spec(json!({})).restart_policy(), RestartPolicy::Always);
        assert_eq!(spec(json!({"restart": "on-failure:3"})).restart_policy(), RestartPolicy::OnFailure);
        assert_eq!(spec(json!({"restart": "no"})).restart_policy(), RestartPolicy::Never);
        assert_eq!(spec(json!({"stop_grace_period": "3s"})).stop_grace(), Some(Duration::from_secs(3)));
        let mounts = spec(json!({"volumes": ["state:/state:ro", "../x:/y", "/etc:/etc", "a:/b/../c"]})).volumes();
        assert_eq!(mounts, [("state".into(), "state".into()), ("data".into(), "data".into())]);
    }

    #[test]
    fn another_release_of_the_same_image_is_the_same_process() {
        let old = spec(json!({"command": "run"}));
        assert!(old.same_process(&ServiceSpec { commit: "new".into(), release_id: 9, image_id: 8, ..old.clone() }));
        assert!(!old.same_process(&ServiceSpec { environment: [("A".into(), "1".into())].into(), ..old.clone() }));
    }
}
