//! xterm.js 6 behind a small façade: open, write with acknowledgement, input, resize, theme, dispose.

mod binding;
mod observer;
mod paste;
mod terminal;
mod theme;

pub use terminal::{Options, Size, TermError, Terminal};
