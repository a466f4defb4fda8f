//! A compiler for wasm32: rustup's target where it can be downloaded, else Debian's rustc with a std compiled here.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use super::debian;
use crate::{place, process, say};

const TARGET: &str = "wasm32-unknown-unknown";
const LINKED: &str = "wasm";
const DOWNLOAD: Duration = Duration::from_secs(90);

/// The toolchain (as `RUSTUP_TOOLCHAIN` names it) that compiles for wasm.
pub(crate) fn toolchain() -> Result<String> {
    if let Some(own) = with_target() {
        return Ok(own);
    }
    if linked_is_current() {
        return Ok(LINKED.to_owned());
    }
    say::line("installing the wasm32 target (the dashboard is compiled to WebAssembly)");
    let mut add = process::command("rustup");
    add.args(["target", "add", TARGET]);
    let added = process::watch("rustup target add", &mut add, Some(DOWNLOAD))?;
    if added.status.success()
        && let Some(own) = with_target()
    {
        return Ok(own);
    }
    say::detail("rustup cannot download it here: compiling Debian's std for wasm32 instead");
    build_linked()?;
    Ok(LINKED.to_owned())
}

/// The repository's own toolchain, if its sysroot holds the target.
fn with_target() -> Option<String> {
    let sysroot = process::answer(process::command("rustc").args(["--print", "sysroot"])).ok()?;
    let sysroot = PathBuf::from(sysroot);
    let has = has_std(&sysroot.join("lib/rustlib").join(TARGET).join("lib"));
    has.then(|| sysroot.file_name().map(|name| name.to_string_lossy().into_owned())).flatten()
}

fn has_std(folder: &Path) -> bool {
    fs::read_dir(folder)
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
}

fn sysroot() -> PathBuf {
    place::installed().join("rust-wasm")
}

fn stamp() -> PathBuf {
    sysroot().join("lib/rustlib").join(TARGET).join(".built-by")
}

/// Whether the std compiled earlier belongs to the rustc that is installed now.
fn linked_is_current() -> bool {
    let built = fs::read_to_string(stamp()).unwrap_or_default();
    let rustc = process::answer(Command::new("/usr/bin/rustc").arg("-V")).unwrap_or_default();
    let linked = process::answer(process::command("rustup").args(["toolchain", "list"])).unwrap_or_default();
    !rustc.is_empty()
        && built.trim() == rustc
        && linked.lines().any(|line| line.split_whitespace().next() == Some(LINKED))
}

/// Lays a sysroot around Debian's rustc and compiles std for wasm32 into it, the way rustc's own bootstrap does.
fn build_linked() -> Result<()> {
    if !(Path::new("/usr/bin/cargo").exists() && Path::new("/usr/lib/rustlib/src/rust/library").exists())
        || newest_lld().is_none()
    {
        let lld = debian::first_known(&["lld-22", "lld-19", "lld"]).unwrap_or("lld");
        debian::install(
            &["rustc-web", "cargo-web", "rust-web-src", lld],
            "a rustc whose std can be compiled for wasm32",
        )?;
    }
    let begun = Instant::now();
    let host = host_triple()?;
    let root = sysroot();
    lay_out(&root, &host)?;
    compile_std(&root)?;
    let mut link = process::command("rustup");
    process::must("rustup toolchain link", link.args(["toolchain", "link", LINKED]).arg(&root))?;
    say::detail(&format!("compiled std for wasm32 in {} s", begun.elapsed().as_secs()));
    Ok(())
}

fn newest_lld() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/bin")
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.strip_prefix("lld-")?.parse().ok()?;
            Some((version, entry.path()))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, path)| path)
}

fn host_triple() -> Result<String> {
    let about = process::answer(Command::new("/usr/bin/rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

/// A symlinked rustc does not find its sysroot by its own name: hence wrappers that pass `--sysroot`.
fn lay_out(root: &Path, host: &str) -> Result<()> {
    let rustlib = root.join("lib/rustlib");
    for folder in [root.join("bin"), rustlib.join(host).join("bin"), rustlib.join(TARGET).join("lib")] {
        fs::create_dir_all(folder)?;
    }
    for program in ["rustc", "rustdoc"] {
        let file = root.join("bin").join(program);
        let _ = fs::remove_file(&file);
        let text = format!(
            "#!/bin/sh\nfor a do case $a in --sysroot|--sysroot=*) exec /usr/bin/{program} \"$@\";; esac; done\n\
             exec /usr/bin/{program} --sysroot \"{}\" \"$@\"\n",
            root.display()
        );
        fs::write(&file, text)?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755))?;
    }
    let host_lib = format!("/usr/lib/rustlib/{host}/lib");
    link(Path::new("/usr/bin/cargo"), &root.join("bin/cargo"))?;
    link(Path::new(&host_lib), &rustlib.join(host).join("lib"))?;
    link(Path::new("/usr/lib/rustlib/src"), &rustlib.join("src"))?;
    let lld = newest_lld().context("there is no /usr/bin/lld-N: install Debian's lld-19 or newer")?;
    link(&lld, &rustlib.join(host).join("bin/rust-lld"))
}

fn link(from: &Path, to: &Path) -> Result<()> {
    let _ = fs::remove_file(to);
    std::os::unix::fs::symlink(from, to).with_context(|| format!("linking {}", to.display()))
}

fn compile_std(root: &Path) -> Result<()> {
    let work = place::target().join("wasm-std");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work)?;
    let source = fs::canonicalize("/usr/lib/rustlib/src/rust/library").context("finding the sources of std")?;
    process::must("copying std's sources", process::command("cp").arg("-r").arg(source).arg(work.join("library")))?;

    let library = root.join("lib/rustlib").join(TARGET).join("lib");
    for old in fs::read_dir(&library)?.flatten() {
        fs::remove_file(old.path())?;
    }
    let mut build = process::command("/usr/bin/cargo");
    build
        .args(["build", "--release", "--locked", "--target", TARGET])
        .args(["--features", "panic-unwind compiler-builtins-mem", "--manifest-path"])
        .arg(work.join("library/sysroot/Cargo.toml"))
        .arg("--target-dir")
        .arg(work.join("target"))
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", root.join("bin/rustc"))
        .env("__CARGO_DEFAULT_LIB_METADATA", "wasm-std")
        .env(
            "RUSTFLAGS",
            format!(
                "-Zforce-unstable-if-unmarked -Cdebuginfo=0 -Cembed-bitcode=yes \
                 --remap-path-prefix {}/library=/rustc/library",
                work.display()
            ),
        );
    process::must("compiling std for wasm32", &mut build)?;
    for made in fs::read_dir(work.join("target").join(TARGET).join("release/deps"))?.flatten() {
        let path = made.path();
        if path.extension().is_some_and(|extension| extension == "rlib") {
            fs::copy(&path, library.join(made.file_name()))?;
        }
    }
    fs::write(stamp(), process::answer(Command::new("/usr/bin/rustc").arg("-V"))?)?;
    fs::remove_dir_all(&work).context("removing the work folder of std")
}
