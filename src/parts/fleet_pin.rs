//! The words of pinning a fleet: who goes where, and who stays.

use std::fmt::Write;

use model::figure::counted;

use super::release_picker::Consequence;

/// What pinning a fleet does: devices that follow it, those of them that run the release, and those pinned themselves, who
/// stay.
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
