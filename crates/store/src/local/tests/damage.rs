//! What rots is found, named, and keeps nothing else from being found.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use crate::{
    Depth, Fault, LocalStore, Store, StoreError,
    contract::{about, commit},
};

const ID: &str = "ark:99999/b1rot";

fn two_versions() -> (tempfile::TempDir, LocalStore, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let store = LocalStore::init(folder.path()).unwrap();
    commit(&store, ID, &[("a", b"one"), ("b", b"two")]);
    commit(&store, ID, &[("c", b"three")]);
    let object = store.root.object_folder(ID);
    (folder, store, object)
}

/// Path and fault of the one damage that is found after `hurt`, at both depths or at the full one alone.
fn found(depths: &[Depth], hurt: impl FnOnce(&Path)) -> (String, Fault) {
    let (_folder, store, object) = two_versions();
    hurt(&object);
    let damage = |depth| store.verify(ID, depth).unwrap().damage;
    if !depths.contains(&Depth::Quick) {
        assert_eq!(damage(Depth::Quick), []);
    }
    let found: Vec<_> = depths.iter().map(|depth| damage(*depth)).collect();
    assert!(found.iter().all(|damage| damage.len() == 1 && *damage == found[0]), "{found:?}");
    (found[0][0].path.clone(), found[0][0].what.clone())
}

const BOTH: [Depth; 2] = [Depth::Quick, Depth::Full];

#[test]
fn a_changed_bit_is_found_by_reading_every_byte() {
    let (path, what) =
        found(&[Depth::Full], |object| fs::write(object.join("v1/content/a"), b"onf").unwrap());
    assert_eq!(path, "v1/content/a");
    assert!(matches!(what, Fault::Changed { kind: "sha512", .. }));
}

#[test]
fn a_missing_an_emptied_and_a_foreign_file_are_found_without() {
    let gone = found(&BOTH, |object| fs::remove_file(object.join("v1/content/b")).unwrap());
    assert_eq!(gone, ("v1/content/b".to_owned(), Fault::Missing));
    let foreign = found(&BOTH, |object| fs::write(object.join("v2/content/Thumbs.db"), b"x").unwrap());
    assert_eq!(foreign, ("v2/content/Thumbs.db".to_owned(), Fault::Unlisted));
    let beside = found(&BOTH, |object| fs::write(object.join("v1/.DS_Store"), b"x").unwrap());
    assert_eq!(beside, ("v1/.DS_Store".to_owned(), Fault::Unlisted));
    let version = found(&BOTH, |object| fs::create_dir(object.join("v3")).unwrap());
    assert_eq!(version, ("v3".to_owned(), Fault::Unlisted));

    let (_folder, store, object) = two_versions();
    fs::write(object.join("v1/content/a"), b"").unwrap();
    assert_eq!(store.verify(ID, Depth::Quick).unwrap().damage[0].what, Fault::Emptied);
}

#[test]
fn a_link_in_the_place_of_a_file_is_no_file() {
    let (_folder, store, object) = two_versions();
    let file = object.join("v1/content/a");
    fs::rename(&file, object.parent().unwrap().join("elsewhere")).unwrap();
    symlink("../../../elsewhere", &file).unwrap();
    assert!(store.open(ID, "a").is_err());
    let report = store.verify(ID, Depth::Quick).unwrap();
    assert!(matches!(report.damage[0].what, Fault::Unreadable(_)), "{report:?}");
}

#[test]
fn damage_to_an_inventory_or_its_digest_file_is_found_in_every_version() {
    for of in ["", "v1/", "v2/"] {
        let (_folder, store, object) = two_versions();
        let sidecar = object.join(format!("{of}inventory.json.sha512"));
        fs::write(&sidecar, b"0000 inventory.json\n").unwrap();
        let report = store.verify(ID, Depth::Quick).unwrap();
        assert_eq!(report.damage[0].path, format!("{of}inventory.json.sha512"), "{report:?}");

        fs::remove_file(&sidecar).unwrap();
        let report = store.verify(ID, Depth::Quick).unwrap();
        assert_eq!(
            (&*report.damage[0].path, &report.damage[0].what),
            (&*format!("{of}inventory.json.sha512"), &Fault::Missing)
        );
    }
}

