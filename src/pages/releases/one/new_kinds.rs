//! Kinds of messages that came with the release, out of the logs of the devices that run it: looked for when somebody asks.

use leptos::prelude::*;
use model::figure::{counted, grouped};
use model::release_detail::ReleaseDetail;
use ui::button::{Button, ButtonSize};
use ui::card::Card;
use ui::icon::Glyph;
use ui::skeleton::SkeletonRows;

use crate::data::failure::Failure;
use crate::data::fleet_services;
use crate::data::release_log::{self, MOST_DEVICES};
use crate::data::release_runners::{self, Runners};
use crate::parts::failed::Failed;
use crate::parts::new_kinds::NewKinds;

/// Who runs the release, and services by number.
type Known = (Runners, Vec<(i64, String)>);

/// The card; shut until it is asked for, since reading hundreds of logs costs.
#[component]
pub(super) fn NewKindsCard(fleet: i64, release: i64, detail: Memo<Option<ReleaseDetail>>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let shut = move || {
        is_open.get().then(|| {
            view! {
                <Button size=ButtonSize::Small on_press=move |()| is_open.set(false)>"Stop looking"</Button>
            }
        })
    };
    view! {
        <Card title="New kinds of messages" actions=shut>
            {move || if is_open.get() {
                view! { <Looked fleet release detail /> }.into_any()
            } else {
                view! {
                    <div class="in new-kinds-ask">
                        <p class="muted">
                            "What do the services write since this release that they did not write before? The logs of the devices that run it are read and compared, each with what it wrote before."
                        </p>
                        <Button icon=Glyph::Logs on_press=move |()| is_open.set(true)>"Look at the logs of its devices"</Button>
                    </div>
                }.into_any()
            }}
        </Card>
    }
}

/// Finds the devices.
#[component]
fn Looked(fleet: i64, release: i64, detail: Memo<Option<ReleaseDetail>>) -> impl IntoView {
    let runners = release_runners::of(Signal::stored(Some(release)), MOST_DEVICES);
    let services = fleet_services::of(fleet);
    // Once: another device that arrives meanwhile would begin everything anew.
    let known = Memo::new(move |former: Option<&Option<Known>>| {
        former.cloned().flatten().or_else(|| Some((runners.value()?, services.value()?)))
    });
    move || match (known.get(), runners.failure().or_else(|| services.failure())) {
        (Some((runners, _)), _) if runners.devices.is_empty() => {
            view! { <p class="in muted">"No device runs this release."</p> }.into_any()
        }
        (Some((runners, services)), _) => view! { <Compared fleet release detail runners services /> }.into_any(),
        (None, Some(failure)) => {
            let retry = move |()| {
                runners.refetch();
                services.refetch();
            };
            let request = failure.request_id().map(str::to_owned);
            view! { <div class="in"><Failed message=Failure::to_string(&failure) request_id=request on_retry=retry /></div> }.into_any()
        }
        (None, None) => view! { <SkeletonRows label="Looking for the devices" rows=3 row=28 /> }.into_any(),
    }
}

/// Reads their logs.
#[component]
fn Compared(
    fleet: i64,
    release: i64,
    detail: Memo<Option<ReleaseDetail>>,
    runners: Runners,
    services: Vec<(i64, String)>,
) -> impl IntoView {
    let made_ms = detail.with_untracked(|one| one.as_ref().map_or(0, |one| one.release.created_at.millis()));
    let feed = release_log::look(&runners, release_log::boundary(&runners, made_ms), &services);
    let how = how(&runners);
    let devices = runners.devices.into_iter().map(|(name, runner)| (name, runner.uuid)).collect();
    view! {
        <NewKinds
            fleet
            release
            devices
            how
            kinds=feed.kinds
            streams=feed.streams
            broken=feed.broken
            kind_devices=feed.kind_devices
            ask=move |ask| feed.ask(ask)
        />
    }
}

/// Which devices are compared, and with what.
fn how(runners: &Runners) -> String {
    let followed = runners.devices.len() as u64;
    let which = if runners.count > followed {
        format!("The first {} of {} devices by name. ", grouped(followed), grouped(runners.count))
    } else {
        String::new()
    };
    let unknown = runners.devices.values().filter(|runner| runner.began_ms.is_none()).count() as u64;
    let boundary = match unknown {
        0 => "A kind is new that a device writes since it began to install this release, and none of them wrote before.".to_owned(),
        _ if unknown == followed => {
            "When the devices began to run this release is not known: a kind is new that none of them wrote before the release was made.".to_owned()
        }
        _ => format!(
            "A kind is new that a device writes since it began to install this release ({}: since the release was made), and none of them wrote before.",
            counted(unknown, "device that does not say when", "devices that do not say when"),
        ),
    };
    format!("{which}{boundary}")
}

#[cfg(test)]
mod tests {
    use crate::data::release_runners::Runner;

    use super::*;

    #[test]
    fn what_is_compared_is_said() {
        let runner = |began_ms| Runner { uuid: "7f3a9c1e2b04d5a67f3a9c1e2b04d5a6".parse().unwrap(), began_ms };
        let said = |count, began: [Option<i64>; 2]| {
            let devices = [("ford".to_owned(), runner(began[0])), ("mill".to_owned(), runner(began[1]))].into();
            how(&Runners { count, devices })
        };
        assert!(
            said(2, [Some(1), Some(2)]).starts_with("A kind is new that a device writes since it began to install")
        );
        assert!(said(812, [Some(1), None]).starts_with("The first 2 of 812 devices by name. "));
        assert!(said(2, [Some(1), None]).contains("(1 device that does not say when: since the release was made)"));
        assert!(said(2, [None, None]).contains("is not known"));
    }
}
