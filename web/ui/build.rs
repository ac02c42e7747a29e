//! Copies the sources of the islands to `OUT_DIR`, installs there what bundles them, and bundles them.
//!
//! npm runs only when the lock file differs from the one it last ran for, so that a build that has its packages needs
//! no network. The folder of the sources is only read.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What the bundle is made of.
const SOURCES: [&str; 6] =
    ["bundle.mjs", "islands", "package.json", "package-lock.json", "tsconfig.json", ".npmrc"];

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let from = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let to = PathBuf::from(env::var("OUT_DIR")?).join("ui");
    fs::create_dir_all(&to)?;
    // A source that is gone must not be bundled again.
    if to.join("islands").exists() {
        fs::remove_dir_all(to.join("islands"))?;
    }
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        copy(&from.join(source), &to.join(source))?;
    }
    install(&to)?;
    let mut node = Command::new("node");
    run(node.args(["bundle.mjs", "dist"]).current_dir(&to), "bundling the islands failed")
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    if !from.is_dir() {
        fs::copy(from, to).map_err(|error| format!("{}: {error}", from.display()))?;
        return Ok(());
    }
    println!("cargo::rerun-if-changed={}", from.display());
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn install(folder: &Path) -> Outcome<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["ci", "--omit=dev", "--ignore-scripts", "--prefer-offline"]).current_dir(folder);
    run(
        &mut npm,
        "npm ci could not fetch what the islands are made of; the first build needs an npm registry",
    )?;
    fs::write(stamp, lock)?;
    Ok(())
}

fn run(command: &mut Command, failed: &str) -> Outcome<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let done = command.output().map_err(|error| {
        format!(
            "the islands of bumba-ui are built with Node.js, and {program} could not be started ({error}). \
             Install Node.js 20 or newer with npm, then build again."
        )
    })?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(format!("{failed} ({}).\n{said}", done.status).into())
}
