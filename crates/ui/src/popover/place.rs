//! Where a floating layer goes: under its anchor, over it when there is no room, always inside the viewport.

/// Which edge of the layer meets which edge of its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Left edges meet.
    #[default]
    Start,
    /// Right edges meet.
    End,
}

/// Distance to the anchor, px.
const GAP: f64 = 4.0;
/// Least distance to the edge of the viewport, px.
const MARGIN: f64 = 8.0;

/// A box in viewport coordinates, px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Rect {
    pub(crate) fn of(element: &web_sys::Element) -> Self {
        let rect = element.get_bounding_client_rect();
        Self { left: rect.left(), top: rect.top(), width: rect.width(), height: rect.height() }
    }
}

/// The left and top of a layer of `size` beside `anchor` in a viewport of the given width and height.
pub(crate) fn place(anchor: Rect, size: (f64, f64), viewport: (f64, f64), align: Align) -> (f64, f64) {
    let (width, height) = size;
    let left = match align {
        Align::Start => anchor.left,
        Align::End => anchor.left + anchor.width - width,
    };
    let below = anchor.top + anchor.height + GAP;
    let above = anchor.top - GAP - height;
    let fits_below = below + height + MARGIN <= viewport.1;
    let top = if fits_below || above < MARGIN { below } else { above };
    (within(left, width, viewport.0), within(top, height, viewport.1))
}

fn within(start: f64, length: f64, room: f64) -> f64 {
    start.min(room - length - MARGIN).max(MARGIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Align, MARGIN, Rect, place};

    const ANCHOR: Rect = Rect { left: 100.0, top: 100.0, width: 80.0, height: 30.0 };

    #[test]
    fn opens_below_and_flips_when_there_is_no_room() {
        assert_eq!(place(ANCHOR, (200.0, 300.0), (800.0, 600.0), Align::Start), (100.0, 134.0));
        let low = Rect { top: 500.0, ..ANCHOR };
        assert_eq!(place(low, (200.0, 300.0), (800.0, 600.0), Align::Start), (100.0, 196.0));
        let right = Rect { left: 700.0, ..ANCHOR };
        assert_eq!(place(right, (200.0, 300.0), (800.0, 600.0), Align::End), (580.0, 134.0));
    }

    proptest! {
        #[test]
        fn stays_in_a_viewport_that_can_hold_it(left in 0.0..390.0, top in 0.0..800.0, width in 10.0..370.0, height in 10.0..700.0) {
            let anchor = Rect { left, top, ..ANCHOR };
            let (x, y) = place(anchor, (width, height), (390.0, 844.0), Align::End);
            prop_assert!(x >= MARGIN && x + width <= 390.0 - MARGIN + 1e-9);
            prop_assert!(y >= MARGIN && y + height <= 844.0 - MARGIN + 1e-9);
        }
    }
}
