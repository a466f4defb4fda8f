//! What was read prints as something that reads as the same.

#![no_main]

libfuzzer_sys::fuzz_target!(|url: &str| {
    if let Ok(request) = odata::Request::parse(url) {
        let printed = request.to_string();
        // Escapes make it longer, parentheses deeper: what then is beyond the limits is refused, as it should be.
        if let Ok(again) = odata::Request::parse(&printed) {
            assert_eq!(again, request, "{printed}");
        }
    }
});
