//! The crates of the workspace, as cargo tells them.

use std::{
    collections::BTreeSet,
    env,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// One crate of the workspace.
#[derive(Clone, Debug)]
pub struct Room {
    /// Its name without `bumba-`; the executable is `bumba`.
    pub name: String,
    pub folder: PathBuf,
    /// What it needs to be built, build scripts and optional parts included.
    pub needs: BTreeSet<String>,
    /// What its tests need besides.
    pub tests_need: BTreeSet<String>,
}

/// The top of the project.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All rooms. Nothing is resolved or downloaded for it.
pub fn all() -> Vec<Room> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(top())
        .output()
        .expect("cargo runs this test, so it can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    told["packages"].as_array().unwrap().iter().map(room).collect()
}

fn room(package: &Value) -> Room {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (mut needs, mut tests_need) = (BTreeSet::new(), BTreeSet::new());
    for dependency in package["dependencies"].as_array().unwrap() {
        let set = if dependency["kind"] == "dev" { &mut tests_need } else { &mut needs };
        set.insert(short(&text(&dependency["name"])));
    }
    Room {
        name: short(&text(&package["name"])),
        folder: PathBuf::from(text(&package["manifest_path"])).parent().unwrap().to_owned(),
        needs,
        tests_need,
    }
}

/// Our own crates are known here without `bumba-`, so that they look like the design's words.
fn short(name: &str) -> String {
    name.strip_prefix("bumba-").unwrap_or(name).to_owned()
}
