//! SQLite keeps every promise of the catalogue.

use std::sync::Mutex;

use bumba_catalogue::{Catalogue, contract::every_promise};
use bumba_catalogue_sqlite::SqliteCatalogue;
use tempfile::TempDir;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite_keeps_every_promise() {
    let folders: Mutex<Vec<TempDir>> = Mutex::default();
    every_promise(async || {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = SqliteCatalogue::open(folder.path().join("catalogue.db")).await.unwrap();
        folders.lock().unwrap().push(folder);
        Box::new(catalogue) as Box<dyn Catalogue>
    })
    .await;
}
