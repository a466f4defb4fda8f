//! A device type as `device-type.json` describes it: the form of what can be configured, and how its OS image is made.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::device_types::known::Known;

/// A board, drawn for all of them.
const LOGO: &str = include_str!("../../data/board.svg");

/// Boards whose OS is built under another name.
const MACHINES: [(&str, &str); 4] = [
    ("raspberry-pi", "raspberrypi"),
    ("raspberry-pi2", "raspberrypi2"),
    ("beaglebone-black", "beaglebone"),
    ("intel-nuc", "genericx86-64"),
];

/// How an image gets onto the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boot {
    /// The card or stick is the disk.
    Removable,
    /// A card or stick writes the OS to the board's own storage.
    Internal,
    /// A virtual machine's disk.
    Image,
}

/// `build`: the newest OS version that is known. `least_minutes`: the shortest poll interval.
pub(crate) fn device_type(known: &Known, build: Option<&str>, least_minutes: u64) -> Value {
    let boot = boot(known);
    let led = known.contract.as_ref().and_then(|contract| contract["data"]["led"].as_bool()).unwrap_or_default();
    json!({
        "slug": known.slug,
        "version": 1,
        "aliases": known.aliases(),
        "name": known.name,
        "arch": known.architecture(),
        "state": "RELEASED",
        "community": false,
        "private": false,
        "isDependent": false,
        "supportsBlink": led,
        "logoUrl": format!("data:image/svg+xml;base64,{}", BASE64.encode(LOGO.trim())),
        "instructions": instructions(known, boot),
        "options": options(least_minutes),
        "yocto": yocto(&known.slug, boot),
        "configuration": { "config": { "partition": { "primary": 1 }, "path": "/config.json" } },
        "initialization": initialization(boot),
        "buildId": build.unwrap_or("latest"),
    })
}

fn boot(known: &Known) -> Boot {
    let contract = known.contract.as_ref();
    match contract.and_then(|contract| contract["data"]["media"]["defaultBoot"].as_str()) {
        Some("internal") => Boot::Internal,
        Some("image") => Boot::Image,
        _ => Boot::Removable,
    }
}

fn instructions(known: &Known, boot: Boot) -> Vec<String> {
    let name = &known.name;
    let write = "Write the OS image to an SD card or a USB stick.".to_owned();
    match boot {
        Boot::Removable => {
            vec![write, format!("Put it into the {name}."), format!("Connect the {name} to power to start it.")]
        }
        Boot::Internal => vec![
            write,
            format!("Put it into the {name} and start from it: the OS is written to the internal storage."),
            format!("Wait until the {name} has switched itself off, take the card or stick out, and start it again."),
        ],
        Boot::Image => vec![format!("Start the {name} machine with the OS image as its disk.")],
    }
}

/// The form of what `/download-config` takes.
fn options(least_minutes: u64) -> Value {
    json!([
        {
            "isGroup": true,
            "name": "network",
            "message": "Network",
            "options": [
                { "name": "network", "message": "Network Connection", "type": "list", "choices": ["ethernet", "wifi"] },
                { "name": "wifiSsid", "message": "Wifi SSID", "type": "text", "when": { "network": "wifi" } },
                { "name": "wifiKey", "message": "Wifi Passphrase", "type": "password", "when": { "network": "wifi" } },
            ],
        },
        {
            "isGroup": true,
            "isCollapsible": true,
            "collapsed": true,
            "name": "advanced",
            "message": "Advanced",
            "options": [{
                "name": "appUpdatePollInterval",
                "message": "check for updates every X minutes",
                "type": "number",
                "min": least_minutes,
                "default": least_minutes,
            }],
        },
    ])
}

fn yocto(slug: &str, boot: Boot) -> Value {
    let machine = MACHINES.iter().find(|(name, _)| *name == slug).map_or(slug, |(_, machine)| machine);
    let image = if boot == Boot::Internal { "balena-image-flasher" } else { "balena-image" };
    let mut yocto = json!({
        "machine": machine,
        "image": image,
        "fstype": "balenaos-img",
        "version": "kirkstone",
        "deployArtifact": format!("{image}-{machine}.balenaos-img"),
        "compressed": true,
    });
    if boot == Boot::Internal {
        yocto["deployRawArtifact"] = format!("balena-image-{machine}.balenaos-img").into();
    }
    yocto
}

fn initialization(boot: Boot) -> Value {
    if boot == Boot::Image {
        return json!({ "options": [], "operations": [] });
    }
    json!({
        "options": [{ "name": "drive", "message": "Select a drive", "type": "drive" }],
        "operations": [{ "command": "burn" }],
    })
}
