//! The words of pinning a fleet: who goes where, and who stays.

use std::fmt::Write;

use model::device::Device;
use model::figure::counted;
use model::release::Release;

use super::release_picker::Consequence;

/// What pinning a fleet of these devices to `release` does. Devices that are pinned themselves stay.
pub fn consequence(devices: &[Device], release: &Release) -> Consequence {
    let own = devices.iter().filter(|device| device.pinned.is_some()).count() as u64;
    let follow = devices.len() as u64 - own;
    let already = devices
        .iter()
        .filter(|device| {
            device.pinned.is_none() && device.running.as_ref().is_some_and(|running| running.id == release.id)
        })
        .count() as u64;
    said(&release.label, follow, already, own)
}

/// The same by numbers: devices that follow the fleet, those of them that run the release, and those pinned themselves.
pub fn said(label: &str, follow: u64, already: u64, own: u64) -> Consequence {
    let goes = if follow == 1 { "goes" } else { "go" };
    let mut sentence = format!(
        "{} {goes} to {} and {} there until you pin another release or track the latest.",
        counted(follow, "device", "devices"),
        label,
        if follow == 1 { "stays" } else { "stay" },
    );
    if already > 0 {
        let _ = write!(sentence, " {already} of them {} it already.", if already == 1 { "runs" } else { "run" });
    }
    if own > 0 {
        let verb = if own == 1 { "is" } else { "are" };
        let _ = write!(sentence, " {} {verb} pinned by itself and stays.", counted(own, "device", "devices"));
    }
    Consequence { sentence, action: format!("Pin {}", counted(follow, "device", "devices")) }
}
