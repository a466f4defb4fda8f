//! The program `binnacle`.

use std::process::ExitCode;

use clap::Parser;

mod backup;
mod cli;
mod config_json;
mod demo;
mod demo_service;
mod device_command;
mod failure;
mod logging;
mod people;
mod serve;
mod signals;
mod tls;
mod world;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let done = match cli.command {
        cli::Command::Serve(arguments) => serve::run::run(&arguments),
        cli::Command::Backup(arguments) => serve::data_folder::chosen(arguments.data.as_deref())
            .and_then(|data| backup::write::run(&data, &arguments.to)),
        cli::Command::Restore(arguments) => serve::data_folder::chosen(arguments.data.as_deref())
            .and_then(|data| backup::restore::run(&arguments.from, &data)),
        cli::Command::User(arguments) => people::run::user(arguments),
        cli::Command::Organization(arguments) => people::run::organization(arguments),
        cli::Command::Device(arguments) => device_command::run(arguments),
        cli::Command::World(arguments) => world::supervise::run(&arguments.data),
        cli::Command::DemoService(arguments) => demo_service::run::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
