//! Who may know whom: the arrows of `docs/design.md`.

use std::collections::BTreeSet;

use crate::rooms::{self, Room};

/// What is below web and ingest and has no I/O. An arrow to one of them harms nothing.
const PURE: [&str; 6] = ["metadata", "transcript", "audio", "imaging", "iiif", "scripts"];
/// What holds I/O, each behind its trait.
const HOLDING: [&str; 3] = ["store", "catalogue", "access"];

/// The rooms that a room may be built on; its tests may know those and a few more.
fn may_know(room: &str) -> Option<(Vec<&'static str>, &'static [&'static str])> {
    let below = |more: &[&'static str]| [&HOLDING, &PURE[..], &["model"], more].concat();
    Some(match room {
        // It wires all rooms together. Faces and islands are not its business.
        "bumba" => (below(&["web", "ingest", "index", "demo", "catalogue-sqlite"]), &[]),
        // A site is tried over a real catalogue.
        "web" => (below(&["index", "fonts", "ui"]), &["catalogue-sqlite"]),
        "ui" => (vec![], &[]),
        // It writes to the catalogue, the index follows the feed: neither knows the other. It is tried over a real catalogue.
        "ingest" => (below(&[]), &["catalogue-sqlite"]),
        "index" => (vec!["catalogue", "access", "scripts", "model"], &["catalogue-sqlite"]),
        "demo" => (vec!["model", "audio", "imaging", "ingest", "fonts"], &["transcript", "metadata"]),
        "catalogue-sqlite" => (vec!["catalogue", "model"], &[]),
        "catalogue" | "access" | "metadata" | "transcript" | "iiif" | "audio" | "imaging" => {
            (vec!["model"], &[])
        }
        // An identifier is text to the store, a text is text to scripts: they know nobody.
        "store" | "scripts" | "model" | "fonts" => (vec![], &[]),
        // What goes through the executable and the files that it leaves needs no room.
        "tests" => (vec![], &["model", "catalogue", "store"]),
        _ => return None,
    })
}

/// Crates of others that open a door to the outside, and the rooms that may hold the key.
const KEYS: [(&[&str], &[&str]); 5] = [
    (&["sqlx", "sqlx-core", "rusqlite", "libsqlite3-sys"], &["catalogue-sqlite"]),
    (&["axum", "tower", "tower-http", "hyper", "http"], &["web"]),
    (&["tantivy"], &["index"]),
    (&["clap", "toml", "indicatif", "tracing-subscriber"], &["bumba"]),
    (&["tokio", "tokio-util"], &["bumba", "web", "ingest", "index", "catalogue", "catalogue-sqlite"]),
];

/// All that the words of the archive are made of: text forms, and times that are handed in.
const OF_MODEL: [&str; 4] = ["serde", "serde_json", "thiserror", "jiff"];

/// Every arrow that goes where it must not.
fn faults(rooms: &[Room]) -> Vec<String> {
    let ours: BTreeSet<&str> = rooms.iter().map(|room| room.name.as_str()).collect();
    let mut faults = Vec::new();
    for room in rooms {
        let name = &room.name;
        let Some((may, tests_may)) = may_know(name) else {
            faults.push(format!(
                "{name} has no place in the house: give it one in docs/design.md and in tests/house"
            ));
            continue;
        };
        for known in room.needs.iter().filter(|known| ours.contains(known.as_str())) {
            if !may.contains(&known.as_str()) {
                faults.push(format!("{name} must not know {known}"));
            }
        }
        for known in room.tests_need.iter().filter(|known| ours.contains(known.as_str())) {
            if known != name && !may.contains(&known.as_str()) && !tests_may.contains(&known.as_str()) {
                faults.push(format!("the tests of {name} must not know {known}"));
            }
        }
        for (keys, holders) in KEYS {
            for key in keys.iter().filter(|key| room.needs.contains(**key)) {
                if !holders.contains(&name.as_str()) {
                    faults.push(format!("{name} must not have {key}: {} has it", holders.join(", ")));
                }
            }
        }
        if name == "model" {
            for other in room.needs.iter().filter(|other| !OF_MODEL.contains(&other.as_str())) {
                faults.push(format!("model must not have {other}"));
            }
        }
    }
    faults
}

#[test]
fn no_room_knows_one_that_it_must_not_know() {
    let faults = faults(&rooms::all());
    assert!(faults.is_empty(), "\n  {}\n", faults.join("\n  "));
}

#[test]
fn every_room_of_the_design_is_there() {
    let there: BTreeSet<String> = rooms::all().into_iter().map(|room| room.name).collect();
    let whole = "access audio bumba catalogue catalogue-sqlite demo fonts iiif imaging index ingest metadata model \
                 scripts store transcript ui web";
    for room in whole.split_whitespace() {
        assert!(there.contains(room), "{room} is in the design and not in the workspace");
    }
}

#[test]
fn a_wrong_arrow_is_found() {
    for (room, needed, for_tests, told) in [
        ("ingest", "index", false, "ingest must not know index"),
        ("ingest", "index", true, "the tests of ingest must not know index"),
        ("web", "ingest", false, "web must not know ingest"),
        ("bumba", "fonts", false, "bumba must not know fonts"),
        ("web", "sqlx", false, "web must not have sqlx: catalogue-sqlite has it"),
        ("index", "axum", false, "index must not have axum: web has it"),
        ("model", "tempfile", false, "model must not have tempfile"),
        ("catalogue", "catalogue-sqlite", false, "catalogue must not know catalogue-sqlite"),
    ] {
        let mut rooms = rooms::all();
        assert_eq!(faults(&rooms), [""; 0], "the house as it stands");
        let one = rooms.iter_mut().find(|one| one.name == room).unwrap();
        let set = if for_tests { &mut one.tests_need } else { &mut one.needs };
        set.insert(needed.to_owned());
        assert_eq!(faults(&rooms), [told]);
    }
}

#[test]
fn a_room_that_nobody_planned_is_found() {
    let mut rooms = rooms::all();
    let attic = Room { name: "attic".to_owned(), ..rooms[0].clone() };
    rooms.push(attic);
    assert_eq!(faults(&rooms).len(), 1);
}
