//! The file on the disk: what is said stands in it whatever happens, and what is no catalogue is told.

#![allow(clippy::unwrap_used, reason = "tests, and what they share")]

use std::{fs, path::Path};

use bumba_catalogue::{Catalogue, CatalogueError, LineQuery, ListQuery, NewJob, Put, Seq};
use bumba_catalogue_sqlite::SqliteCatalogue;
use bumba_model::{Ark, Item, Line, Object, What};
use jiff::Timestamp;
use serde_json::json;

fn put(n: u64) -> Put {
    let item = Item { local_id: format!("reel {n}"), ..Item::default() };
    let lines = (0..20)
        .map(|order| Line {
            id: format!("l{order}"),
            order,
            text: format!("line {order} of {n}"),
            ..Line::default()
        })
        .collect();
    Put {
        object: Object::new(Ark::mint("99999", n * 7919), What::Item(Box::new(item))),
        version: 1,
        changed: "2026-01-01T00:00:00Z".to_owned(),
        lines,
        events: Vec::new(),
        ends: None,
    }
}

async fn is_held(catalogue: &SqliteCatalogue, put: &Put) -> bool {
    let Some(held) = catalogue.get(&put.object.id).await.unwrap() else { return false };
    let lines = catalogue.lines(&put.object.id, &LineQuery::default()).await.unwrap();
    assert_eq!((&held.object, &lines), (&put.object, &put.lines), "what is there is there whole");
    true
}

