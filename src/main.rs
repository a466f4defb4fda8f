//! The Binnacle dashboard, mounted on the page body.

fn main() {}
