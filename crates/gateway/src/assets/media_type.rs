//! Media types by file name, and which names carry a hash of their content.

/// The media type of a file.
pub(crate) fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether the path names its content (`app-3f2a9c1b77d0e4f5_bg.wasm`), so that it never changes under this name.
pub(crate) fn is_content_hashed(path: &str) -> bool {
    path.split(['/', '-', '_', '.']).any(|word| {
        (8..=64).contains(&word.len())
            && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            && word.bytes().any(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        for hashed in ["binnacle-dashboard-9f86d081884c7d65_bg.wasm", "snippets/term-0a1b2c3d4e5f6071/inline0.js"] {
            assert!(is_content_hashed(hashed), "{hashed}");
        }
        for plain in ["index.html", "fonts/inter.woff2", "vendor/xterm.mjs", "facade.css"] {
            assert!(!is_content_hashed(plain), "{plain}");
        }
    }
}