async fn why_not(path: &Path) -> (CatalogueError, String) {
    let error = SqliteCatalogue::open(path).await.unwrap_err();
    let message = error.to_string();
    assert!(message.contains(&path.display().to_string()), "{message}");
    (error, message)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    let catalogue = SqliteCatalogue::open(&path).await.unwrap();
    let puts: Vec<Put> = (1..=5).map(put).collect();
    for one in &puts {
        catalogue.put(one.clone()).await.unwrap();
    }
    let job = NewJob { kind: "derive".into(), key: "a".into(), payload: json!(null) };
    let id = catalogue.enqueue(job, Timestamp::UNIX_EPOCH).await.unwrap();
    catalogue.claim(&["derive"], "w", Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH).await.unwrap().unwrap();

    // As the disk is when the process is killed: the file, its log, and nothing closed. The shared index is memory.
    let after = tempfile::tempdir().unwrap();
    let copy = after.path().join("catalogue.db");
    fs::copy(&path, &copy).unwrap();
    fs::copy(path.with_extension("db-wal"), copy.with_extension("db-wal")).unwrap();
    let told = catalogue.feed(Seq(0), 100).await.unwrap();
    drop(catalogue);

    let again = SqliteCatalogue::open(&copy).await.unwrap();
    for one in &puts {
        assert!(is_held(&again, one).await);
    }
    assert_eq!(again.feed(Seq(0), 100).await.unwrap(), told);
    let lost = again.claim(&["derive"], "other", Timestamp::MAX, Timestamp::MAX).await.unwrap().unwrap();
    assert_eq!((lost.id, lost.tries), (id, 2));
    assert!(again.put(put(9)).await.unwrap() > told[4].seq);

    // Dropped without being closed, in place.
    let in_place = SqliteCatalogue::open(&path).await.unwrap();
    assert_eq!(in_place.feed(Seq(0), 100).await.unwrap(), told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_ends_anywhere_gives_whole_puts_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    SqliteCatalogue::open(&path).await.unwrap().close().await;
    let file = fs::read(&path).unwrap();
    let catalogue = SqliteCatalogue::open(&path).await.unwrap();
    let puts: Vec<Put> = (1..=4).map(put).collect();
    for one in &puts {
        catalogue.put(one.clone()).await.unwrap();
    }
    let log = fs::read(path.with_extension("db-wal")).unwrap();

    for part in 0..=12 {
        let after = tempfile::tempdir().unwrap();
        let copy = after.path().join("catalogue.db");
        fs::write(&copy, &file).unwrap();
        let end = log.len() * part / 12;
        fs::write(copy.with_extension("db-wal"), &log[..end]).unwrap();

        let again = SqliteCatalogue::open(&copy).await.unwrap();
        let mut held = Vec::new();
        for one in &puts {
            held.push(is_held(&again, one).await);
        }
        assert!(held.is_sorted_by(|a, b| a >= b), "a later put without an earlier one: {held:?}");
        assert_eq!(again.feed(Seq(0), 100).await.unwrap().len(), held.iter().filter(|held| **held).count());
        assert!(end < log.len() || held == [true; 4]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_write_into_one_feed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    // Both make the file at once.
    let (one, other) = tokio::join!(SqliteCatalogue::open(&path), SqliteCatalogue::open(&path));
    let writers = [(1_u64, one.unwrap()), (2, other.unwrap())].map(|(writer, catalogue)| {
        tokio::spawn(async move {
            let mut told = Vec::new();
            for n in 1..=30 {
                let id = Ark::mint("99999", writer * 1_000_003 + n * 7919);
                let object = Object::new(id, What::Item(Box::default()));
                told.push(catalogue.put(Put { object, ..put(n) }).await.unwrap());
            }
            told
        })
    });
    let mut told = Vec::new();
    for writer in writers {
        told.extend(writer.await.unwrap());
    }
    told.sort();

    let reader = SqliteCatalogue::open(&path).await.unwrap();
    let feed: Vec<Seq> = reader.feed(Seq(0), 100).await.unwrap().iter().map(|entry| entry.seq).collect();
    assert_eq!(feed, told);
    assert_eq!(feed, (1..=60).map(Seq).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_path_may_have_any_name() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("a ?mode=memory#%41 'b' 海");
    fs::create_dir(&odd).unwrap();
    let path = odd.join("catalogue ?#%20.db");
    SqliteCatalogue::open(&path).await.unwrap().put(put(1)).await.unwrap();
    assert!(path.is_file());
    assert!(is_held(&SqliteCatalogue::open(&path).await.unwrap(), &put(1)).await);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    let content = "RIFF, this is a tape and no database. ".repeat(200);
    fs::write(&path, &content).unwrap();

    let (error, message) = why_not(&path).await;

    assert!(matches!(error, CatalogueError::Database(_)));
    assert!(
        message.contains("is not a database") && message.contains("bumba rebuild catalogue"),
        "{message}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), content);
}

#[tokio::test]
async fn a_folder_that_is_not_there_or_stands_in_its_place_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("nowhere/catalogue.db"), folder.path().to_owned()] {
        let (_, message) = why_not(&path).await;
        assert!(message.contains("Look whether its folder is there"), "{message}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_may_not_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    SqliteCatalogue::open(&path).await.unwrap().close().await;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may do all may do this too.
    if fs::write(folder.path().join("probe"), "").is_err() {
        let (_, message) = why_not(&path).await;
        assert!(message.contains("rights"), "{message}");
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test]
async fn another_programs_database_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.sqlite");
    run(&path, "CREATE TABLE bookmarks (url TEXT)").await;
    let before = fs::read(&path).unwrap();

    let (_, message) = why_not(&path).await;

    assert!(message.contains("another program"), "{message}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_newer_versions_tables_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    SqliteCatalogue::open(&path).await.unwrap().close().await;
    run(
        &path,
        "INSERT INTO _sqlx_migrations SELECT 9999, 'later', installed_on, 1, x'00', 0 FROM _sqlx_migrations",
    )
    .await;

    let (error, message) = why_not(&path).await;

    assert!(matches!(error, CatalogueError::Schema(_)), "{error:?}");
    assert!(message.contains("bumba rebuild catalogue"), "{message}");
}

#[tokio::test]
async fn a_record_that_was_damaged_is_told_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    let catalogue = SqliteCatalogue::open(&path).await.unwrap();
    catalogue.put(put(1)).await.unwrap();
    catalogue.put(put(2)).await.unwrap();
    run(&path, "UPDATE objects SET json = '{' WHERE n = 1").await;

    let told = catalogue.get(&put(1).object.id).await;
    assert!(matches!(told, Err(CatalogueError::Record { .. })), "{told:?}");
    assert!(is_held(&catalogue, &put(2)).await);
    assert_eq!(catalogue.list(&ListQuery::default()).await.unwrap().rows.len(), 2);
    // Put again, it is whole.
    catalogue.put(put(1)).await.unwrap();
    assert!(is_held(&catalogue, &put(1)).await);
}

/// As another program would write into the file.
async fn run(path: &Path, sql: &'static str) {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
