//! What this engine promises beside the contract.

use std::path::Path;

use super::Tantivy;
use crate::contract::{Place, every_promise};
use crate::{Change, Index, IndexError, ItemEntry, Line, Request, Stream, Text};

struct Folder(tempfile::TempDir);

impl Place for Folder {
    fn open(&self) -> Box<dyn Index> {
        Box::new(Tantivy::open(self.0.path()).unwrap())
    }
}

#[test]
fn tantivy_keeps_every_promise() {
    every_promise(&|| Box::new(Folder(tempfile::tempdir().unwrap())));
}

fn small(folder: &Path) -> Tantivy {
    let index = Tantivy::open(folder).unwrap();
    put(&index, "a", "horse");
    index.commit(1).unwrap();
    index
}

fn put(index: &Tantivy, id: &str, line: &str) {
    let stream =
        Stream { lines: vec![Line { text: line.to_owned(), ..Default::default() }], ..Default::default() };
    let titles = vec![Text { text: "t".to_owned(), lang: None }];
    let entry = ItemEntry { id: id.to_owned(), titles, streams: vec![stream], ..Default::default() };
    index.apply(Change::Item(Box::new(entry))).unwrap();
}

fn total(index: &Tantivy, query: &str) -> u64 {
    index.search(&Request { query: query.to_owned(), ..Default::default() }).unwrap().total
}

fn advice(fault: &IndexError) -> String {
    assert!(matches!(fault, IndexError::Damaged { .. } | IndexError::Format { .. }), "{fault}");
    fault.to_string()
}

#[test]
fn an_index_of_another_format_or_without_its_parts_says_to_rebuild() {
    let folder = tempfile::tempdir().unwrap();
    drop(small(folder.path()));
    let meta = folder.path().join("meta.json");
    let good = std::fs::read_to_string(&meta).unwrap();

    for bad in [
        good.replace("\\\"format\\\":1", "\\\"format\\\":99"),
        good[..good.len() / 2].to_owned(),
        String::new(),
    ] {
        assert_ne!(bad, good);
        std::fs::write(&meta, bad).unwrap();
        assert!(advice(&Tantivy::open(folder.path()).err().unwrap()).contains("bumba rebuild index"));
    }
    std::fs::remove_file(&meta).unwrap();
    assert!(advice(&Tantivy::open(folder.path()).err().unwrap()).contains("bumba rebuild index"));

    std::fs::write(&meta, &good).unwrap();
    let parts: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    for part in parts.iter().filter(|part| part.extension().is_some_and(|end| end == "idx" || end == "store"))
    {
        let whole = std::fs::read(part).unwrap();
        std::fs::write(part, &whole[..whole.len() / 2]).unwrap();
        let fault = match Tantivy::open(folder.path()) {
            Err(fault) => fault,
            Ok(index) => {
                index.search(&Request { query: "horse".to_owned(), ..Default::default() }).err().unwrap()
            }
        };
        assert!(advice(&fault).contains("bumba rebuild index"));
        std::fs::write(part, whole).unwrap();
    }

    let index = Tantivy::create(folder.path()).unwrap();
    assert_eq!((index.position().unwrap(), total(&index, "horse")), (0, 0));
}

#[test]
fn an_index_cut_short_or_with_turned_bytes_is_refused_or_searched_but_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    drop(small(folder.path()));
    let parts: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let search = |part: &Path, bytes: &[u8]| {
        std::fs::write(part, bytes).unwrap();
        let searched = Tantivy::open(folder.path()).and_then(|index| {
            index.search(&Request { query: "horse \"t\"".to_owned(), ..Default::default() })
        });
        if let Err(fault) = searched {
            advice(&fault);
        }
    };
    for part in parts.iter().filter(|part| part.extension().is_some_and(|end| end != "lock")) {
        let whole = std::fs::read(part).unwrap();
        for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            let mut turned = whole.clone();
            turned[at] ^= 0x41;
            search(part, &turned);
            search(part, &whole[..at]);
        }
        std::fs::write(part, whole).unwrap();
    }
}

#[test]
fn a_byte_that_has_turned_is_found_by_checksum() {
    let folder = tempfile::tempdir().unwrap();
    let index = small(folder.path());
    assert!(index.damaged_files().unwrap().is_empty());

    let mut parts = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let store = parts.find(|part| part.extension().is_some_and(|end| end == "store")).unwrap();
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[3] ^= 1;
    std::fs::write(&store, bytes).unwrap();

    assert_eq!(index.damaged_files().unwrap().len(), 1);
    assert!(advice(&Tantivy::open(folder.path()).err().unwrap()).contains("checksum"));
}

#[test]
fn one_process_writes_and_others_see_its_commits() {
    let folder = tempfile::tempdir().unwrap();
    let writes = small(folder.path());
    let reads = Tantivy::open(folder.path()).unwrap();
    assert_eq!(total(&reads, "horse"), 1);

    put(&writes, "b", "horse");
    writes.commit(2).unwrap();

    assert_eq!((total(&reads, "horse"), reads.position().unwrap()), (2, 2));
    assert!(matches!(Tantivy::create(folder.path()), Err(IndexError::Busy { .. })));
    assert!(matches!(reads.apply(Change::Remove("a".to_owned())), Err(IndexError::Busy { .. })));
    drop(writes);
    reads.apply(Change::Remove("a".to_owned())).unwrap();
    reads.commit(3).unwrap();
    assert_eq!(total(&reads, "horse"), 1);
}

#[test]
fn an_index_made_again_is_seen_by_those_who_read_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    drop(small(folder.path()));
    let reads = Tantivy::open(folder.path()).unwrap();
    assert_eq!(total(&reads, "horse"), 1);

    let again = Tantivy::create(folder.path()).unwrap();
    put(&again, "a", "camel");
    again.commit(1).unwrap();

    assert_eq!((total(&reads, "horse"), total(&reads, "camel")), (0, 1));
}

#[test]
fn items_stay_whole_when_segments_merge() {
    let folder = tempfile::tempdir().unwrap();
    let index = Tantivy::open(folder.path()).unwrap();
    for round in 0..40u64 {
        put(&index, &format!("item-{round:02}"), &format!("horse number{round}"));
        put(&index, "again", &format!("camel number{round}"));
        index.commit(round).unwrap();
    }

    assert_eq!((total(&index, "horse"), total(&index, "camel"), total(&index, "")), (40, 1, 41));
    for round in 0..40 {
        assert_eq!(total(&index, &format!("number{round} t")), if round == 39 { 2 } else { 1 });
    }
    let segments = index.reader.searcher().segment_readers().len();
    assert!(segments < 20, "{segments} segments after 40 commits");
}
