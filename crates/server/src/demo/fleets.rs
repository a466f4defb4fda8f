//! What the demo consists of: fleets, services, releases, devices.

use crate::cli::DemoKind;

/// A fleet and all that is in it.
#[derive(Debug)]
pub(crate) struct DemoFleet {
    pub(crate) name: &'static str,
    pub(crate) device_type: &'static str,
    pub(crate) services: &'static [DemoService],
    /// From the oldest on.
    pub(crate) releases: &'static [DemoRelease],
    /// Whether the fleet stays on its oldest release, instead of following the newest.
    pub(crate) stays_on_old: bool,
    pub(crate) devices: &'static [DemoDevice],
}

/// A service and what it does.
#[derive(Debug)]
pub(crate) struct DemoService {
    pub(crate) name: &'static str,
    pub(crate) kind: DemoKind,
    /// Bytes that do not compress, so that downloads can be watched.
    pub(crate) size: usize,
}

/// A release.
#[derive(Debug)]
pub(crate) struct DemoRelease {
    pub(crate) semver: &'static str,
    pub(crate) note: &'static str,
    pub(crate) days_ago: i64,
}

/// What is special about a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Story {
    Plain,
    /// Seen once, then never again.
    Offline,
    /// A service holds the update lock while a new release waits.
    Locked,
    /// Pinned to the old release.
    Pinned,
}

/// A device.
#[derive(Debug)]
pub(crate) struct DemoDevice {
    pub(crate) name: &'static str,
    /// The fleet's own when empty.
    pub(crate) device_type: &'static str,
    pub(crate) story: Story,
    pub(crate) note: &'static str,
    pub(crate) tags: &'static [(&'static str, &'static str)],
}

const fn plain(name: &'static str, tags: &'static [(&'static str, &'static str)]) -> DemoDevice {
    DemoDevice { name, device_type: "", story: Story::Plain, note: "", tags }
}

/// All of it.
pub(crate) const FLEETS: &[DemoFleet] = &[
    DemoFleet {
        name: "greenhouse",
        device_type: "raspberrypi3-64",
        services: &[
            DemoService { name: "climate", kind: DemoKind::Sensor, size: 1_300_000 },
            DemoService { name: "irrigation", kind: DemoKind::Worker, size: 1_100_000 },
            DemoService { name: "display", kind: DemoKind::Web, size: 1_600_000 },
            DemoService { name: "probe", kind: DemoKind::Client, size: 700_000 },
        ],
        releases: &[
            DemoRelease { semver: "2.0.3", note: "Irrigates by soil moisture instead of by the clock.", days_ago: 41 },
            DemoRelease { semver: "2.1.0", note: "Night ventilation; the panel shows the last 24 hours.", days_ago: 3 },
        ],
        stays_on_old: true,
        devices: &[
            plain("bay-north-1", &[("site", "almere"), ("crop", "tomato")]),
            plain("bay-north-2", &[("site", "almere"), ("crop", "tomato")]),
            plain("bay-south-1", &[("site", "almere"), ("crop", "pepper")]),
            DemoDevice {
                name: "orchid-house",
                device_type: "raspberrypi5",
                story: Story::Plain,
                note: "Humidity must stay above 70 %. Ask Ines before you restart irrigation.",
                tags: &[("site", "lisse"), ("crop", "orchid")],
            },
            plain("propagator-3", &[("site", "lisse"), ("crop", "seedling")]),
            plain("nursery-8", &[("site", "lisse")]),
        ],
    },
    DemoFleet {
        name: "kiosk-signs",
        device_type: "intel-nuc",
        services: &[
            DemoService { name: "player", kind: DemoKind::Web, size: 1_900_000 },
            DemoService { name: "watchdog", kind: DemoKind::Client, size: 600_000 },
            DemoService { name: "scheduler", kind: DemoKind::Worker, size: 1_200_000 },
        ],
        releases: &[
            DemoRelease { semver: "3.2.0", note: "Plays portrait and landscape.", days_ago: 60 },
            DemoRelease { semver: "3.3.1", note: "Falls back to the timetable when the network is gone.", days_ago: 9 },
        ],
        stays_on_old: false,
        devices: &[
            plain("lobby-west", &[("floor", "0"), ("panel", "landscape")]),
            DemoDevice {
                name: "gate-b17",
                device_type: "generic-amd64",
                story: Story::Pinned,
                note: "Pinned for the airline's acceptance test until Friday.",
                tags: &[("floor", "1"), ("panel", "portrait")],
            },
            DemoDevice {
                name: "ticket-hall",
                device_type: "",
                story: Story::Locked,
                note: "Sells tickets: takes updates only when its scheduler lets go.",
                tags: &[("floor", "0"), ("critical", "yes")],
            },
            plain("lobby-east", &[("floor", "0"), ("panel", "landscape")]),
            plain("platform-4", &[("floor", "-1")]),
            plain("concourse-2", &[("floor", "1")]),
        ],
    },
    DemoFleet {
        name: "river-gauges",
        device_type: "raspberrypi4-64",
        services: &[
            DemoService { name: "gauge", kind: DemoKind::Sensor, size: 1_500_000 },
            DemoService { name: "uplink", kind: DemoKind::Uplink, size: 1_400_000 },
        ],
        releases: &[
            DemoRelease { semver: "1.4.2", note: "Averages over ten readings.", days_ago: 87 },
            DemoRelease { semver: "1.5.0", note: "Sends in batches; half the traffic.", days_ago: 12 },
        ],
        stays_on_old: false,
        devices: &[
            plain("ford-120", &[("river", "tyne"), ("km", "12.0")]),
            plain("weir-007", &[("river", "tyne"), ("km", "0.7")]),
            DemoDevice {
                name: "wharf-926",
                device_type: "",
                story: Story::Offline,
                note: "Battery swapped in spring. Signal is poor at low tide.",
                tags: &[("river", "tees"), ("km", "92.6")],
            },
            plain("mill-311", &[("river", "wear"), ("km", "31.1")]),
            plain("sluice-042", &[("river", "wear"), ("km", "4.2")]),
            plain("bridge-218", &[("river", "tees"), ("km", "21.8")]),
            plain("spillway-55", &[("river", "wear"), ("km", "5.5")]),
            plain("reed-bank-3", &[("river", "tyne"), ("km", "3.3")]),
        ],
    },
];
