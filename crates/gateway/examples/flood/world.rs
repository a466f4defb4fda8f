//! The devices and their clocks: how many lines each has written by now follows from the time alone.

use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use model::device_uuid::DeviceUuid;
use tokio::sync::watch;
use wire::log_line::LogLine;

use crate::Failed;
use crate::arguments::Arguments;
use crate::words::Lines;

/// Devices write at least so much at once, so that many lines cost few wake-ups.
const AT_ONCE: Duration = Duration::from_millis(15);
/// Lines a second.
pub(crate) const RATE: f64 = 10.0;
/// Services a device has.
const SERVICES: u64 = 3;

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) devices: u64,
    rate: f64,
    /// Lines of each device.
    limit: u64,
    lines: Lines,
    start_asked: bool,
    began: OnceLock<(Instant, i64)>,
    started: watch::Sender<bool>,
}

impl World {
    pub(crate) fn new(arguments: &Arguments) -> Result<Self, Failed> {
        Ok(Self {
            devices: arguments.devices.max(1),
            rate: arguments.rate.unwrap_or(RATE).max(0.001),
            limit: arguments.total / arguments.devices.max(1),
            lines: Lines::read(arguments.lines.as_deref())?,
            start_asked: arguments.start_asked,
            began: OnceLock::new(),
            started: watch::Sender::new(false),
        })
    }

    /// The uuid of a device, by its number from 0.
    pub(crate) fn uuid(number: u64) -> String {
        format!("f100d{number:027x}")
    }

    /// The number of a device.
    pub(crate) fn number(&self, uuid: &DeviceUuid) -> Option<u64> {
        let digits = uuid.as_str().strip_prefix("f100d").filter(|digits| digits.len() == 27)?;
        u64::from_str_radix(digits, 16).ok().filter(|number| *number < self.devices)
    }

    /// Somebody follows a device.
    pub(crate) fn followed(&self) {
        if !self.start_asked {
            self.start();
        }
    }

    /// The clock starts.
    pub(crate) fn start(&self) {
        self.began.get_or_init(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            (Instant::now(), i64::try_from(now.as_millis()).unwrap_or_default())
        });
        self.started.send_replace(true);
    }

    /// How many lines each device has written.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time since the start, and positive")]
    pub(crate) fn written(&self) -> u64 {
        let Some((began, _)) = self.began.get() else { return 0 };
        ((began.elapsed().as_secs_f64() * self.rate) as u64).min(self.limit)
    }

    /// Waits until there is more than `position`; how much.
    pub(crate) async fn more_than(&self, position: u64) -> u64 {
        let _ = self.started.subscribe().wait_for(|started| *started).await;
        loop {
            let written = self.written();
            if written > position {
                return written;
            }
            if position >= self.limit {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(AT_ONCE.max(Duration::from_secs_f64(1.0 / self.rate))).await;
        }
    }

    /// Writes lines after `position` up to `until` to `out`, with `between` after each but the last.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "milliseconds of a bench")]
    pub(crate) fn write(&self, position: u64, until: u64, between: u8, out: &mut Vec<u8>) {
        let began = self.began.get().map_or(0, |(_, began)| *began);
        for n in position + 1..=until {
            let at = began + (n as f64 * 1_000.0 / self.rate) as i64;
            let line = LogLine {
                created_at: at,
                timestamp: at,
                is_system: false,
                is_std_err: n.is_multiple_of(11),
                service_id: i64::try_from(1 + n % SERVICES).ok(),
                message: self.lines.message(n),
                sequence: Some(n),
            };
            if serde_json::to_writer(&mut *out, &line).is_ok() && (n < until || between == b'\n') {
                out.push(between);
            }
        }
    }
}
