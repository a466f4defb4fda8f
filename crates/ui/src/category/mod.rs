//! The identity square beside a name: tells services and devices apart, never says state.

use leptos::prelude::*;

/// How many identity colours there are.
pub const SWATCHES: u8 = 6;

/// The swatch of a name, 1 to [`SWATCHES`], the same on every page and in every session (FNV-1a).
#[must_use]
pub fn swatch_of(name: &str) -> u8 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let slot = hash % u32::from(SWATCHES);
    1 + u8::try_from(slot).unwrap_or(0)
}

/// The 8 × 8 square; swatch 0 is grey and means the system itself (supervisor). The name always stands beside it.
#[component]
pub fn CategorySquare(#[prop(into)] swatch: Signal<u8>) -> impl IntoView {
    view! { <i class=move || format!("cat cat-{}", swatch.get().min(SWATCHES)) aria-hidden="true"></i> }
}

#[cfg(test)]
mod tests {
    use super::swatch_of;

    #[test]
    fn names_keep_their_colour() {
        let swatches = ["gauge", "uplink", "climate", "irrigation", ""].map(swatch_of);
        assert_eq!(swatches, [5, 1, 3, 4, 2]);
    }
}
