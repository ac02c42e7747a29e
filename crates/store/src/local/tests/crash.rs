//! A kill at each point of a commit leaves the object at its old or its new version, whole.

use std::{fs, path::Path, sync::Arc};

use crate::{
    Depth, LocalStore, Store, StoreError, VersionNum,
    contract::{about, bytes, commit},
    local::commit::Point,
};

const ID: &str = "ark:99999/b1crash";

/// Commits the next version and stops at the point as a kill would: nothing is cleaned up, the lock is let go.
fn killed_at(folder: &Path, point: Point, files: &[(&str, &[u8])]) {
    let store = LocalStore::open(folder).unwrap();
    *store.root.stop.lock().unwrap() = Some(point);
    let draft = store.begin(ID).unwrap();
    for (path, bytes) in files {
        draft.put(path, bytes).unwrap();
    }
    assert!(matches!(draft.commit(about("killed")), Err(StoreError::Stopped)), "{point:?}");
    assert!(store.root.staging().exists());
}

/// Whole, at `version`, with nothing left over, and the next commit goes through.
fn assert_whole(store: &LocalStore, version: Option<u32>, file: &[u8], point: Point) {
    assert_eq!(
        store.head(ID).unwrap().map(|head| head.version),
        version.and_then(VersionNum::new),
        "{point:?}"
    );
    assert!(!store.root.staging().exists(), "{point:?}");
    let found: Vec<_> = store.ids().unwrap().map(Result::unwrap).collect();
    assert_eq!(found.len(), usize::from(version.is_some()));
    if version.is_some() {
        assert_eq!(bytes(store.open(ID, "a").unwrap()), file, "{point:?}");
        let report = store.verify(ID, Depth::Full).unwrap();
        assert!(report.is_clean(), "{point:?}: {report:?}");
    } else {
        let names: Vec<_> =
            fs::read_dir(&store.root.folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 4, "no empty folder is left: {names:?}");
    }
    let next = commit(store, ID, &[("a", b"afterwards"), ("more", b"x")]);
    assert_eq!(next.version.get(), version.unwrap_or(0) + 1);
    assert!(store.verify(ID, Depth::Full).unwrap().is_clean());
}

#[test]
fn a_new_object_is_there_whole_or_not_at_all_wherever_it_was_killed() {
    let points =
        [(Point::Staged, None), (Point::Parents, None), (Point::ObjectIn, Some(1)), (Point::Done, Some(1))];
    for (point, version) in points {
        let folder = tempfile::tempdir().unwrap();
        LocalStore::init(folder.path()).unwrap();
        killed_at(folder.path(), point, &[("a", b"new")]);
        let store = LocalStore::open(folder.path()).unwrap();
        assert_whole(&store, version, b"new", point);
    }
}

const NEXT: [(Point, u32, &[u8]); 5] = [
    (Point::Staged, 1, b"old"),
    (Point::VersionIn, 2, b"new"),
    (Point::InventoryIn, 2, b"new"),
    (Point::SidecarIn, 2, b"new"),
    (Point::Done, 2, b"new"),
];

#[test]
fn a_next_version_is_there_whole_or_not_at_all_wherever_it_was_killed() {
    for (point, version, file) in NEXT {
        let folder = tempfile::tempdir().unwrap();
        commit(&LocalStore::init(folder.path()).unwrap(), ID, &[("a", b"old")]);
        killed_at(folder.path(), point, &[("a", b"new"), ("b", b"old")]);
        let store = LocalStore::open(folder.path()).unwrap();
        assert_whole(&store, Some(version), file, point);
    }
}

#[test]
fn a_store_that_stays_open_reads_on_and_recovers_when_it_writes_or_verifies() {
    for (point, version, file) in NEXT {
        let folder = tempfile::tempdir().unwrap();
        let store = LocalStore::init(folder.path()).unwrap();
        commit(&store, ID, &[("a", b"old")]);
        killed_at(folder.path(), point, &[("a", b"new")]);

        let head = store.head(ID).unwrap().unwrap().version.get();
        assert!(head == 1 || head == 2, "{point:?}: either is whole to a reader");
        let report = store.verify(ID, Depth::Full).unwrap();
        assert!(report.is_clean(), "{point:?}: {report:?}");

        let draft = store.begin(ID).unwrap();
        assert_eq!(bytes(draft.open("a").unwrap()), file, "{point:?}");
        drop(draft);
        assert_whole(&store, Some(version), file, point);
    }
}

#[test]
fn a_version_that_came_in_torn_is_taken_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = LocalStore::init(folder.path()).unwrap();
    commit(&store, ID, &[("a", b"old")]);
    killed_at(folder.path(), Point::VersionIn, &[("a", b"new")]);
    fs::write(store.root.object_folder(ID).join("v2/inventory.json"), b"{\"id\":").unwrap();

    let store = LocalStore::open(folder.path()).unwrap();
    assert_whole(&store, Some(1), b"old", Point::VersionIn);
}

#[test]
fn a_commit_that_fails_half_way_puts_the_object_right_before_it_returns() {
    let folder = tempfile::tempdir().unwrap();
    let store = LocalStore::init(folder.path()).unwrap();
    commit(&store, ID, &[("a", b"old")]);
    // A folder in the place of the digest file: the last rename cannot be done.
    let sidecar = store.root.object_folder(ID).join("inventory.json.sha512");
    let draft = store.begin(ID).unwrap();
    draft.put("a", b"new").unwrap();
    fs::remove_file(&sidecar).unwrap();
    fs::create_dir(&sidecar).unwrap();
    assert!(matches!(draft.commit(about("fails")), Err(StoreError::Io { .. })));
    assert!(store.root.staging().exists(), "it could not be put right: the staging stays for the next try");

    fs::remove_dir(&sidecar).unwrap();
    let store = LocalStore::open(folder.path()).unwrap();
    assert_whole(&store, Some(2), b"new", Point::InventoryIn);
}

#[test]
fn staging_of_a_living_draft_is_left_alone_and_that_of_a_dead_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = LocalStore::init(folder.path()).unwrap();
    let living = store.begin("ark:99999/b1living").unwrap();
    living.put("a", b"alive").unwrap();
    killed_at(folder.path(), Point::Staged, &[("a", b"dead")]);
    let count = || fs::read_dir(store.root.staging()).unwrap().count();
    assert_eq!(count(), 2);

    let again = LocalStore::open(folder.path()).unwrap();
    assert_eq!(count(), 1);
    living.commit(about("alive")).unwrap();
    assert_eq!(bytes(again.open("ark:99999/b1living", "a").unwrap()), b"alive");
    assert!(!again.root.staging().exists());
    assert_eq!(Arc::strong_count(&store.root), 1);
}
