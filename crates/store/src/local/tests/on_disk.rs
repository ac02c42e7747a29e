//! What a person with a file browser sees.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{LocalStore, Store, StoreError, contract::commit};

const ID: &str = "ark:99999/b1disk";

fn tree(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, base: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, base, found);
            } else {
                found.push(path.strip_prefix(base).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

fn store() -> (tempfile::TempDir, LocalStore, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let store = LocalStore::init(folder.path()).unwrap();
    let object = store.root.object_folder(ID);
    (folder, store, object)
}

#[test]
fn an_object_lies_in_a_folder_that_says_its_identifier() {
    let (folder, store, object) = store();
    commit(&store, ID, &[("a", b"1")]);
    let path = object.strip_prefix(folder.path()).unwrap().to_str().unwrap();
    assert!(path.ends_with("/ark%3a99999%2fb1disk"), "{path}");
}

#[test]
fn a_version_holds_only_what_is_new_in_it_under_its_own_name() {
    let (_folder, store, object) = store();
    commit(&store, ID, &[("masters/a.wav", b"sound"), ("item.json", b"{}"), ("masters/b.wav", b"sound")]);
    commit(&store, ID, &[("item.json", b"{\"title\": 1}"), ("text/copy.wav", b"sound")]);
    commit(&store, ID, &[("item.json", b"{}")]);
    assert_eq!(
        tree(&object),
        [
            "0=ocfl_object_1.1",
            "inventory.json",
            "inventory.json.sha512",
            "v1/content/item.json",
            "v1/content/masters/a.wav",
            "v1/inventory.json",
            "v1/inventory.json.sha512",
            "v2/content/item.json",
            "v2/inventory.json",
            "v2/inventory.json.sha512",
            "v3/inventory.json",
            "v3/inventory.json.sha512",
        ]
    );
}

#[test]
fn an_inventory_is_written_as_ocfl_says() {
    let (_folder, store, object) = store();
    commit(&store, ID, &[("a", b"abc")]);
    let bytes = fs::read(object.join("inventory.json")).unwrap();
    let abc = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
    let expected = serde_json::json!({
        "id": ID,
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "digestAlgorithm": "sha512",
        "head": "v1",
        "manifest": {abc: ["v1/content/a"]},
        "versions": {"v1": {
            "created": "2023-11-14T22:13:20Z",
            "message": "files",
            "user": {"name": "Contract", "address": "mailto:contract@example.org"},
            "state": {abc: ["a"]},
        }},
    });
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&bytes).unwrap(), expected);
    let sidecar = fs::read_to_string(object.join("inventory.json.sha512")).unwrap();
    assert_eq!(sidecar, format!("{} inventory.json\n", crate::Sha512::of(&bytes)));
    assert_eq!(fs::read(object.join("v1/inventory.json")).unwrap(), bytes);
}

#[test]
fn a_second_draft_is_refused_at_once_also_from_another_opening_of_the_root() {
    let (folder, store, _) = store();
    let other = LocalStore::open(folder.path()).unwrap();
    let draft = store.begin(ID).unwrap();
    for store in [&store, &other] {
        assert!(matches!(store.begin(ID).err(), Some(StoreError::Busy { .. })));
    }
    drop(draft);
    other.begin(ID).unwrap();
}

#[test]
fn a_stored_file_is_given_out_as_the_open_file_that_it_is() {
    let (_folder, store, _) = store();
    commit(&store, ID, &[("a", b"abc")]);
    let blob = store.open(ID, "a").unwrap();
    assert_eq!(blob.as_file().unwrap().metadata().unwrap().len(), 3);
}
