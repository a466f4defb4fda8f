//! A sensor: reads the machine's figures every two seconds (or `SENSOR_INTERVAL_MS`) and tells them.

use std::io;

use super::figures::Figures;
use super::say::{err, out, pause};

/// Above so many runnable processes a core a reading is a warning.
const BUSY: usize = 4;

pub(super) fn run(release: &str) -> io::Result<()> {
    let every = std::env::var("SENSOR_INTERVAL_MS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000).max(10);
    out(&format!("INFO  sensor {release} ready, every {every} ms"))?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    #[expect(clippy::cast_precision_loss, reason = "cores are few")]
    let busy = (BUSY * cores) as f64;
    let mut n: u64 = 0;
    loop {
        n += 1;
        let Figures { load, memory_free, uptime } = Figures::read()?;
        out(&format!("INFO  reading n={n} load={load:.2} mem_free_mb={memory_free} uptime_s={uptime:.0}"))?;
        if load > busy {
            err(&format!("WARN  reading n={n} load {load:.2} is above {busy:.0}: the next one may be late"))?;
        }
        if n.is_multiple_of(30) {
            out(&format!("DEBUG calibration n={n} offset=0.00 ok"))?;
        }
        pause(every);
    }
}
