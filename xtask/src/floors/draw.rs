//! The picture of the floors: crates as rooms, storey by storey, and who stands on whom.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::table::Tables;
use crate::house::{self, Member};

const ROOM_WIDTH: usize = 124;
const ROOM_HEIGHT: usize = 36;
const GAP: usize = 20;
const STOREY: usize = 96;
const MARGIN: usize = 32;

/// Draws the edges that are; an edge that another way already implies is left out.
pub(crate) fn svg(tables: &Tables, members: &[Member]) -> String {
    let shown: Vec<&Member> = members.iter().filter(|member| !aside(tables, member)).collect();
    let uses: HashMap<&str, Vec<&str>> =
        shown.iter().map(|member| (member.name.as_str(), member.uses.iter().map(String::as_str).collect())).collect();
    let storeys = storeys(tables, &shown, &uses);
    let widest = storeys.iter().map(Vec::len).max().unwrap_or(1);
    let width = MARGIN * 2 + widest * (ROOM_WIDTH + GAP) - GAP;
    let height = MARGIN * 2 + storeys.len() * STOREY - (STOREY - ROOM_HEIGHT);

    let mut places: HashMap<&str, (usize, usize)> = HashMap::new();
    for (level, rooms) in storeys.iter().rev().enumerate() {
        let row = rooms.len() * (ROOM_WIDTH + GAP) - GAP;
        for (index, room) in rooms.iter().enumerate() {
            places.insert(room, ((width - row) / 2 + index * (ROOM_WIDTH + GAP), MARGIN + level * STOREY));
        }
    }

    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         font-family=\"Inter, system-ui, sans-serif\" font-size=\"13\">\n\
         <title>Binnacle's crates: each stands only on those below it</title>\n\
         <style>.room{{fill:#fff;stroke:#c9ccd6}}.name{{fill:#1b1d26;text-anchor:middle}}\
         .edge{{fill:none;stroke:#8a90a3}}@media(prefers-color-scheme:dark){{.room{{fill:#1b1d26;stroke:#4a4f60}}\
         .name{{fill:#e8eaf0}}}}</style>\n"
    );
    for member in &shown {
        let name = member.name.as_str();
        for used in needed(name, &uses) {
            edge(&mut out, places[name], places[used]);
        }
    }
    for rooms in &storeys {
        for room in rooms {
            let (x, y) = places[room];
            let _ = writeln!(
                out,
                "<rect class=\"room\" x=\"{x}\" y=\"{y}\" width=\"{ROOM_WIDTH}\" height=\"{ROOM_HEIGHT}\" rx=\"6\"/>\
                 <text class=\"name\" x=\"{}\" y=\"{}\">{}</text>",
                x + ROOM_WIDTH / 2,
                y + 23,
                if *room == house::DASHBOARD { "src (the SPA)" } else { room },
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Crates that are neither used nor use anything stand beside the house.
fn aside(tables: &Tables, member: &Member) -> bool {
    member.name != house::DASHBOARD
        && member.uses.is_empty()
        && !tables.crates.iter().any(|row| row.may_use.iter().flatten().any(|name| *name == member.name))
        && matches!(member.name.as_str(), "xtask" | "utilities")
}

/// Each crate one storey above the highest it uses; within a storey, the table's order.
fn storeys<'a>(tables: &Tables, shown: &[&'a Member], uses: &HashMap<&'a str, Vec<&'a str>>) -> Vec<Vec<&'a str>> {
    fn level<'a>(name: &'a str, uses: &HashMap<&'a str, Vec<&'a str>>) -> usize {
        uses.get(name).into_iter().flatten().map(|used| level(used, uses) + 1).max().unwrap_or(0)
    }
    let mut storeys: Vec<Vec<&str>> = Vec::new();
    for member in shown {
        let level = level(&member.name, uses);
        storeys.resize(storeys.len().max(level + 1), Vec::new());
        storeys[level].push(&member.name);
    }
    let order = |name: &&str| tables.crates.iter().position(|row| row.name == **name).unwrap_or(0);
    for rooms in &mut storeys {
        rooms.sort_by_key(order);
    }
    storeys
}

/// What a crate uses directly and through nobody else.
fn needed<'a>(name: &str, uses: &HashMap<&'a str, Vec<&'a str>>) -> Vec<&'a str> {
    fn reaches<'a>(from: &'a str, to: &str, uses: &HashMap<&'a str, Vec<&'a str>>) -> bool {
        uses.get(from).into_iter().flatten().any(|next| *next == to || reaches(next, to, uses))
    }
    let direct = uses.get(name).cloned().unwrap_or_default();
    direct.iter().copied().filter(|used| !direct.iter().any(|other| reaches(other, used, uses))).collect()
}

fn edge(out: &mut String, (from_x, from_y): (usize, usize), (to_x, to_y): (usize, usize)) {
    let (x1, y1) = (from_x + ROOM_WIDTH / 2, from_y + ROOM_HEIGHT);
    let (x2, y2) = (to_x + ROOM_WIDTH / 2, to_y);
    let bend = STOREY / 2 - 8;
    let _ = writeln!(
        out,
        "<path class=\"edge\" d=\"M{x1} {y1}C{x1} {} {x2} {} {x2} {y2}\"/>",
        y1 + bend,
        y2.saturating_sub(bend)
    );
}
