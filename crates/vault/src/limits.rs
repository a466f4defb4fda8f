//! How much the vault keeps, and what that makes of its files.

const MIB: u64 = 1024 * 1024;

/// Most devices that logs are kept of; the one that was silent longest makes room for another. Each holds a file open.
pub const MOST_DEVICES: usize = 256;

/// Bytes on the disk, never exceeded; the oldest lines go first, a chunk at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    bytes_total: u64,
    bytes_per_device: u64,
}

impl Default for Limits {
    /// 256 MiB, and 64 MiB of one device: about half a million lines of it.
    fn default() -> Self {
        Self::new(256 * MIB, 64 * MIB)
    }
}

impl Limits {
    /// Below a MiB of one device, or below one device's part, there would be no order to let chunks go in: these are raised.
    pub fn new(bytes_total: u64, bytes_per_device: u64) -> Self {
        let bytes_per_device = bytes_per_device.max(MIB);
        Self { bytes_total: bytes_total.max(bytes_per_device), bytes_per_device }
    }

    pub fn bytes_total(&self) -> u64 {
        self.bytes_total
    }

    pub fn bytes_per_device(&self) -> u64 {
        self.bytes_per_device
    }

    /// A chunk is closed at so many bytes: 4 MiB, or a sixteenth of a device's part where that is small.
    pub(crate) fn chunk_bytes(&self) -> u64 {
        (self.bytes_per_device / 16).min(4 * MIB)
    }
}
