//! The device as the sections of its page read it.

use leptos::prelude::*;
use model::device::DeviceDetail;

/// The device as the page's parts read it. Copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// Present in every part that is drawn.
    detail: Memo<Option<DeviceDetail>>,
}

impl Shown {
    pub(super) const fn new(detail: Memo<Option<DeviceDetail>>) -> Self {
        Self { detail }
    }

    /// Reads the device, reactively.
    pub(super) fn read<T>(self, read: impl FnOnce(&DeviceDetail) -> T) -> Option<T> {
        self.detail.with(|detail| detail.as_ref().map(read))
    }

    /// Reads it once.
    pub(super) fn peek<T>(self, read: impl FnOnce(&DeviceDetail) -> T) -> Option<T> {
        self.detail.with_untracked(|detail| detail.as_ref().map(read))
    }

    /// A part of it as a signal that changes only when the part does.
    pub(super) fn memo<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: fn(&DeviceDetail) -> T,
    ) -> Memo<Option<T>> {
        Memo::new(move |_| self.read(read))
    }
}
