//! Any text is read or refused, without a panic.

#![no_main]

libfuzzer_sys::fuzz_target!(|url: &str| {
    let _ = odata::Request::parse(url);
});
