//! What is a root, and what is not.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::{LocalStore, Store, StoreError, contract::commit};

#[test]
fn a_root_is_made_in_a_new_or_empty_folder_and_opened_where_it_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("new/deep");
    let store = LocalStore::init(&root).unwrap();
    commit(&store, "a", &[("a", b"1")]);
    let again = LocalStore::init(&root).unwrap();
    assert!(again.head("a").unwrap().is_some());
    assert!(LocalStore::init(folder.path().join("new")).is_err(), "the folder above holds something");

    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    assert_eq!(read("0=ocfl_1.1"), "ocfl_1.1\n");
    assert!(read("README.txt").contains("https://ocfl.io/1.1/spec/"), "a person finds out what it is");
    assert!(read("ocfl_layout.json").contains("\"extension\": \"0003-hash-and-id-n-tuple-storage-layout\""));
    let config = read("extensions/0003-hash-and-id-n-tuple-storage-layout/config.json");
    assert!(config.contains("\"extensionName\": \"0003-hash-and-id-n-tuple-storage-layout\""));
}

#[test]
fn a_root_whose_making_was_killed_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    LocalStore::init(folder.path()).unwrap();
    fs::remove_file(folder.path().join("0=ocfl_1.1")).unwrap();
    fs::remove_file(folder.path().join("README.txt")).unwrap();
    assert!(matches!(LocalStore::open(folder.path()), Err(StoreError::NotARoot { .. })));
    LocalStore::init(folder.path()).unwrap();
}

#[test]
fn a_folder_with_something_else_in_it_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("letters.doc"), b"dear").unwrap();
    match LocalStore::init(folder.path()).err() {
        Some(StoreError::NotEmpty { found, .. }) => assert_eq!(found, "letters.doc"),
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was written");
    let foreign = tempfile::tempdir().unwrap();
    fs::create_dir_all(foreign.path().join("extensions/firefox")).unwrap();
    assert!(matches!(LocalStore::init(foreign.path()), Err(StoreError::NotEmpty { .. })));
}

#[test]
fn what_is_no_root_is_told_with_its_place_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path: &str| LocalStore::open(folder.path().join(path)).err().unwrap();
    fs::write(folder.path().join("file"), b"").unwrap();
    for path in ["", "nowhere", "file"] {
        let text = error(path).to_string();
        assert!(text.starts_with(folder.path().to_str().unwrap()), "{text}");
        assert!(text.contains("Name another folder"), "{text}");
    }
}

#[test]
fn a_root_of_another_kind_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    LocalStore::init(folder.path()).unwrap();
    let refused = |what: &str| match LocalStore::open(folder.path()).err() {
        Some(StoreError::Unsupported { what: told, .. }) => assert!(told.contains(what), "{told}"),
        other => panic!("{other:?}"),
    };
    let layout = folder.path().join("ocfl_layout.json");
    fs::write(&layout, r#"{"extension": "0002-flat-direct-storage-layout", "description": ""}"#).unwrap();
    refused("0002-flat");
    fs::remove_file(&layout).unwrap();
    refused("without ocfl_layout.json");
    fs::write(&layout, "{").unwrap();
    assert!(matches!(LocalStore::open(folder.path()), Err(StoreError::Damaged { .. })));
    fs::rename(folder.path().join("0=ocfl_1.1"), folder.path().join("0=ocfl_1.0")).unwrap();
    refused("OCFL 1.0");
}

#[test]
fn another_width_of_the_same_layout_is_understood() {
    let folder = tempfile::tempdir().unwrap();
    LocalStore::init(folder.path()).unwrap();
    let config = folder.path().join("extensions/0003-hash-and-id-n-tuple-storage-layout/config.json");
    let text = r#"{"extensionName": "0003-hash-and-id-n-tuple-storage-layout", "digestAlgorithm": "md5", "tupleSize": 2, "numberOfTuples": 15}"#;
    fs::write(config, text).unwrap();
    let store = LocalStore::open(folder.path()).unwrap();
    commit(&store, "object-01", &[("a", b"1")]);
    // From the examples of the extension's page.
    assert!(folder.path().join("ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/object-01").is_dir());
    assert_eq!(store.ids().unwrap().map(Result::unwrap).collect::<Vec<_>>(), ["object-01"]);
}

#[test]
fn a_missing_right_is_told_as_such() {
    if fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0) {
        return; // Root may do everything.
    }
    let folder = tempfile::tempdir().unwrap();
    let store = LocalStore::init(folder.path()).unwrap();
    fs::set_permissions(folder.path().join("extensions"), fs::Permissions::from_mode(0o555)).unwrap();
    let error = store.begin("a").err().unwrap();
    fs::set_permissions(folder.path().join("extensions"), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(error, StoreError::NotPermitted { .. }), "{error}");
}

#[test]
fn a_full_disk_and_a_missing_right_are_errors_of_their_own() {
    use std::io::{Error, ErrorKind};
    let error = |kind: ErrorKind| StoreError::from_io("/archive/store", "writing", Error::from(kind));
    assert!(matches!(error(ErrorKind::StorageFull), StoreError::NoSpace { .. }));
    assert!(matches!(error(ErrorKind::QuotaExceeded), StoreError::NoSpace { .. }));
    assert!(matches!(error(ErrorKind::PermissionDenied), StoreError::NotPermitted { .. }));
    assert!(matches!(error(ErrorKind::ReadOnlyFilesystem), StoreError::NotPermitted { .. }));
    let io = Error::from(error(ErrorKind::StorageFull));
    assert_eq!(io.kind(), ErrorKind::StorageFull);
    assert!(io.to_string().contains("free some space"));
    match StoreError::from_io("elsewhere", "copying", io) {
        StoreError::NoSpace { place, .. } => {
            assert_eq!(place, "/archive/store", "what the store said is not wrapped");
        }
        other => panic!("{other}"),
    }
}
