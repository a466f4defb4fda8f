//! What a bare machine lacks: each tool is found, or installed with a word on why.

pub(crate) mod browser;
mod cargo_tool;
mod debian;
mod lock;
pub(crate) mod npm;
mod wasm;

use std::env;
use std::ffi::OsString;
use std::process::Command;

use anyhow::Result;

use crate::{place, process};

/// The version of Trunk that was proved here (docs/adr/0002): 0.22 pulls in swc and wants a newer compiler.
const TRUNK: &str = "0.21.14";

/// Everything that building the SPA needs, present and of the right version.
#[derive(Debug)]
pub(crate) struct SpaTools {
    toolchain: String,
}

/// Finds or installs what the SPA's build needs.
pub(crate) fn for_spa() -> Result<SpaTools> {
    let toolchain = wasm::toolchain()?;
    let bindgen = lock::version_of("wasm-bindgen")?;
    cargo_tool::ensure(&cargo_tool::Tool {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: &bindgen,
        why: "turns the compiled wasm into a module a page can import; its version must equal Cargo.lock's",
        // Its lock file may want a newer webpki-roots than the index has.
        arguments: &[],
    })?;
    cargo_tool::ensure(&cargo_tool::Tool {
        program: "trunk",
        package: "trunk",
        version: TRUNK,
        why: "builds the page around the wasm and serves it while you work",
        arguments: &["--locked", "--no-default-features"],
    })?;
    npm::wasm_opt()?;
    Ok(SpaTools { toolchain })
}

/// Finds or installs everything any command needs.
pub(crate) fn install_everything() -> Result<()> {
    for_spa()?;
    browser::ensure()?;
    npm::end2end()?;
    npm::walks()?;
    npm::balena_cli()
}

impl SpaTools {
    /// Trunk, with the compiler for wasm, its own target folder and the installed tools first in PATH.
    pub(crate) fn trunk(&self) -> Result<Command> {
        let mut command = process::command("trunk");
        command
            .env("PATH", path_with_tools()?)
            .env("CARGO_TARGET_DIR", place::spa_target())
            .env("RUSTUP_TOOLCHAIN", &self.toolchain)
            .env("BINNACLE_XTASK", env::current_exe()?)
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // Trunk prints sixty frames of itself below what cargo said was wrong.
            .env("RUST_BACKTRACE", "0");
        Ok(command)
    }

    /// What besides the sources decides the SPA's bytes.
    pub(crate) fn identity(&self) -> String {
        format!("{} trunk {TRUNK}", self.toolchain)
    }
}

fn path_with_tools() -> Result<OsString> {
    let before = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(std::iter::once(place::tools_bin()).chain(env::split_paths(&before)))?)
}
