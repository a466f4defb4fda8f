//! The variables as a file: what wins for all services as `.env`, what is set here as CSV.

use model::env_file;
use model::resolver::{Resolved, Whose};
use model::variable_csv;

use super::desk::Desk;
use crate::services::download::offer;

/// Offers the file. `name` is the fleet's or the device's.
pub(super) fn save(desk: Desk, lines: &[Resolved], name: &str, kind: &str) {
    let is_saved = if kind == "csv" {
        offer(&csv(desk), "text/csv;charset=utf-8", &format!("{name}-variables.csv")).is_ok()
    } else {
        offer(&env(lines), "text/plain;charset=utf-8", &format!("{name}.env")).is_ok()
    };
    if !is_saved {
        desk.toasts.failed("The file was not saved", "The browser did not allow the download.");
    }
}

/// What all services see. Values for one service only are left out: `.env` has no word for a service.
fn env(lines: &[Resolved]) -> String {
    let general = lines.iter().filter(|line| !matches!(line.whose, Whose::Service(_)));
    env_file::write(general.filter_map(|line| Some((line.name.as_str(), line.winner()?.value.as_str()))))
}

/// What is set at this page's own levels, by service.
fn csv(desk: Desk) -> String {
    desk.peek(|book| {
        let own = book.variables.iter().filter(|one| one.slot.level.is_of_device() == book.device.is_some());
        let rows = own.map(|one| {
            let service = one.service.and_then(|id| book.service(id)).map_or("", |service| service.name.as_str());
            vec![one.name.as_str(), one.value.as_str(), service]
        });
        variable_csv::write(&["name", "value", "service"], rows)
    })
    .unwrap_or_default()
}
