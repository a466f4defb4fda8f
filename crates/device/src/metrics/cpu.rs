//! CPU use between two readings of `/proc/stat`.

use std::fs;

/// A reading: jiffies since boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CpuTimes {
    total: u64,
    idle: u64,
}

impl CpuTimes {
    /// Now; `None` where there is no `/proc`.
    pub(crate) fn now() -> Option<Self> {
        Self::parse(&fs::read_to_string("/proc/stat").ok()?)
    }

    fn parse(stat: &str) -> Option<Self> {
        let line = stat.lines().find_map(|line| line.strip_prefix("cpu "))?;
        // user nice system idle iowait irq softirq steal; guest time is counted in user already (proc(5)).
        let times: Vec<u64> = line.split_whitespace().take(8).map_while(|time| time.parse().ok()).collect();
        let idle = times.get(3)? + times.get(4).copied().unwrap_or(0);
        Some(Self { total: times.iter().sum(), idle })
    }

    /// Percent of all CPUs' time used since `earlier`.
    #[expect(clippy::cast_precision_loss, reason = "a percentage needs no more than 52 bits of jiffies")]
    pub(crate) fn usage_since(self, earlier: Self) -> Option<f64> {
        let total = self.total.checked_sub(earlier.total).filter(|total| *total > 0)?;
        let idle = self.idle.saturating_sub(earlier.idle).min(total);
        Some((total - idle) as f64 * 100.0 / total as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_is_the_share_of_time_not_idle() {
        let before = CpuTimes::parse("cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 1 1 1\n").unwrap();
        let after = CpuTimes::parse("cpu  130 0 110 860 0 0 0 0 99 0\n").unwrap();
        assert_eq!(after.usage_since(before), Some(40.0));
        assert_eq!(before.usage_since(before), None);
        assert_eq!(CpuTimes::parse("intr 5"), None);
    }
}
