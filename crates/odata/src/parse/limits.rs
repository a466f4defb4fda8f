//! How much a request may ask for, so that no URL makes the parser or the database work without end.

/// The bounds of one request.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the URL. Servers of this API answer 431 beyond 16 KiB of headers.
    pub length: usize,
    /// Parentheses, expansions, functions and operators within each other.
    pub depth: u32,
    /// Fields, literals, operators and expansions in all.
    pub nodes: u32,
}

/// The bounds in force.
pub const LIMITS: Limits = Limits { length: 16 * 1024, depth: 40, nodes: 8_000 };
