//! How far a fleet's devices are with its target, as counts the server makes.

use leptos::prelude::*;
use model::rollout::Rollout;
use odata::{Expr, Literal, Query, field};
use query::remote::Remote;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// How far they are, and who goes another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Devices that follow the target.
    pub rollout: Rollout,
    /// Devices pinned to another release.
    pub pinned_elsewhere: u64,
    /// Devices pinned by themselves, to whatever release.
    pub pinned: u64,
}

/// Reads it for a fleet and its target; nothing while there is no target. The owner says when again.
pub fn of(fleet: i64, target: Signal<Option<i64>>) -> Remote<Progress, Failure> {
    let hub = use_hub();
    Remote::keyed(move || target.get(), move |target| async move { hub.heard(read(hub, fleet, target).await) })
}

async fn read(hub: Hub, fleet: i64, target: i64) -> Result<Progress, Failure> {
    let client = hub.client();
    let count = |condition: Expr| {
        let query = Query::of("device").count().filter(field("belongs_to__application").eq(fleet)).filter(condition);
        let client = client.clone();
        async move { client.count(query).await }
    };
    let follows = || field("is_pinned_on__release").eq(Literal::Null).or(field("is_pinned_on__release").eq(target));
    // A device that never ran anything has none: that is not the target either.
    let is_off =
        || follows().and(field("is_running__release").ne(target).or(field("is_running__release").eq(Literal::Null)));
    let status = |word: &str| field("overall_status").eq(word);
    let is_idle = || field("overall_status").ne("disconnected").and(field("overall_status").ne("updating"));
    let done = count(follows().and(field("is_running__release").eq(target)));
    let updating = count(is_off().and(status("updating")));
    let held = count(is_off().and(is_idle()).and(field("update_status").eq("downloaded")));
    let failed = count(is_off().and(is_idle()).and(field("update_status").one_of(["aborted", "rejected"])));
    let offline = count(is_off().and(status("disconnected")));
    let all = count(follows());
    let elsewhere =
        count(field("is_pinned_on__release").ne(Literal::Null).and(field("is_pinned_on__release").ne(target)));
    let first = futures_util::future::try_join4(done, updating, held, failed);
    let pinned = count(field("is_pinned_on__release").ne(Literal::Null));
    let second = futures_util::future::try_join4(offline, all, elsewhere, pinned);
    let ((done, updating, held, failed), (offline, all, pinned_elsewhere, pinned)) =
        futures_util::future::try_join(first, second).await?;
    let waiting = all.saturating_sub(done + updating + held + failed + offline);
    Ok(Progress { rollout: Rollout { done, updating, held, failed, offline, waiting }, pinned_elsewhere, pinned })
}
