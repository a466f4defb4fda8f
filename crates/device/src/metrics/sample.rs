//! One reading of everything, in the steps in which it is reported.

use std::fs;
use std::path::Path;

use nix::sys::statvfs::statvfs;
use wire::device_state::DeviceReport;

use super::cpu::CpuTimes;
use super::network;

const MIB: u64 = 1_024 * 1_024;

/// Reads metrics; CPU use is measured since the reading before.
#[derive(Debug, Default)]
pub(crate) struct Sampler {
    cpu: Option<CpuTimes>,
}

impl Sampler {
    /// What cannot be measured here stays absent.
    pub(crate) fn read(&mut self, data: &Path) -> DeviceReport {
        let now = CpuTimes::now();
        let cpu = now.zip(self.cpu).and_then(|(now, earlier)| now.usage_since(earlier));
        self.cpu = now;
        let memory = memory();
        let storage = storage(data);
        DeviceReport {
            cpu_usage: cpu.map(|usage| step(usage, 5.0)),
            cpu_temp: temperature(),
            memory_usage: memory.map(|(used, _)| step(used, 10.0)),
            memory_total: memory.map(|(_, total)| total),
            storage_usage: storage.map(|(used, _)| step(used, 20.0)),
            storage_total: storage.map(|(_, total)| total),
            ip_address: network::ip_addresses(),
            mac_address: network::mac_addresses(),
            ..DeviceReport::default()
        }
    }
}

/// The nearest multiple: a report for every byte would be a report without end.
fn step(value: f64, width: f64) -> f64 {
    (value / width).round() * width
}

#[expect(clippy::cast_precision_loss, reason = "megabytes fit 52 bits")]
fn megabytes(bytes: u64) -> f64 {
    (bytes / MIB) as f64
}

/// Used and total, in MB.
fn memory() -> Option<(f64, f64)> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let field = |name: &str| -> Option<u64> {
        let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
        rest.trim_start_matches(':').split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1_024)
    };
    let (total, available) = (field("MemTotal")?, field("MemAvailable")?);
    Some((megabytes(total.saturating_sub(available)), megabytes(total)))
}

/// Used and total of the file system the device lives on, in MB.
fn storage(path: &Path) -> Option<(f64, f64)> {
    let file_system = statvfs(path).ok()?;
    let bytes = |blocks: u64| blocks.saturating_mul(file_system.fragment_size());
    let used = file_system.blocks().saturating_sub(file_system.blocks_free());
    Some((megabytes(bytes(used)), megabytes(bytes(file_system.blocks()))))
}

/// The hottest zone, in °C; absent where the machine has none.
fn temperature() -> Option<f64> {
    let zones = fs::read_dir("/sys/class/thermal").ok()?;
    let readings = zones.flatten().filter_map(|zone| {
        let text = fs::read_to_string(zone.path().join("temp")).ok()?;
        text.trim().parse::<f64>().ok().map(|milli| (milli / 1_000.0).round())
    });
    readings.filter(|degrees| (-60.0..=200.0).contains(degrees)).reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_of_this_machine() {
        let mut sampler = Sampler::default();
        assert_eq!(sampler.read(Path::new("/")).cpu_usage, None);
        let sample = sampler.read(Path::new("/"));
        let (used, total) = (sample.memory_usage.unwrap(), sample.memory_total.unwrap());
        assert!(used > 0.0 && used <= total + 10.0);
        assert!(sample.storage_total.unwrap() > 0.0);
        assert!((step(47.4, 5.0) - 45.0).abs() < f64::EPSILON);
    }
}
