//! Real tables and records. Skipped where the fixtures are not.
#![allow(clippy::unwrap_used, reason = "in a test, unwrapping is how it fails")]

use std::{fs, path::PathBuf};

use bumba_metadata::{RecordFormat, TableKind, group, read_record, read_table};

/// The folder of fixtures: `BUMBA_FIXTURES`, else beside the workspace.
fn fixture(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BUMBA_FIXTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures"),
        PathBuf::from,
    );
    let path = root.join(path);
    path.exists().then_some(path)
}

#[test]
fn the_tables_of_books_and_tapes_read_without_a_problem() {
    for (path, items) in [("books/items.csv", 3), ("tapes/items.csv", 2)] {
        let Some(path) = fixture(path) else { return };
        let book = read_table(&fs::read(path).unwrap(), TableKind::Csv).unwrap();
        let groups = group(book.items().unwrap()).unwrap();
        assert_eq!(groups.len(), items);
        for group in groups {
            assert_eq!((group.described.problems, group.described.unknown), (vec![], vec![]));
            assert!(!group.described.item.title.is_empty());
        }
    }
}

#[test]
fn tibetan_records_give_shelfmarks_pairs_of_titles_and_extents() {
    let Some(folder) = fixture("records/tei-tibetan") else { return };
    let items: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| read_record(&fs::read(entry.unwrap().path()).unwrap()).unwrap())
        .map(|record| {
            assert_eq!((record.format, record.problems), (RecordFormat::Tei, vec![]));
            record.item
        })
        .collect();
    assert!(items.iter().all(|item| !item.shelfmark.is_empty() && item.languages == ["bo"]));
    let titled =
        |lang: &str| items.iter().filter(|item| item.title.iter().any(|title| title.lang == lang)).count();
    assert!(
        titled("bo") > 10 && titled("bo-Latn-x-ewts") > 10,
        "{} {}",
        titled("bo"),
        titled("bo-Latn-x-ewts")
    );
    let counted = items
        .iter()
        .filter(|item| item.book.as_ref().is_some_and(|book| book.extent.leaves.is_some()))
        .count();
    assert!(counted >= 25, "{counted}");
}
