//! What the platform carries: log lines in and out, polls, links; each against its plain counterpart or its bound.
//!
//! Run by `cargo xtask bench platform`, or one by name: `cargo bench -p binnacle-platform --bench load -- log_insert`.
//! Clients are a process of their own, so that what is measured is the server's share.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program prints, and stops at what it cannot do"
)]

mod clients;
mod lines;
mod links;
mod log_fanout;
mod log_insert;
mod meter;
mod polling;
mod server;
mod stuck_readers;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if arguments.first().is_some_and(|first| first == clients::ROLE) {
        clients::run(&arguments[1..]);
        return;
    }
    let all: [(&str, fn()); 5] = [
        ("log_insert", log_insert::measure),
        ("log_fanout", log_fanout::measure),
        ("stuck_readers", stuck_readers::measure),
        ("polling", polling::measure),
        ("links", links::measure),
    ];
    for (name, measure) in all {
        if arguments.is_empty() || arguments.iter().any(|asked| asked == name) {
            measure();
        }
    }
}
