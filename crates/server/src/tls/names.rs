//! The names and addresses under which this machine's certificate stands.

use std::net::SocketAddr;

/// Loopback's, the machine's own, the addresses listened on, and what the operator adds; each once.
pub(crate) fn of_this_machine(listened: &[SocketAddr], more: &[String]) -> Vec<String> {
    let mut names: Vec<String> = ["localhost", "*.localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
    if let Some(host) = nix::unistd::gethostname().ok().and_then(|name| name.into_string().ok()) {
        if !host.contains('.') {
            names.push(format!("{host}.local"));
        }
        names.push(host);
    }
    names.extend(listened.iter().map(SocketAddr::ip).filter(|ip| !ip.is_unspecified()).map(|ip| ip.to_string()));
    names.extend(more.iter().cloned());
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| !name.is_empty() && seen.insert(name.to_lowercase()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_stands_once_and_any_address_is_no_name() {
        let listened = ["127.0.0.1:1", "0.0.0.0:2", "192.0.2.7:3"].map(|address| address.parse().unwrap());
        let names = of_this_machine(&listened, &["API.example.org".to_owned(), "LOCALHOST".to_owned()]);
        let count = |name: &str| names.iter().filter(|known| known.eq_ignore_ascii_case(name)).count();
        for (name, times) in
            [("127.0.0.1", 1), ("0.0.0.0", 0), ("192.0.2.7", 1), ("api.example.org", 1), ("localhost", 1)]
        {
            assert_eq!(count(name), times, "{name} in {names:?}");
        }
    }
}
