//! What the login page makes a browser fetch, in bytes as they travel, against the budget.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::{place, say};

/// wasm, JS and CSS of the login page, compressed (issue 2, "must show" 5).
pub(crate) const BUDGET: u64 = 360_000;

/// One file of the login page.
#[derive(Debug)]
struct Part {
    name: String,
    raw: u64,
    brotli: u64,
}

/// Prints the table and answers the compressed bytes that count: wasm, JS and CSS, fonts apart.
pub(crate) fn table(dist: &Path) -> Result<u64> {
    let parts = parts(dist)?;
    let (fonts, counted): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|part| place::kind(&part.name) == "woff2");
    say::line(&format!("{:<52} {:>10} {:>10}", "login page", "raw", "brotli"));
    for part in &counted {
        say::line(&format!("  {:<50} {:>10} {:>10}", part.name, kilo(part.raw), kilo(part.brotli)));
    }
    let sum = |parts: &[&Part], of: fn(&Part) -> u64| parts.iter().map(|part| of(part)).sum::<u64>();
    let total = sum(&counted, |part| part.brotli);
    say::line(&format!("  {:<50} {:>10} {:>10}", "wasm + JS + CSS", kilo(sum(&counted, |part| part.raw)), kilo(total)));
    say::line(&format!("  {:<50} {:>10} {:>10}", "fonts, apart", kilo(sum(&fonts, |part| part.raw)), "–"));
    let verdict = if total <= BUDGET { "held" } else { "short" };
    say::line(&format!("  budget {} : {verdict}", kilo(BUDGET)));
    Ok(total)
}

fn kilo(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn parts(dist: &Path) -> Result<Vec<Part>> {
    let html = fs::read_to_string(dist.join("login.html")).context("reading dist/login.html: is the SPA built?")?;
    let (map, rest) = import_map(&html);
    let mut page = Page { dist, map, names: BTreeSet::new() };
    for name in quoted(&without_later(&rest)) {
        page.follow("", &name);
    }
    page.names.iter().map(|name| part(dist, name)).collect()
}

fn part(dist: &Path, name: &str) -> Result<Part> {
    let raw = fs::metadata(dist.join(name))?.len();
    let brotli = fs::metadata(dist.join(format!("{name}.br"))).map_or(raw, |file| file.len());
    Ok(Part { name: name.to_owned(), raw, brotli })
}

/// What is known while following a page's links.
#[derive(Debug)]
struct Page<'a> {
    dist: &'a Path,
    map: HashMap<String, String>,
    names: BTreeSet<String>,
}

impl Page<'_> {
    /// Adds a file and, if it is a script or a sheet, everything it names at its top level.
    fn follow(&mut self, folder: &str, written: &str) {
        let name = joined(folder, self.map.get(written).map_or(written, String::as_str));
        let counts = ["js", "mjs", "wasm", "css", "woff2"].contains(&place::kind(&name));
        if !counts || !self.dist.join(&name).is_file() || !self.names.insert(name.clone()) {
            return;
        }
        let inner = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let text = fs::read_to_string(self.dist.join(&name)).unwrap_or_default();
        let next = if place::kind(&name) == "css" { urls(&text) } else { static_imports(&text) };
        for other in next {
            self.follow(inner, &other);
        }
    }
}

/// The page's import map, which fetches nothing by itself, and the page without it.
fn import_map(html: &str) -> (HashMap<String, String>, String) {
    let found = html.split_once("\"importmap\"").and_then(|(_, after)| after.split_once('>'));
    let Some((json, _)) = found.and_then(|(_, after)| after.split_once("</script>")) else {
        return (HashMap::new(), html.to_owned());
    };
    let map: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    let imports = map["imports"].as_object().into_iter().flatten();
    let names = imports.filter_map(|(name, to)| Some((name.clone(), to.as_str()?.to_owned()))).collect();
    (names, html.replace(json, ""))
}

/// The page without the links to what the next page needs: they are fetched when a person begins to type.
fn without_later(html: &str) -> String {
    let mut kept = String::new();
    for (at, part) in html.split("<link rel=\"later\"").enumerate() {
        kept.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
    }
    kept
}

/// A file's name under `dist/`, from one that stands in a file of `folder`.
fn joined(folder: &str, name: &str) -> String {
    if let Some(absolute) = name.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts.join("/")
}

fn quoted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for quote in ['"', '\''] {
        found.extend(
            text.split(quote).skip(1).step_by(2).filter(|word| !word.contains(char::is_whitespace)).map(str::to_owned),
        );
    }
    found
}

/// `from "…"` and `import "…"`; `import("…")` loads later and does not count.
fn static_imports(script: &str) -> Vec<String> {
    let mut found = Vec::new();
    for keyword in ["from ", "from", "import "] {
        for after in script.split(keyword).skip(1) {
            let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            found.extend(after[1..].split(quote).next().map(str::to_owned));
        }
    }
    found
}

/// `url(…)` of a style sheet: the fonts.
fn urls(sheet: &str) -> Vec<String> {
    let inner = |after: &str| after.split(')').next().map(|url| url.trim_matches(['"', '\'']).to_owned());
    sheet.split("url(").skip(1).filter_map(inner).filter(|url| !url.starts_with("data:")).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::parts;

    #[test]
    fn counts_what_the_page_loads_and_not_what_it_may_load_later() {
        let folder = tempfile::tempdir().unwrap();
        let dist = folder.path();
        fs::create_dir_all(dist.join("vendor")).unwrap();
        fs::create_dir_all(dist.join("snippets/term")).unwrap();
        for (name, text) in [
            (
                "login.html",
                "<link rel=\"stylesheet\" href=\"/bundle.css\"/><link rel=\"later\" href=\"/unused.js\">\
                 <script type=\"importmap\">{\"imports\":{\"xterm\":\"/vendor/shim.js\",\"other\":\"/unused.js\"}}</script>\
                 <script type=\"module\">import init from '/app.js'; init('/app_bg.wasm')</script>",
            ),
            ("bundle.css", "@font-face{src:url(\"/inter.woff2\")}"),
            ("inter.woff2", "f"),
            (
                "app.js",
                "import { x } from './snippets/term/inline.js'; import * as t from 'xterm'; import('/vendor/xterm.mjs')",
            ),
            ("app_bg.wasm", "w"),
            ("snippets/term/inline.js", "export const x = 1;"),
            ("vendor/xterm.mjs", "later"),
            ("vendor/shim.js", "mapped"),
            ("unused.js", "no"),
        ] {
            fs::write(dist.join(name), text).unwrap();
        }
        let names: Vec<String> = parts(dist).unwrap().into_iter().map(|part| part.name).collect();
        assert_eq!(
            names,
            ["app.js", "app_bg.wasm", "bundle.css", "inter.woff2", "snippets/term/inline.js", "vendor/shim.js"]
        );
    }
}
