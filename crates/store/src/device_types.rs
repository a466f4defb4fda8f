//! The device types every database knows, from a list that is part of the program.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use crate::clock::now_ms;
use crate::error::StoreError;

const LIST: &str = include_str!("../data/device_types.tsv");
const ARCHITECTURES: [&str; 6] = ["aarch64", "amd64", "armv7hf", "i386", "i386-nlp", "rpi"];

/// Slug and name.
const MANUFACTURERS: [(&str, &str); 3] = [("aaeon", "AAEON"), ("asus", "ASUS"), ("up", "Up Board")];
/// Slug, name and manufacturer; other families are called by their slugs.
const FAMILIES: [(&str, &str, &str); 2] =
    [("asus-rockchip", "ASUS Tinkerboard Rockchip", "asus"), ("up-x86", "UP Board x86", "up")];

/// Adds what is missing, and the one kind of fleet there is.
pub(crate) fn fill(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    let now = now_ms();
    transaction.execute(
        "INSERT OR IGNORE INTO application_type (id, created_at, modified_at, name, slug, supports_multicontainer, \
         supports_web_url, supports_gateway_mode, is_legacy, requires_payment, needs__os_version_range, description) \
         VALUES (1, ?1, ?1, 'Default', 'default', 1, 0, 1, 0, 0, '>=2.11.0', \
         'Default application type, allowing multiple containers and gateway mode.')",
        [now],
    )?;
    for slug in ARCHITECTURES {
        let sql = "INSERT OR IGNORE INTO cpu_architecture (created_at, modified_at, slug) VALUES (?1, ?1, ?2)";
        transaction.execute(sql, params![now, slug])?;
    }
    for (slug, name) in MANUFACTURERS {
        let sql =
            "INSERT OR IGNORE INTO device_manufacturer (created_at, modified_at, slug, name) VALUES (?1, ?1, ?2, ?3)";
        transaction.execute(sql, params![now, slug, name])?;
    }
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        add(&transaction, line, now)?;
    }
    for (slug, name, manufacturer) in FAMILIES {
        let sql = "UPDATE device_family SET name = ?2, is_manufactured_by__device_manufacturer = \
             (SELECT m.id FROM device_manufacturer m WHERE m.slug = ?3) \
             WHERE slug = ?1 AND is_manufactured_by__device_manufacturer IS NULL";
        transaction.execute(sql, params![slug, name, manufacturer])?;
    }
    Ok(transaction.commit()?)
}

fn add(connection: &Connection, line: &str, now: i64) -> Result<(), StoreError> {
    let mut parts = line.split('\t').map(str::trim);
    let mut part = || parts.next().unwrap_or_default();
    let (slug, name, architecture, family, aliases) = (part(), part(), part(), part(), part());
    let (boot, has) = (part(), part());
    if !family.is_empty() {
        let sql = "INSERT OR IGNORE INTO device_family (created_at, modified_at, slug, name) VALUES (?1, ?1, ?2, ?2)";
        connection.prepare_cached(sql)?.execute(params![now, family])?;
    }
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO device_type (created_at, modified_at, slug, name, is_of__cpu_architecture, \
             belongs_to__device_family) SELECT ?1, ?1, ?2, ?3, a.id, (SELECT f.id FROM device_family f WHERE f.slug = ?5) \
             FROM cpu_architecture a WHERE a.slug = ?4",
        )?
        .execute(params![now, slug, name, architecture, family])?;
    let contract = contract(slug, name, architecture, aliases, boot, has).to_string();
    connection
        .prepare_cached("UPDATE device_type SET contract = ?2 WHERE slug = ?1 AND contract IS NOT ?2")?
        .execute([slug, &contract])?;
    let id: Option<i64> = connection
        .prepare_cached("SELECT id FROM device_type WHERE slug = ?1")?
        .query_row([slug], |row| row.get(0))
        .optional()?;
    for alias in std::iter::once(slug).chain(aliases.split(',')).filter(|alias| !alias.is_empty()) {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO device_type_alias (created_at, modified_at, device_type, \
                 is_referenced_by__alias) VALUES (?1, ?1, ?2, ?3)",
            )?
            .execute(params![now, id, alias])?;
    }
    Ok(())
}

/// What the board is, as balena's contracts say it.
fn contract(slug: &str, name: &str, architecture: &str, aliases: &str, boot: &str, has: &str) -> Value {
    let known = |what: &str| {
        has.split(' ').find_map(|one| match one.strip_prefix("no-") {
            Some(absent) => (absent == what).then_some(false),
            None => (one == what).then_some(true),
        })
    };
    let mut data = json!({
        "arch": architecture,
        "media": { "defaultBoot": boot },
        "storage": { "internal": known("storage").unwrap_or_default() },
        "connectivity": {},
        "is_private": false,
    });
    if let Some(led) = known("led") {
        data["led"] = led.into();
    }
    if let Some(wifi) = known("wifi") {
        data["connectivity"]["wifi"] = wifi.into();
    }
    let aliases: Vec<_> = aliases.split(',').filter(|alias| !alias.is_empty()).collect();
    json!({
        "slug": slug, "version": "1", "type": "hw.device-type", "aliases": aliases, "name": name, "data": data,
    })
}
