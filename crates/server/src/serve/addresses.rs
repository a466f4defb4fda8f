//! Where `serve` may listen: on this machine only, unless it is told otherwise in so many words.

use std::net::SocketAddr;

use crate::cli::{NETWORK_SWITCH, ServeArguments};
use crate::failure::Failure;

/// Refuses addresses that others can reach.
pub(crate) fn check(arguments: &ServeArguments) -> Result<(), Failure> {
    if arguments.i_know_this_serves_shells_to_the_network {
        return Ok(());
    }
    let named = [
        ("--listen", arguments.listen),
        ("--api-listen", arguments.api_listen),
        ("--tunnel-listen", arguments.tunnel_listen),
    ];
    match named.into_iter().find(|(_, address)| !address.ip().is_loopback()) {
        None => Ok(()),
        Some((option, address)) => Err(Failure::start(format!(
            "{option} {address} can be reached by others, and the virtual devices' terminals are shells on this machine: \
             listen on 127.0.0.1, or add {NETWORK_SWITCH}"
        ))),
    }
}

/// An address as programs on this machine reach it.
pub(crate) fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        let ip = if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() };
        SocketAddr::new(ip, address.port())
    } else {
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn checked(words: &[&str]) -> Result<(), Failure> {
        let all = ["binnacle", "serve"].iter().chain(words);
        match Cli::parse_from(all).command {
            Command::Serve(arguments) => check(&arguments),
            _ => panic!("not serve"),
        }
    }

    #[test]
    fn only_loopback_without_the_switch() {
        assert!(checked(&[]).is_ok() && checked(&["--listen", "[::1]:1"]).is_ok());
        let refused = checked(&["--tunnel-listen", "0.0.0.0:8486"]).unwrap_err().to_string();
        assert!(refused.contains("--tunnel-listen 0.0.0.0:8486") && refused.contains(NETWORK_SWITCH), "{refused}");
        assert!(checked(&["--listen", "0.0.0.0:80", NETWORK_SWITCH]).is_ok());
    }
}
