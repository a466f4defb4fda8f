//! Valid URLs, torn and mended: read, written to and deleted at.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::chance::Chance;
use crate::words::{URLS, WORDS};
use crate::world::World;

const BODIES: &[&str] = &[
    "{}",
    r#"{"note":"a"}"#,
    r#"{"value":"b"}"#,
    r#"{"device":1,"tag_key":"k","value":"v"}"#,
    r#"{"device_name":"n"}"#,
    r#"{"belongs_to__application":2}"#,
    r#"{"is_pinned_on__release":1}"#,
    r#"{"app_name":"four","organization":2}"#,
    r#"{"application":2,"name":"A","value":"1"}"#,
    r#"{"title":"t","public_key":"k","user":1}"#,
    r#"{"action":"tunnel-any"}"#,
];

pub(crate) async fn play(world: Arc<World>, mut chance: Chance) {
    let path = url(&mut chance);
    let method = match chance.below(20) {
        0 => "POST",
        1 => "PATCH",
        2 => "PUT",
        3 => "DELETE",
        4 => "HEAD",
        _ => "GET",
    };
    let body = if matches!(method, "GET" | "HEAD") { "" } else { chance.one_of(BODIES) };
    let caller = world.caller(&mut chance).await;
    world.send(method, &path, caller.as_deref(), "application/json", body.as_bytes().to_vec()).await;
}

fn url(chance: &mut Chance) -> String {
    let mut tokens = torn(chance.one_of(URLS));
    for _ in 0..chance.below(6) {
        change(chance, &mut tokens);
    }
    let mut text: String = tokens.concat();
    if chance.once_in(40) {
        text = nested(chance);
    }
    let version = if chance.once_in(4) { "v6" } else { "v7" };
    let mut path = format!("/{version}/");
    for byte in text.bytes() {
        match byte {
            b' ' => path.push_str("%20"),
            b'"' | b'<' | b'>' | b'#' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=0x1f | 0x7f..=0xff => {
                let _ = write!(path, "%{byte:02X}");
            }
            _ => path.push(char::from(byte)),
        }
    }
    path
}

/// Names, numbers, quoted texts and single characters.
fn torn(url: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut quoted = false;
    for ch in url.chars() {
        let is_word = |ch: char| ch.is_alphanumeric() || ch == '_' || ch == '$';
        let goes_on =
            tokens.last().and_then(|token| token.chars().last()).is_some_and(|last| is_word(last) && is_word(ch));
        if quoted || goes_on {
            tokens.last_mut().unwrap().push(ch);
        } else {
            tokens.push(ch.to_string());
        }
        quoted ^= ch == '\'';
    }
    tokens
}

fn change(chance: &mut Chance, tokens: &mut Vec<String>) {
    let at = chance.below(tokens.len().max(1));
    let word = chance.one_of(WORDS).to_owned();
    match chance.below(8) {
        0 if !tokens.is_empty() => drop(tokens.remove(at)),
        1 => tokens.insert(at, word),
        2 if !tokens.is_empty() => {
            let copy = tokens[at].clone();
            tokens.insert(at, copy);
        }
        3 if !tokens.is_empty() => {
            let other = chance.below(tokens.len());
            tokens.swap(at, other);
        }
        4 => {
            let noise: String = (0..chance.below(9)).map(|_| char::from(chance.byte())).collect();
            tokens.insert(at, noise);
        }
        _ if !tokens.is_empty() => tokens[at] = word,
        _ => tokens.push(word),
    }
}

/// Deep, long or wide.
fn nested(chance: &mut Chance) -> String {
    let times = 1 << chance.below(11);
    let repeated = |part: &str| part.repeat(times);
    match chance.below(8) {
        0 => format!("device?$filter={}id eq 1{}", repeated("("), repeated(")")),
        1 => format!("device?$filter={}is_online", repeated("not ")),
        2 => format!("device?$filter=id eq 1{}", repeated(" or id eq 2 and id eq 3")),
        3 => format!("device?$expand={}device{}", repeated("device_tag($expand=device($expand="), repeated("))")),
        4 => format!("device?$filter={}slug eq 'x'", repeated("belongs_to__application/owns__device/")),
        5 => format!("device?$filter=id in (1{})", repeated(",2")),
        6 => format!("device?$filter={}id{} eq 1", repeated("round("), repeated(")")),
        _ => format!("device?$filter={}t/id eq 1{}", repeated("device_tag/any(t:t/device/"), repeated(")")),
    }
}
