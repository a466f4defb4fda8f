//! The way of a new device from its registration to running its release, as far as the API tells it.

use crate::timestamp::Timestamp;

/// What is known of a device on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstBoot {
    pub id: i64,
    pub uuid: crate::device_uuid::DeviceUuid,
    pub name: String,
    pub registered_at: Timestamp,
    /// When the device's heartbeat last changed; it has one only once it asks with a key of its own.
    pub heartbeat_at: Option<Timestamp>,
    /// When its link last came up or went down.
    pub link_at: Option<Timestamp>,
    pub is_linked: bool,
    /// When its first image was installed or began to be.
    pub download_at: Option<Timestamp>,
    /// All images of its target are there.
    pub is_downloaded: bool,
    /// Percent, while it downloads.
    pub progress: Option<u8>,
    /// The release it runs.
    pub running: Option<String>,
    /// The release it is to run; none when its fleet has none.
    pub target: Option<String>,
}

/// A step of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    Registered,
    KeyDropped,
    LinkUp,
    FirstDownload,
    Running,
}

impl Stage {
    /// In order.
    pub const ALL: [Self; 5] = [Self::Registered, Self::KeyDropped, Self::LinkUp, Self::FirstDownload, Self::Running];

    /// Its words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Registered => "First contact, device registered",
            Self::KeyDropped => "Provisioning key dropped",
            Self::LinkUp => "Link up",
            Self::FirstDownload => "First download",
            Self::Running => "Running",
        }
    }

    /// What it usually is when a device stays before this step.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Registered => {
                "Not registered: the network does not reach the API, or the key has ended or is revoked."
            }
            Self::KeyDropped => {
                "Has not asked with its own key yet: the clock may be wrong, so TLS refuses the server."
            }
            Self::LinkUp => "No link: a firewall that lets HTTPS out but not the VPN or WebSocket is the usual cause.",
            Self::FirstDownload => "Images are large and networks slow; a full or slow SD card stops here too.",
            Self::Running => "Images are there but not all services run: look at the device's log.",
        }
    }
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Done,
    /// What the device is at.
    Now,
    Todo,
}

/// A step, where it stands, and when it was done, as far as the API keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepOfBoot {
    pub stage: Stage,
    pub standing: Standing,
    pub at: Option<Timestamp>,
}

impl FirstBoot {
    /// The steps in order. One that is done shows that all before it are.
    pub fn steps(&self) -> [StepOfBoot; 5] {
        let is_running = self.running.is_some();
        let done = [
            true,
            self.heartbeat_at.is_some(),
            self.link_at.is_some() || self.is_linked,
            self.is_downloaded,
            is_running && (self.target.is_none() || self.running == self.target),
        ];
        let last = done.iter().rposition(|done| *done).unwrap_or(0);
        let at = [Some(self.registered_at), self.heartbeat_at, self.link_at, self.download_at, None];
        std::array::from_fn(|place| StepOfBoot {
            stage: Stage::ALL[place],
            standing: match place.cmp(&(last + 1)) {
                std::cmp::Ordering::Less => Standing::Done,
                std::cmp::Ordering::Equal => Standing::Now,
                std::cmp::Ordering::Greater => Standing::Todo,
            },
            at: at[place].filter(|_| place <= last),
        })
    }

    /// It runs what it is to run.
    pub fn is_done(&self) -> bool {
        self.steps()[4].standing == Standing::Done
    }

    /// Nothing was ever heard of it: it was registered beforehand.
    pub const fn is_waiting(&self) -> bool {
        self.heartbeat_at.is_none() && self.link_at.is_none() && !self.is_linked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boot() -> FirstBoot {
        FirstBoot {
            id: 1,
            uuid: "7f3a9c1e2b04d5a67f3a9c1e2b04d5a6".parse().unwrap(),
            name: "basin".to_owned(),
            registered_at: Timestamp::from_millis(1_000),
            heartbeat_at: None,
            link_at: None,
            is_linked: false,
            download_at: None,
            is_downloaded: false,
            progress: None,
            running: None,
            target: Some("2.14.1".to_owned()),
        }
    }

    #[test]
    fn a_later_step_shows_that_the_earlier_are_done() {
        let mut device = boot();
        assert!(device.is_waiting());
        assert_eq!(device.steps().map(|step| step.standing)[..3], [Standing::Done, Standing::Now, Standing::Todo]);
        device.link_at = Some(Timestamp::from_millis(3_000));
        let steps = device.steps();
        assert_eq!((steps[1].standing, steps[1].at), (Standing::Done, None));
        assert_eq!((steps[3].standing, steps[4].standing), (Standing::Now, Standing::Todo));
        device.running = Some("2.14.0".to_owned());
        assert!(!device.is_done(), "it is still on its way");
        device.running = Some("2.14.1".to_owned());
        assert!(device.is_done() && !device.is_waiting());
    }
}
