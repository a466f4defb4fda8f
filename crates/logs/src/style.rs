//! How a stretch of a line looks: what a terminal would have made of its SGR sequences.

use serde::{Deserialize, Serialize};

/// One of the sixteen terminal colours, in the order of their SGR numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ansi(u8);

impl Ansi {
    /// The colour `0..=15`; anything above is brought into range, so that no input can be wrong.
    pub const fn new(index: u8) -> Self {
        Self(index & 15)
    }

    /// `0` black … `7` white, `8` bright black … `15` bright white.
    pub const fn index(self) -> u8 {
        self.0
    }
}

/// Colour and weight packed in two bytes: five bits of colour (0 = the default), one bit an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Style(u16);

impl Style {
    /// Text as the page shows it without any sequence.
    pub const PLAIN: Self = Self(0);

    const COLOUR: u16 = 0x1f;
    const BOLD: u16 = 0x20;
    const DIM: u16 = 0x40;
    const ITALIC: u16 = 0x80;
    const UNDERLINE: u16 = 0x100;

    /// The foreground colour, if one was chosen.
    pub fn colour(self) -> Option<Ansi> {
        let bits = self.0 & Self::COLOUR;
        u8::try_from(bits).ok()?.checked_sub(1).map(Ansi::new)
    }

    pub const fn bold(self) -> bool {
        self.0 & Self::BOLD != 0
    }

    pub const fn dim(self) -> bool {
        self.0 & Self::DIM != 0
    }

    pub const fn italic(self) -> bool {
        self.0 & Self::ITALIC != 0
    }

    pub const fn underline(self) -> bool {
        self.0 & Self::UNDERLINE != 0
    }

    pub(crate) fn with_colour(self, colour: Option<Ansi>) -> Self {
        Self(self.0 & !Self::COLOUR | colour.map_or(0, |it| u16::from(it.index()) + 1))
    }

    /// Applies one SGR parameter list (ECMA-48 §8.3.117); what a log view has no use for is skipped.
    pub(crate) fn apply(self, parameters: &[u16]) -> Self {
        let mut style = self;
        let mut rest = parameters;
        if rest.is_empty() {
            return Self::PLAIN;
        }
        while let Some((&code, tail)) = rest.split_first() {
            rest = tail;
            style = match code {
                0 => Self::PLAIN,
                1 => Self(style.0 | Self::BOLD),
                2 => Self(style.0 | Self::DIM),
                3 => Self(style.0 | Self::ITALIC),
                4 => Self(style.0 | Self::UNDERLINE),
                22 => Self(style.0 & !(Self::BOLD | Self::DIM)),
                23 => Self(style.0 & !Self::ITALIC),
                24 => Self(style.0 & !Self::UNDERLINE),
                30..=37 => style.with_colour(low(code - 30)),
                39 => style.with_colour(None),
                90..=97 => style.with_colour(low(code - 90 + 8)),
                38 | 48 => {
                    let (colour, used) = extended(rest);
                    rest = rest.get(used..).unwrap_or_default();
                    if code == 38 { style.with_colour(colour) } else { style }
                }
                _ => style,
            };
        }
        style
    }
}

fn low(code: u16) -> Option<Ansi> {
    u8::try_from(code).ok().map(Ansi::new)
}

/// Reads `5;n` or `2;r;g;b`; answers the nearest of the sixteen colours and how many parameters it took.
fn extended(rest: &[u16]) -> (Option<Ansi>, usize) {
    match rest {
        [5, index, ..] => (palette(*index), 2),
        [2, red, green, blue, ..] => (nearest(*red, *green, *blue), 4),
        _ => (None, rest.len()),
    }
}

fn palette(index: u16) -> Option<Ansi> {
    match index {
        0..=15 => low(index),
        16..=231 => {
            let cube = index - 16;
            nearest(cube / 36 * 51, cube / 6 % 6 * 51, cube % 6 * 51)
        }
        _ => {
            let grey = index.saturating_sub(232) * 10 + 8;
            nearest(grey, grey, grey)
        }
    }
}

/// A true colour as one of the sixteen, so that it follows the theme; greys of the middle become the default.
fn nearest(red: u16, green: u16, blue: u16) -> Option<Ansi> {
    let strongest = red.max(green).max(blue);
    let weakest = red.min(green).min(blue);
    if strongest - weakest.min(strongest) < 40 {
        return if strongest < 128 { low(8) } else { None };
    }
    let bit = |part: u16, value: u16| if part * 2 > strongest { value } else { 0 };
    low(bit(red, 1) | bit(green, 2) | bit(blue, 4))
}
