//! What stands on the doors: each room's page, and names that say something.

use std::{fs, path::Path};

use walkdir::WalkDir;

use crate::rooms;

/// What is missing on the page of a room.
fn lacks(readme: &str, root: &str) -> Vec<&'static str> {
    // A room of many steps says it of each; one that keeps a trait's promises says that.
    let steps = readme.contains("| in | out |") || readme.contains("**In and out:**");
    let says = |word: &str| {
        steps && word != "Never" || readme.split(|c: char| !c.is_alphanumeric()).any(|one| one == word)
    };
    let mut lacks: Vec<_> = ["In", "Out", "Never"].into_iter().filter(|word| !says(word)).collect();
    if !root.contains("#![doc = include_str!(\"../README.md\")]") {
        lacks.push("to be its crate's documentation");
    }
    lacks
}

#[test]
fn every_room_says_what_comes_in_what_goes_out_and_what_it_must_never_know() {
    let mut faults = Vec::new();
    for room in rooms::all() {
        let readme = fs::read_to_string(room.folder.join("README.md")).unwrap_or_default();
        let root = ["src/lib.rs", "src/main.rs"]
            .map(|root| fs::read_to_string(room.folder.join(root)).unwrap_or_default());
        let lacks = lacks(&readme, &root.concat());
        if !lacks.is_empty() {
            faults.push(format!("the README of {} lacks: {}", room.name, lacks.join(", ")));
        }
    }
    assert!(faults.is_empty(), "\n  {}\n", faults.join("\n  "));
}

#[test]
fn a_page_that_says_too_little_is_found() {
    let included = "#![doc = include_str!(\"../README.md\")]";
    assert_eq!(lacks("**In:** a\n- **Out** b\nNever: c", included), [""; 0]);
    assert_eq!(lacks("Inside, Output, never", included), ["In", "Out", "Never"]);
    assert_eq!(lacks("In Out Never", "//! Another text"), ["to be its crate's documentation"]);
}

/// Names that say nothing of what is within.
const EMPTY: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "manager"];

fn says_nothing(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| EMPTY.contains(&stem.to_string_lossy().to_lowercase().as_str()))
}

#[test]
fn no_crate_and_no_module_has_a_name_that_says_nothing() {
    for room in rooms::all() {
        assert!(!EMPTY.contains(&room.name.as_str()), "{}", room.folder.display());
        let inside = WalkDir::new(&room.folder).into_iter().filter_entry(|entry| {
            let name = entry.file_name();
            name != "node_modules" && name != "target" && name != "dist"
        });
        for entry in inside {
            let entry = entry.unwrap();
            assert!(!says_nothing(entry.path()), "{}: what is it about?", entry.path().display());
        }
    }
    assert!(says_nothing(Path::new("src/utils.rs")) && says_nothing(Path::new("src/common")));
}

/// Only `bumba` reads the environment, so that a test or a second archive in one process is not surprised by it.
#[test]
fn only_the_executable_reads_the_environment() {
    for room in rooms::all().into_iter().filter(|room| room.name != "bumba" && room.name != "tests") {
        for entry in WalkDir::new(room.folder.join("src")) {
            let entry = entry.unwrap();
            let path = entry.path();
            if path.extension().is_none_or(|end| end != "rs")
                || path.components().any(|part| part.as_os_str() == "tests")
            {
                continue;
            }
            let code = fs::read_to_string(path).unwrap();
            let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            assert!(!code.contains("env::var"), "{}: is told by bumba what it must know", path.display());
        }
    }
}
