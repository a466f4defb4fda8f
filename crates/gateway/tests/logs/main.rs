//! Logs through the gateway, to the dashboard's own client, before stand-ins for the APIs there are.

#[cfg(test)]
mod api;
#[cfg(test)]
mod cuts;
#[cfg(test)]
mod cutter;
#[cfg(test)]
mod ending;
#[cfg(test)]
mod page;
#[cfg(test)]
mod server;
#[cfg(test)]
mod sharing;
#[cfg(test)]
mod slow;
#[cfg(test)]
mod transport;
