//! The way in (`login.html`) joins the dashboard's files, and learns what the dashboard will need.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::place;

/// Copies what Trunk made for `login.html` from `entrance` into `dist`. Files of the same name are the same: names carry hashes.
pub(crate) fn join(entrance: &Path, dist: &Path) -> Result<()> {
    let index = fs::read_to_string(dist.join("index.html")).context("reading dist/index.html")?;
    for entry in fs::read_dir(entrance).context("reading what Trunk made for login.html")? {
        let from = entry?.path();
        let Some(name) = from.file_name().filter(|_| from.is_file()) else { continue };
        if name == "login.html" {
            let page = with_later(&fs::read_to_string(&from)?, &index);
            fs::write(dist.join(name), page)?;
        } else {
            fs::copy(&from, dist.join(name))?;
        }
    }
    Ok(())
}

/// The page with a link to each script and wasm that `index` preloads. `later` is no relation a browser knows:
/// `public/dashboard-start.js` fetches both at the first sign of a person.
fn with_later(page: &str, index: &str) -> String {
    let mut head = String::new();
    for name in preloads(index) {
        head.extend(["<link rel=\"later\" href=\"", name, "\">"]);
    }
    page.replacen("</head>", &(head + "</head>"), 1)
}

fn preloads(index: &str) -> impl Iterator<Item = &str> {
    index.split("<link").skip(1).filter_map(|link| {
        let tag = link.split('>').next()?;
        let href = tag.split("href=\"").nth(1)?.split('"').next()?;
        (tag.contains("preload") && ["js", "wasm"].contains(&place::kind(href))).then_some(href)
    })
}

#[cfg(test)]
mod tests {
    use super::with_later;

    #[test]
    fn the_way_in_knows_what_comes_after_it() {
        let index = r#"<link rel="stylesheet" href="/a.css"><link rel="modulepreload" href="/app.js"><link rel="preload" href="/app_bg.wasm" as="fetch">"#;
        let page = with_later("<head></head>", index);
        assert_eq!(page, r#"<head><link rel="later" href="/app.js"><link rel="later" href="/app_bg.wasm"></head>"#);
    }
}
