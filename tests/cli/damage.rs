//! Damage in the store is found, named and answered with status 4.

use std::fs;

use serde_json::json;

use crate::support::{Archive, Batch, wav};

/// An archive of one item, and where its master lies in the store.
fn archive() -> (Archive, std::path::PathBuf) {
    let archive = Archive::new();
    archive.ingest(&Batch::of([("r/a.wav", wav(8_000, 3))]), &[]).ends(0);
    let store = walkdir::WalkDir::new(archive.at().join("store"));
    let master = store
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .find(|path| path.ends_with("masters/a.wav"));
    (archive, master.unwrap())
}

#[test]
fn one_flipped_bit_is_found_and_named() {
    let (archive, master) = archive();
    archive.run(&["verify"]).ends(0);
    let mut bytes = fs::read(&master).unwrap();
    bytes[5_000] ^= 1;
    fs::write(&master, bytes).unwrap();

    let said = archive.run(&["verify"]).ends(4).json();

    let id = archive.list()[0]["id"].clone();
    let damaged = said["damaged"].as_array().unwrap();
    assert_eq!((damaged.len(), &damaged[0]["id"]), (1, &id));
    assert!(damaged[0]["path"].as_str().unwrap().ends_with("masters/a.wav"));
    for key in ["replica", "healed"] {
        assert!(damaged[0].get(key).is_some(), "{key}");
    }
    archive.run(&["verify", id.as_str().unwrap()]).ends(4);
    archive.run(&["verify", "--quick"]).ends(0);
}

#[test]
fn what_is_gone_is_found_without_reading() {
    let (archive, master) = archive();
    fs::remove_file(&master).unwrap();
    archive.run(&["verify", "--quick"]).ends(4);
    archive.run(&["verify"]).ends(4);
}

#[test]
fn a_file_that_nobody_put_there_is_found() {
    let (archive, master) = archive();
    fs::write(master.with_file_name("b.wav"), "x").unwrap();
    let said = archive.run(&["verify"]).ends(4).json();
    assert_eq!(said["damaged"].as_array().unwrap().len(), 1, "{said}");
}

#[test]
fn a_broken_inventory_is_found_and_the_other_items_are_read_all_the_same() {
    let (archive, master) = archive();
    archive.ingest(&Batch::of([("q/a.wav", wav(800, 4))]), &[]).ends(0);
    let object = master.ancestors().find(|path| path.join("0=ocfl_object_1.1").exists()).unwrap();
    fs::write(object.join("inventory.json"), "{}").unwrap();
    let said = archive.run(&["verify"]).ends(4).json();
    assert!(said["objects"].as_u64().unwrap() >= 1 && said["files"].as_u64().unwrap() >= 1, "{said}");
    assert_ne!(said["damaged"], json!([]));
}

#[test]
fn a_rebuild_over_damage_says_so_and_keeps_the_rest() {
    let (archive, master) = archive();
    archive.ingest(&Batch::of([("q/a.wav", wav(800, 4))]), &[]).ends(0);
    let description = master.parent().unwrap().with_file_name("item.json");
    fs::write(description, "{").unwrap();
    archive.run(&["rebuild", "all"]).ends(4);
    assert!(archive.named("q").is_some());
}

#[test]
fn checks_that_passed_make_no_version() {
    let (archive, _) = archive();
    let before = archive.list()[0]["id"].clone();
    archive.run(&["verify"]).ends(0);
    archive.run(&["verify"]).ends(0);
    assert_eq!(archive.show(before.as_str().unwrap())["version"], 1);
}

#[test]
fn what_is_shorter_is_found_without_reading() {
    let (archive, master) = archive();
    let bytes = fs::read(&master).unwrap();
    fs::write(&master, &bytes[..100]).unwrap();
    archive.run(&["verify", "--quick"]).ends(4);
}