#[test]
fn an_object_whose_inventory_was_changed_is_not_read_and_not_written() {
    let (_folder, store, object) = two_versions();
    let path = object.join("inventory.json");
    let text = fs::read_to_string(&path).unwrap().replace("\"files\"", "\"Files\"");
    fs::write(&path, text).unwrap();
    assert!(matches!(store.head(ID), Err(StoreError::Damaged { .. })));
    assert!(matches!(store.open(ID, "a").err(), Some(StoreError::Damaged { .. })));
    assert!(matches!(store.begin(ID).err(), Some(StoreError::Damaged { .. })));
    assert!(!store.verify(ID, Depth::Quick).unwrap().is_clean());
    fs::write(&path, b"{").unwrap();
    assert!(!store.verify(ID, Depth::Quick).unwrap().is_clean());
    fs::remove_file(&path).unwrap();
    assert!(matches!(store.head(ID), Err(StoreError::Damaged { .. })));
    assert!(!store.verify(ID, Depth::Quick).unwrap().is_clean());
}

#[test]
fn an_inventory_that_leads_out_of_its_object_is_refused() {
    let (_folder, store, object) = two_versions();
    let honest = fs::read_to_string(object.join("inventory.json")).unwrap();
    for bad in [
        "../../../../etc/passwd",
        "v1/content/../../x",
        "/etc/passwd",
        "v9/content/a",
        "v1/a",
        "inventory.json",
    ] {
        let text = honest.replace("v1/content/a", bad);
        fs::write(object.join("inventory.json"), &text).unwrap();
        fs::write(object.join("inventory.json.sha512"), crate::inventory::sidecar(text.as_bytes())).unwrap();
        assert!(matches!(store.open(ID, "a").err(), Some(StoreError::Damaged { .. })), "{bad}");
    }
}

#[test]
fn the_walk_names_a_damaged_folder_and_goes_on() {
    let (folder, store, object) = two_versions();
    commit(&store, "ark:99999/b1whole", &[("a", b"1")]);
    commit(&store, "ark:99999/b1moved", &[("a", b"1")]);
    fs::remove_file(object.join("0=ocfl_object_1.1")).unwrap();
    let moved = store.root.object_folder("ark:99999/b1moved");
    let elsewhere = moved.with_file_name("elsewhere");
    fs::rename(&moved, &elsewhere).unwrap();
    fs::create_dir(folder.path().join("000")).unwrap();
    fs::write(folder.path().join("000/stray"), b"").unwrap();

    let (ids, errors): (Vec<_>, Vec<_>) = store.ids().unwrap().partition(Result::is_ok);
    assert_eq!(ids.into_iter().map(Result::unwrap).collect::<Vec<_>>(), ["ark:99999/b1whole"]);
    let mut places: Vec<_> = errors
        .into_iter()
        .map(|error| match error.unwrap_err() {
            StoreError::Damaged { place, .. } => PathBuf::from(place),
            other => panic!("{other}"),
        })
        .collect();
    places.sort();
    let mut expected = [folder.path().join("000"), object, elsewhere];
    expected.sort();
    assert_eq!(places, expected);
}

#[test]
fn a_version_made_by_another_program_meanwhile_is_not_overwritten() {
    let (_folder, store, object) = two_versions();
    let draft = store.begin(ID).unwrap();
    draft.put("a", b"ours").unwrap();
    let mut inventory: crate::inventory::Inventory =
        crate::inventory::Inventory::parse(&fs::read(object.join("inventory.json")).unwrap()).unwrap();
    inventory.versions.values_mut().for_each(|block| block.message = Some("theirs".to_owned()));
    let bytes = inventory.to_bytes();
    fs::write(object.join("inventory.json"), &bytes).unwrap();
    fs::write(object.join("inventory.json.sha512"), crate::inventory::sidecar(&bytes)).unwrap();
    assert!(matches!(draft.commit(about("ours")), Err(StoreError::Overtaken { .. })));
    assert_eq!(fs::read(object.join("inventory.json")).unwrap(), bytes);
}
