//! What the flood is told on its command line.

use std::path::PathBuf;

use crate::Failed;

/// `--name value` each.
#[derive(Debug, Clone)]
pub(crate) struct Arguments {
    /// The dashboard's files.
    pub(crate) dist: PathBuf,
    /// 0 for any that is free.
    pub(crate) port: u16,
    pub(crate) devices: u64,
    /// Lines a second of each device; each way to run has its own where nothing is said.
    pub(crate) rate: Option<f64>,
    /// Lines of all devices together, shared equally.
    pub(crate) total: u64,
    /// A file whose lines are written, over and over; else lines have numbers in them.
    pub(crate) lines: Option<PathBuf>,
    /// Whether writing begins when it is asked for, and not with the first follower.
    pub(crate) start_asked: bool,
    /// Of the measuring: readers that never read, readers that do, and seconds.
    pub(crate) stalled: usize,
    pub(crate) healthy: usize,
    pub(crate) seconds: u64,
}

impl Arguments {
    /// Reads them; what is not said is as benches have it.
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self, Failed> {
        let mut read = Self {
            dist: PathBuf::from("dist"),
            port: 0,
            devices: 2_000,
            rate: None,
            total: u64::MAX,
            lines: None,
            start_asked: false,
            stalled: 500,
            healthy: 200,
            seconds: 120,
        };
        while let Some(name) = words.next() {
            let value = words.next().ok_or_else(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--dist" => read.dist = value.into(),
                "--port" => read.port = value.parse()?,
                "--devices" => read.devices = value.parse()?,
                "--rate" => read.rate = Some(value.parse()?),
                "--total" => read.total = value.parse()?,
                "--lines" => read.lines = Some(value.into()),
                "--start" => read.start_asked = value == "asked",
                "--stalled" => read.stalled = value.parse()?,
                "--healthy" => read.healthy = value.parse()?,
                "--seconds" => read.seconds = value.parse()?,
                _ => return Err(format!("{name} is not known").into()),
            }
        }
        Ok(read)
    }
}

/// Where a flood's gateway keeps its files.
pub(crate) fn data_of(process: u32) -> PathBuf {
    std::env::temp_dir().join(format!("binnacle-flood-{process}"))
}
