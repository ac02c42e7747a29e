//! The local store: the contract, and what is a disk's alone.

mod crash;
mod damage;
mod kill;
mod model;
mod on_disk;
mod roots;

use std::sync::Mutex;

use tempfile::TempDir;

use crate::{LocalStore, contract};

#[test]
fn the_local_store_keeps_every_promise() {
    let folders = Mutex::new(Vec::<TempDir>::new());
    contract::every_promise(&|| {
        let folder = tempfile::tempdir().unwrap();
        let store = LocalStore::init(folder.path()).unwrap();
        folders.lock().unwrap().push(folder);
        Box::new(store)
    });
    for folder in folders.into_inner().unwrap() {
        assert!(!folder.path().join("extensions/bumba-staging").exists(), "a root at rest has no staging");
    }
}
