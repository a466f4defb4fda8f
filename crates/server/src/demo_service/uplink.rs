//! An uplink: gathers readings and says what it would send, as JSON lines.

use std::io;

use serde_json::json;

use super::figures::Figures;
use super::say::{out, pause};

pub(super) fn run(release: &str) -> io::Result<()> {
    let mut batch: u64 = 0;
    let mut gathered = Vec::new();
    loop {
        let figures = Figures::read()?;
        gathered.push(figures.load);
        if gathered.len() == 4 {
            batch += 1;
            #[expect(clippy::cast_precision_loss, reason = "it is four")]
            let mean = gathered.iter().sum::<f64>() / gathered.len() as f64;
            let line = json!({
                "level": if batch.is_multiple_of(15) { "warn" } else { "info" },
                "msg": if batch.is_multiple_of(15) { "queue longer than usual" } else { "batch sent" },
                "batch": batch, "readings": gathered.len(), "mean_load": (mean * 100.0).round() / 100.0,
                "bytes": 96 + gathered.len() * 24, "release": release,
            });
            out(&line.to_string())?;
            gathered.clear();
        }
        pause(1_500);
    }
}
