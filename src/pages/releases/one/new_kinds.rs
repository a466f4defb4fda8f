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
    let known = Memo::new(move |former: Option<&Option<(Runners, Vec<(i64, String)>)>>| {
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
<<<<<<< HEAD
    let total = runners.devices.len() as u64;
    let kinds = Memo::new(move |_| feed.kinds.get());
    let is_read = Memo::new(move |_| {
        feed.streams.with(is_read) && kinds.with(|kinds| kinds.as_ref().is_some_and(|kinds| kinds.is_whole))
    });
    let asked = RwSignal::new(None::<AskedKind>);
    // Rows stay while their numbers change: the focus may be on one.
    let numbers = Memo::new(move |_| {
        let of = |kinds: &ShownKinds| kinds.kinds.iter().map(|kind| (kinds.run, kind.number)).collect::<Vec<_>>();
        kinds.with(|kinds| kinds.as_deref().map(of)).unwrap_or_default()
    });
    let row = move |(run, number): (u32, Option<u32>)| {
        let kind = Memo::new(move |_| {
            kinds.with(|kinds| kinds.as_ref()?.kinds.iter().find(|kind| kind.number == number).cloned())
        });
        view! { <NewKind fleet release run kind asked /> }
    };
    let progress = move || {
        (!is_read.get()).then(|| {
            let done = feed.streams.with(read_devices);
            let text = format!("Read {} of {}", grouped(done), counted(total, "device", "devices"));
            #[expect(clippy::cast_precision_loss, reason = "devices are few")]
            let share = done as f64 / total.max(1) as f64;
            view! {
                <div class="in" role="status"><p class="small muted tn">{text.clone()}</p><ProgressBar value=Some(share) text /></div>
            }
        })
    };
    let said = move || {
        is_read.get().then(|| kinds.with(|kinds| kinds.as_ref().and_then(|kinds| outcome(kinds, total)))).flatten()
    };
    let refused = move || {
        let broken = feed.broken.get().map(str::to_owned);
        let why = broken.or_else(|| {
            feed.streams.with(|streams| {
                let refused = counted(u64::from(streams.refused), "device", "devices");
                (streams.refused > 0).then(|| {
                    format!("The logs of {refused} could not be read: {}", streams.why.clone().unwrap_or_default())
                })
            })
        });
        why.map(|why| view! { <p class="in fail-t small" role="alert">{why}</p> })
    };
    let by_name: std::collections::HashMap<String, _> =
        runners.devices.iter().map(|(name, runner)| (name.clone(), runner.uuid.clone())).collect();
    let href = move |(name, sign): (String, String)| {
        let tab = DeviceTab::Logs(LogQuery::default().with_kind(sign, false));
        Some(Place::Device { uuid: by_name.get(&name)?.clone(), tab }.to_string())
    };
=======
>>>>>>> logs-kinds
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
<<<<<<< HEAD
    fn what_is_said_where_there_is_no_list() {
        let kinds = |rows, devices_before, news| ShownKinds {
            rows,
            devices_before,
            news,
            is_whole: true,
            ..ShownKinds::default()
        };
        assert_eq!(
            outcome(&kinds(48_000, 90, 0), 120).as_deref(),
            Some("No new kinds in 48,000 lines of 120 devices.")
        );
        assert!(outcome(&kinds(9, 0, 0), 2).is_some_and(|said| said.starts_with("There is nothing to compare with")));
        assert!(outcome(&kinds(0, 0, 0), 1).is_some_and(|said| said.ends_with("the services of 1 device.")));
        assert_eq!(outcome(&kinds(9, 1, 1), 1), None);
    }

    #[test]
    fn logs_are_read_when_each_has_come_or_cannot() {
        let streams = |live, refused| Streams { followed: 3, live, refused, ..Streams::default() };
        assert!(!is_read(&streams(2, 0)) && is_read(&streams(2, 1)) && !is_read(&Streams::default()));
=======
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
>>>>>>> logs-kinds
    }
}
