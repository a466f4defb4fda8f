//! The machine's own figures, from /proc.

use std::fs;
use std::io;

/// What a reading holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figures {
    /// Average number of runnable processes over a minute.
    pub(super) load: f64,
    /// MB.
    pub(super) memory_free: u64,
    /// Seconds.
    pub(super) uptime: f64,
}

impl Figures {
    /// Reads them.
    pub(super) fn read() -> io::Result<Self> {
        let first = |text: &str| text.split_ascii_whitespace().next().and_then(|word| word.parse::<f64>().ok());
        let bad = |name: &str| io::Error::new(io::ErrorKind::InvalidData, format!("{name} cannot be read"));
        let meminfo = fs::read_to_string("/proc/meminfo")?;
        let available = meminfo.lines().find_map(|line| {
            let kilobytes = line.strip_prefix("MemAvailable:")?.trim().strip_suffix(" kB")?;
            kilobytes.parse::<u64>().ok()
        });
        Ok(Self {
            load: first(&fs::read_to_string("/proc/loadavg")?).ok_or_else(|| bad("/proc/loadavg"))?,
            memory_free: available.ok_or_else(|| bad("/proc/meminfo"))? / 1_024,
            uptime: first(&fs::read_to_string("/proc/uptime")?).ok_or_else(|| bad("/proc/uptime"))?,
        })
    }
}
