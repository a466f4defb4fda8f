//! The rows both grids show: the xorshift numbers of `ag-grid/index.html`, in the same order.

use std::sync::Arc;

use table::cell::Cell;
use table::schema::{Choice, Field, Kind, Schema, Unit};
use table::table::Table;

const ONLINE: &[Choice] =
    &[Choice { word: "false", label: "false", aliases: &[] }, Choice { word: "true", label: "true", aliases: &[] }];
const PLAIN: Kind = Kind::Number(Unit::Plain);
/// The place of the columns that an update changes.
pub(crate) const CPU: usize = 8;
pub(crate) const ONLINE_AT: usize = 4;

/// Marsaglia's xorshift of 32 bits.
#[derive(Debug, Clone)]
pub(crate) struct Random(u32);

impl Default for Random {
    fn default() -> Self {
        Self(12_345)
    }
}

impl Random {
    fn bits(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    /// From 0 up to 1.
    pub(crate) fn share(&mut self) -> f64 {
        f64::from(self.bits()) / 4_294_967_296.0
    }

    /// A whole number below `end`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 up to end")]
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        (self.share() * f64::from(end)) as u32
    }
}

fn schema() -> Schema {
    // A word is looked for in every column, as the other grid does.
    let fields = [
        ("id", PLAIN),
        ("uuid", Kind::Text),
        ("name", Kind::Text),
        ("fleet", Kind::Word),
        ("online", Kind::Choice(ONLINE)),
        ("release", Kind::Word),
        ("os", Kind::Word),
        ("hb", PLAIN),
        ("cpu", PLAIN),
        ("mem", PLAIN),
    ];
    Schema::new(fields.map(|(name, kind)| Field::new(name, name, kind).searched()))
}

pub(crate) fn word(is_online: bool) -> &'static str {
    if is_online { "true" } else { "false" }
}

/// So many rows.
pub(crate) fn table(count: u32, random: &mut Random) -> Table {
    let mut table = Table::new(Arc::new(schema()));
    for id in 0..count {
        let uuid = format!("{:08x}{:08x}", random.bits(), random.bits());
        let name = format!("device-{}", random.below(1_000_000));
        let fleet = format!("fleet-{}", random.below(20));
        let is_online = random.share() < 0.8;
        let release = format!("v1.{}.{}", random.below(30), random.below(9));
        let os = format!("balenaOS 2.{}", random.below(120));
        let beat = 1_763_800_000.0 - f64::from(random.below(1_000_000));
        let (cpu, memory) = (f64::from(random.below(100)), f64::from(random.below(100)));
        let cells = [
            Cell::Number(f64::from(id)),
            Cell::Text(&uuid),
            Cell::Text(&name),
            Cell::Text(&fleet),
            Cell::Text(word(is_online)),
            Cell::Text(&release),
            Cell::Text(&os),
            Cell::Number(beat),
            Cell::Number(cpu),
            Cell::Number(memory),
        ];
        table.put(i64::from(id), &cells);
    }
    table
}
