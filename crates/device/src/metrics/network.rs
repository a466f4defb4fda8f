//! The device's addresses.

use std::collections::BTreeSet;

use nix::ifaddrs::getifaddrs;
use nix::net::if_::InterfaceFlags;

/// IPv4 addresses other than loopback, separated by spaces, as supervisors report them.
pub(crate) fn ip_addresses() -> Option<String> {
    join(addresses().filter_map(|address| Some(address.address?.as_sockaddr_in()?.ip().to_string())))
}

/// Hardware addresses, separated by spaces.
pub(crate) fn mac_addresses() -> Option<String> {
    let macs = addresses().filter_map(|address| {
        let bytes = address.address?.as_link_addr()?.addr()?;
        let set = bytes.iter().any(|byte| *byte != 0);
        set.then(|| bytes.map(|byte| format!("{byte:02X}")).join(":"))
    });
    join(macs)
}

fn addresses() -> impl Iterator<Item = nix::ifaddrs::InterfaceAddress> {
    getifaddrs().into_iter().flatten().filter(|address| !address.flags.contains(InterfaceFlags::IFF_LOOPBACK))
}

fn join(words: impl Iterator<Item = String>) -> Option<String> {
    let words: BTreeSet<String> = words.collect();
    let text = words.into_iter().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}
