//! Who writes: pairs of device and source as small numbers, with how many rows each has now.

use std::collections::HashMap;

/// The name of all beyond the most that are told apart.
const OVERFLOW: &str = "others";
/// Most different source names told apart; a fleet has far fewer services.
const MAX_SOURCES: usize = 512;
/// Most pairs told apart; a row has sixteen bits for its own.
const MAX_ORIGINS: usize = u16::MAX as usize;

/// A device's source; names by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) device: u16,
    pub(crate) source: u16,
}

/// All that were seen, in the order they first wrote.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    devices: Names,
    sources: Names,
    pairs: Vec<Origin>,
    by_pair: HashMap<(u16, u16), u16>,
    rows: Vec<usize>,
    /// The last one asked for: lines of one source come together.
    last: Option<u16>,
}

/// Names and their numbers.
#[derive(Debug, Clone, Default)]
struct Names {
    all: Vec<String>,
    by_name: HashMap<String, u16>,
}

impl Names {
    fn name(&self, number: u16) -> &str {
        self.all.get(usize::from(number)).map_or("", String::as_str)
    }

    fn number(&mut self, name: &str, most: usize) -> u16 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let name = if self.all.len() + 1 < most { name } else { OVERFLOW };
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        self.all.push(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        number
    }
}

impl Origins {
    /// The number of a pair. Beyond the bounds a device's sources, and then devices, are kept as one.
    pub(crate) fn number(&mut self, device: &str, source: &str) -> u16 {
        if let Some(last) = self.last
            && self.names(last) == (device, source)
        {
            return last;
        }
        let device = self.devices.number(device, MAX_ORIGINS);
        let source = self.sources.number(source, MAX_SOURCES);
        let number = match self.by_pair.get(&(device, source)) {
            Some(number) => *number,
            None if self.pairs.len() < MAX_ORIGINS => {
                let number = u16::try_from(self.pairs.len()).unwrap_or(u16::MAX);
                self.pairs.push(Origin { device, source });
                self.rows.push(0);
                self.by_pair.insert((device, source), number);
                number
            }
            None => u16::try_from(MAX_ORIGINS - 1).unwrap_or(u16::MAX),
        };
        self.last = Some(number);
        number
    }

    /// Device and source of a number; empty for one that is none.
    pub(crate) fn names(&self, number: u16) -> (&str, &str) {
        self.pair(number).map_or(("", ""), |pair| (self.devices.name(pair.device), self.sources.name(pair.source)))
    }

    pub(crate) fn device(&self, number: u16) -> &str {
        self.devices.name(number)
    }

    pub(crate) fn source(&self, number: u16) -> &str {
        self.sources.name(number)
    }

    pub(crate) fn pair(&self, number: u16) -> Option<Origin> {
        self.pairs.get(usize::from(number)).copied()
    }

    pub(crate) fn pairs(&self) -> &[Origin] {
        &self.pairs
    }

    pub(crate) fn devices(&self) -> &[String] {
        &self.devices.all
    }

    pub(crate) fn sources(&self) -> &[String] {
        &self.sources.all
    }

    pub(crate) fn count(&mut self, number: u16) {
        if let Some(rows) = self.rows.get_mut(usize::from(number)) {
            *rows += 1;
        }
    }

    pub(crate) fn uncount(&mut self, number: u16) {
        if let Some(rows) = self.rows.get_mut(usize::from(number)) {
            *rows = rows.saturating_sub(1);
        }
    }

    pub(crate) fn forget_rows(&mut self) {
        self.rows.fill(0);
    }

    /// Rows by the number of the source, or of the device.
    pub(crate) fn rows_by(&self, of: impl Fn(&Origin) -> u16, names: usize) -> Vec<usize> {
        let mut rows = vec![0; names];
        for (pair, count) in self.pairs.iter().zip(&self.rows) {
            if let Some(sum) = rows.get_mut(usize::from(of(pair))) {
                *sum += count;
            }
        }
        rows
    }
}
