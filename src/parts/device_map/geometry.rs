//! The map's plane and the window on it: tenths of degrees, west to east and north to south.

/// The world's width and height on the plane.
pub(super) const WORLD: (f64, f64) = (3600.0, 1800.0);
/// No closer than this: a px is about eleven metres at the equator.
const CLOSEST: f64 = 1000.0;
/// Around what is brought into sight, px.
const MARGIN: f64 = 48.0;

/// A point of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    /// From degrees.
    pub(super) fn of(latitude: f64, longitude: f64) -> Self {
        Self { x: (longitude + 180.0) * 10.0, y: (90.0 - latitude) * 10.0 }
    }

    /// `52.4° N 4.9° E`.
    pub(super) fn words(self) -> String {
        let (latitude, longitude) = (90.0 - self.y / 10.0, self.x / 10.0 - 180.0);
        let (north, east) = (if latitude < 0.0 { "S" } else { "N" }, if longitude < 0.0 { "W" } else { "E" });
        format!("{:.1}° {north} {:.1}° {east}", latitude.abs(), longitude.abs())
    }
}

/// What is seen: the middle, and how many px a unit of the plane is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub(super) middle: Point,
    pub(super) scale: f64,
    /// Width and height, px.
    pub(super) size: (f64, f64),
}

impl Window {
    /// The whole world in a window of that size.
    pub(super) fn world(size: (f64, f64)) -> Self {
        Self { middle: Point { x: WORLD.0 / 2.0, y: WORLD.1 / 2.0 }, scale: Self::widest(size), size }
    }

    /// All these points, with a margin; the world when there is none.
    pub(super) fn around(points: impl Iterator<Item = Point>, size: (f64, f64)) -> Self {
        let bounds = points.fold(None, |bounds: Option<(Point, Point)>, at| {
            let (low, high) = bounds.unwrap_or((at, at));
            let low = Point { x: low.x.min(at.x), y: low.y.min(at.y) };
            Some((low, Point { x: high.x.max(at.x), y: high.y.max(at.y) }))
        });
        let Some((low, high)) = bounds else { return Self::world(size) };
        let room = |length: f64| (length - 2.0 * MARGIN).max(1.0);
        // One place alone is shown with its surroundings: two degrees at least.
        let (wide, high_enough) = ((high.x - low.x).max(20.0), (high.y - low.y).max(20.0));
        let scale = (room(size.0) / wide).min(room(size.1) / high_enough);
        Self { middle: Point { x: f64::midpoint(low.x, high.x), y: f64::midpoint(low.y, high.y) }, scale, size }.held()
    }

    /// Where a point of the plane is seen, px from the top left.
    pub(super) fn seen(&self, at: Point) -> (f64, f64) {
        (
            (at.x - self.middle.x) * self.scale + self.size.0 / 2.0,
            (at.y - self.middle.y) * self.scale + self.size.1 / 2.0,
        )
    }

    /// Whether it is in sight, or nearly.
    pub(super) fn holds(&self, at: Point) -> bool {
        let (left, top) = self.seen(at);
        (-24.0..=self.size.0 + 24.0).contains(&left) && (-24.0..=self.size.1 + 24.0).contains(&top)
    }

    /// Moved by px.
    pub(super) fn moved(&self, by: (f64, f64)) -> Self {
        let middle = Point { x: self.middle.x - by.0 / self.scale, y: self.middle.y - by.1 / self.scale };
        Self { middle, ..*self }.held()
    }

    /// Closer (`by` over 1) or further, the point under `at` (px) staying where it is.
    pub(super) fn zoomed(&self, by: f64, at: (f64, f64)) -> Self {
        let scale = (self.scale * by).clamp(Self::widest(self.size), CLOSEST);
        let from = (at.0 - self.size.0 / 2.0, at.1 - self.size.1 / 2.0);
        let shift = |middle: f64, from: f64| middle + from / self.scale - from / scale;
        let middle = Point { x: shift(self.middle.x, from.0), y: shift(self.middle.y, from.1) };
        Self { middle, scale, ..*self }.held()
    }

    /// The same place in a window of another size.
    pub(super) fn sized(&self, size: (f64, f64)) -> Self {
        Self { size, ..*self }.held()
    }

    /// `viewBox` of the drawing under it.
    pub(super) fn view_box(&self) -> String {
        let (wide, high) = (self.size.0 / self.scale, self.size.1 / self.scale);
        format!("{:.3} {:.3} {wide:.3} {high:.3}", self.middle.x - wide / 2.0, self.middle.y - high / 2.0)
    }

    fn widest(size: (f64, f64)) -> f64 {
        (size.0 / WORLD.0).min(size.1 / WORLD.1).max(1e-6)
    }

    /// Never further than the world, the middle never off it.
    fn held(self) -> Self {
        let scale = self.scale.clamp(Self::widest(self.size), CLOSEST);
        let inside = |middle: f64, seen: f64, world: f64| {
            if seen >= world { world / 2.0 } else { middle.clamp(seen / 2.0, world - seen / 2.0) }
        };
        let middle = Point {
            x: inside(self.middle.x, self.size.0 / scale, WORLD.0),
            y: inside(self.middle.y, self.size.1 / scale, WORLD.1),
        };
        Self { middle, scale, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f64, f64) = (900.0, 600.0);

    #[test]
    fn degrees_and_back() {
        assert_eq!(Point::of(90.0, -180.0), Point { x: 0.0, y: 0.0 });
        assert_eq!(Point::of(52.4, 4.9).words(), "52.4° N 4.9° E");
        assert_eq!(Point::of(-33.9, -151.2).words(), "33.9° S 151.2° W");
    }

    #[test]
    fn what_is_brought_into_sight_is_in_sight() {
        let places = [Point::of(52.4, 4.9), Point::of(51.9, 4.5), Point::of(48.9, 2.3)];
        let window = Window::around(places.into_iter(), SIZE);
        for place in places {
            let (left, top) = window.seen(place);
            assert!((47.0..=853.0).contains(&left) && (47.0..=553.0).contains(&top), "{left} {top}");
        }
        let alone = Window::around([places[0]].into_iter(), SIZE);
        assert_eq!(alone.seen(places[0]), (450.0, 300.0));
        assert_eq!(Window::around(std::iter::empty(), SIZE), Window::world(SIZE));
    }

    #[test]
    fn the_point_under_the_pointer_stays() {
        let window = Window::around([Point::of(10.0, 20.0), Point::of(40.0, 60.0)].into_iter(), SIZE);
        let place = Point::of(20.0, 30.0);
        let at = window.seen(place);
        let closer = window.zoomed(2.0, at).seen(place);
        assert!((closer.0 - at.0).abs() < 1e-6 && (closer.1 - at.1).abs() < 1e-6);
        let moved = window.moved((30.0, -10.0)).seen(place);
        assert!((moved.0 - at.0 - 30.0).abs() < 1e-6 && (moved.1 - at.1 + 10.0).abs() < 1e-6);
    }

    #[test]
    fn the_world_is_never_left() {
        let far = Window::world(SIZE).moved((5000.0, 5000.0)).zoomed(0.001, (0.0, 0.0));
        assert_eq!(far, Window::world(SIZE));
        assert!((Window::world(SIZE).zoomed(1e9, (0.0, 0.0)).scale - CLOSEST).abs() < 1e-9);
    }
}
