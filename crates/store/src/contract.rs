//! Every promise of [`Store`], tried on any implementation. Its tests call [`every_promise`], and add what is theirs
//! alone.
//!
//! A broken promise is a panic that says which.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "this is a test that other crates can call"
)]

use std::{
    io::{Read, Seek, SeekFrom, Write},
    thread,
};

use jiff::Timestamp;

use crate::{
    Blob, Committed, Depth, Draft, Fixity, Message, Reader, Sha512, Store, StoreError, User, VersionNum,
};

const ID: &str = "ark:99999/b1contract";

/// Tries them all; `make` gives an empty store each time.
pub fn every_promise(make: &dyn Fn() -> Box<dyn Store>) {
    what_was_committed_is_read_back(&*make());
    an_object_that_is_not_there_is_none_or_an_error_that_says_so(&*make());
    a_version_starts_from_the_one_before_and_leaves_it_as_it_was(&*make());
    a_draft_that_is_dropped_leaves_nothing(&*make());
    nothing_changed_makes_no_version(&*make());
    equal_files_are_both_there(&*make());
    what_is_staged_can_be_read_before_the_commit(&*make());
    several_sinks_are_filled_at_once_by_threads(&*make());
    the_last_sink_of_a_path_wins_and_a_dropped_one_leaves_nothing(&*make());
    a_commit_with_an_open_sink_is_refused(&*make());
    a_path_that_cannot_be_is_refused(&*make());
    odd_names_are_kept_to_the_letter(&*make());
    a_second_writer_is_told_and_no_update_is_lost(&*make());
    an_open_blob_outlives_the_next_commit(&*make());
    a_blob_is_read_at_any_place(&*make());
    every_object_is_listed_once(&*make());
    what_is_whole_is_found_clean(&*make());
    a_false_digest_from_elsewhere_is_found_by_a_full_verification(&*make());
    a_log_grows_and_makes_no_version(&*make());
}

/// A message for tests: always the same time.
pub fn about(text: &str) -> Message {
    Message {
        text: text.to_owned(),
        user: User { name: "Contract".to_owned(), address: Some("mailto:contract@example.org".to_owned()) },
        created: Timestamp::constant(1_700_000_000, 0),
    }
}

/// The whole of a blob.
pub fn bytes(blob: Box<dyn Blob>) -> Vec<u8> {
    let mut bytes = Vec::new();
    Reader::new(blob).read_to_end(&mut bytes).unwrap();
    bytes
}

/// One version of these files.
pub fn commit(store: &dyn Store, id: &str, files: &[(&str, &[u8])]) -> Committed {
    let draft = store.begin(id).unwrap();
    for (path, bytes) in files {
        draft.put(path, bytes).unwrap();
    }
    draft.commit(about("files")).unwrap()
}

fn v(number: u32) -> VersionNum {
    VersionNum::new(number).unwrap()
}

fn names(store: &dyn Store) -> Vec<String> {
    store.head(ID).unwrap().unwrap().files.into_keys().collect()
}

fn what_was_committed_is_read_back(store: &dyn Store) {
    let done = commit(store, ID, &[("masters/a.wav", b"sound"), ("item.json", b"{}"), ("empty", b"")]);
    assert_eq!(done, Committed { version: v(1), changed: true });

    let head = store.head(ID).unwrap().unwrap();
    assert_eq!((head.version, head.message.as_str()), (v(1), "files"));
    assert_eq!(head.created, about("").created);
    assert_eq!(head.user, Some(about("").user));
    assert_eq!(head.files["masters/a.wav"].sha512, Sha512::of(b"sound"));
    assert_eq!(head.files["masters/a.wav"].bytes, Some(5));
    assert_eq!(bytes(store.open(ID, "masters/a.wav").unwrap()), b"sound");
    assert_eq!(bytes(store.open(ID, "empty").unwrap()), b"");
    assert_eq!(store.version(ID, v(1)).unwrap(), head);
}

fn an_object_that_is_not_there_is_none_or_an_error_that_says_so(store: &dyn Store) {
    assert!(store.head(ID).unwrap().is_none());
    assert!(matches!(store.open(ID, "a").err(), Some(StoreError::NoObject { .. })));
    assert!(matches!(store.version(ID, v(1)), Err(StoreError::NoObject { .. })));
    assert!(matches!(store.verify(ID, Depth::Quick), Err(StoreError::NoObject { .. })));
    assert!(matches!(store.log(ID, "fixity", "x"), Err(StoreError::NoObject { .. })));
    assert!(matches!(store.begin("").err(), Some(StoreError::BadId { .. })));

    commit(store, ID, &[("a", b"1")]);
    assert!(matches!(store.open(ID, "b").err(), Some(StoreError::NoFile { .. })));
    assert!(matches!(store.version(ID, v(2)), Err(StoreError::NoVersion { .. })));
    assert!(matches!(store.open_in_version(ID, v(2), "a").err(), Some(StoreError::NoVersion { .. })));
    assert!(store.head("ark:99999/b1other").unwrap().is_none());
}

fn a_version_starts_from_the_one_before_and_leaves_it_as_it_was(store: &dyn Store) {
    commit(store, ID, &[("kept", b"kept"), ("changed", b"old"), ("removed", b"gone")]);
    let draft = store.begin(ID).unwrap();
    assert_eq!(draft.version(), v(2));
    draft.put("changed", b"new").unwrap();
    draft.put("added", b"added").unwrap();
    draft.remove("removed").unwrap();
    assert!(matches!(draft.remove("never"), Err(StoreError::NoFile { .. })));
    draft.commit(about("second")).unwrap();

    assert_eq!(names(store), ["added", "changed", "kept"]);
    assert_eq!(bytes(store.open(ID, "changed").unwrap()), b"new");
    assert_eq!(bytes(store.open(ID, "kept").unwrap()), b"kept");
    let old = |path| bytes(store.open_in_version(ID, v(1), path).unwrap());
    assert_eq!((old("changed"), old("removed")), (b"old".to_vec(), b"gone".to_vec()));
    assert_eq!(store.version(ID, v(1)).unwrap().files.len(), 3);
    assert!(store.verify(ID, Depth::Full).unwrap().is_clean());
}

fn a_draft_that_is_dropped_leaves_nothing(store: &dyn Store) {
    let draft = store.begin(ID).unwrap();
    draft.put("a", b"1").unwrap();
    drop(draft);
    assert!(store.head(ID).unwrap().is_none());
    assert!(matches!(store.begin(ID).unwrap().commit(about("empty")), Err(StoreError::Empty { .. })));
    assert_eq!(store.ids().unwrap().count(), 0);

    commit(store, ID, &[("a", b"1")]);
    store.begin(ID).unwrap().put("a", b"2").unwrap();
    assert_eq!(bytes(store.open(ID, "a").unwrap()), b"1");
    assert_eq!(commit(store, ID, &[("a", b"3")]).version, v(2));
}

fn nothing_changed_makes_no_version(store: &dyn Store) {
    commit(store, ID, &[("a", b"1"), ("b", b"2")]);
    let same = Committed { version: v(1), changed: false };
    assert_eq!(commit(store, ID, &[]), same);
    assert_eq!(commit(store, ID, &[("a", b"1")]), same);
    let draft = store.begin(ID).unwrap();
    draft.put("a", b"other").unwrap();
    draft.put("c", b"3").unwrap();
    draft.remove("c").unwrap();
    draft.put("a", b"1").unwrap();
    assert_eq!(draft.commit(about("to and fro")).unwrap(), same);
}

fn equal_files_are_both_there(store: &dyn Store) {
    commit(store, ID, &[("blank-1.tif", b"blank"), ("blank-2.tif", b"blank")]);
    let draft = store.begin(ID).unwrap();
    draft.put("blank-3.tif", b"blank").unwrap();
    draft.remove("blank-1.tif").unwrap();
    draft.commit(about("a third")).unwrap();
    assert_eq!(names(store), ["blank-2.tif", "blank-3.tif"]);
    for name in names(store) {
        assert_eq!(bytes(store.open(ID, &name).unwrap()), b"blank");
    }
    let report = store.verify(ID, Depth::Full).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.files, report.bytes), (1, 5), "equal bytes are kept once");
}

fn what_is_staged_can_be_read_before_the_commit(store: &dyn Store) {
    commit(store, ID, &[("old", b"inherited")]);
    let draft = store.begin(ID).unwrap();
    draft.put("new", b"staged").unwrap();
    assert_eq!(bytes(draft.open("old").unwrap()), b"inherited");
    assert_eq!(bytes(draft.open("new").unwrap()), b"staged");
    assert!(matches!(draft.open("none").err(), Some(StoreError::NoFile { .. })));
    let files = draft.files();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["new", "old"]);
    assert_eq!((files["new"].sha512, files["new"].bytes), (Sha512::of(b"staged"), Some(6)));
    assert_eq!(files["old"].bytes, Some(9));
}

fn several_sinks_are_filled_at_once_by_threads(store: &dyn Store) {
    let draft = store.begin(ID).unwrap();
    let whole = |n: usize| vec![u8::try_from(n).unwrap(); 100_000 + n];
    thread::scope(|scope| {
        for n in 0..8 {
            let draft: &dyn Draft = &*draft;
            scope.spawn(move || {
                let mut sink = draft.create(&format!("masters/{n}")).unwrap();
                whole(n).chunks(777).for_each(|chunk| sink.write_all(chunk).unwrap());
                let stored = sink.finish().unwrap();
                assert_eq!((stored.sha512, stored.bytes), (Sha512::of(&whole(n)), 100_000 + n as u64));
            });
        }
    });
    draft.commit(about("eight")).unwrap();
    for n in 0..8 {
        assert_eq!(bytes(store.open(ID, &format!("masters/{n}")).unwrap()), whole(n));
    }
}

fn the_last_sink_of_a_path_wins_and_a_dropped_one_leaves_nothing(store: &dyn Store) {
    let draft = store.begin(ID).unwrap();
    let mut first = draft.create("a").unwrap();
    let mut second = draft.create("a").unwrap();
    let mut dropped = draft.create("b").unwrap();
    first.write_all(b"first").unwrap();
    second.write_all(b"second").unwrap();
    dropped.write_all(b"dropped").unwrap();
    second.finish().unwrap();
    first.finish().unwrap();
    drop(dropped);
    draft.commit(about("one")).unwrap();
    assert_eq!(names(store), ["a"]);
    assert_eq!(bytes(store.open(ID, "a").unwrap()), b"first");
}

fn a_commit_with_an_open_sink_is_refused(store: &dyn Store) {
    let draft = store.begin(ID).unwrap();
    draft.put("a", b"1").unwrap();
    let sink = draft.create("b").unwrap();
    assert!(matches!(draft.commit(about("early")), Err(StoreError::Unfinished { open: 1, .. })));
    drop(sink);
    assert!(store.head(ID).unwrap().is_none());
    commit(store, ID, &[("a", b"1")]);
}

fn a_path_that_cannot_be_is_refused(store: &dyn Store) {
    let draft = store.begin(ID).unwrap();
    for bad in ["", "/a", "a/", "a//b", "..", "a/../b", "./a"] {
        assert!(matches!(draft.put(bad, b""), Err(StoreError::BadPath { .. })), "{bad:?}");
    }
    draft.put("a/b", b"").unwrap();
    for bad in ["a", "a/b/c"] {
        assert!(matches!(draft.put(bad, b""), Err(StoreError::BadPath { .. })), "{bad:?}");
    }
    let (file, folder) = (draft.create("x").unwrap(), draft.create("x/y").unwrap());
    file.finish().unwrap();
    assert!(matches!(folder.finish(), Err(StoreError::BadPath { .. })));
    draft.remove("a/b").unwrap();
    draft.put("a", b"now a file").unwrap();
    draft.commit(about("paths")).unwrap();
    assert_eq!(names(store), ["a", "x"]);
}

fn odd_names_are_kept_to_the_letter(store: &dyn Store) {
    let long = "ж".repeat(400);
    let deep = ["d"; 700].join("/");
    let odd = [
        "a b",
        "a:b",
        "100%",
        "100%25",
        "new\nline",
        "tab\t",
        "dot.",
        "blank ",
        "nul",
        "CON.txt",
        "back\\slash",
        "ᠵᠠᠩᠭᠠᠷ/江格尔",
        "é",
        "e\u{301}",
        "Case",
        "case",
        "\0",
        "v1/content/x",
        "inventory.json",
        &long,
        &deep,
    ];
    let draft = store.begin(ID).unwrap();
    for name in odd {
        draft.put(name, name.as_bytes()).unwrap();
    }
    draft.commit(about("names")).unwrap();
    let mut sorted = odd.map(str::to_owned);
    sorted.sort();
    assert_eq!(names(store), sorted);
    for name in odd {
        assert_eq!(bytes(store.open(ID, name).unwrap()), name.as_bytes());
    }
    assert!(store.verify(ID, Depth::Full).unwrap().is_clean());
}

fn a_second_writer_is_told_and_no_update_is_lost(store: &dyn Store) {
    commit(store, ID, &[("count", b"")]);
    let first = store.begin(ID).unwrap();
    let second = store.begin(ID);
    commit(store, "ark:99999/b1other", &[("a", b"another object is free")]);
    first.put("count", b"first").unwrap();
    first.commit(about("first")).unwrap();
    match second {
        Err(StoreError::Busy { .. }) => {}
        Err(e) => panic!("{e}"),
        Ok(second) => {
            second.put("count", b"second").unwrap();
            assert!(matches!(second.commit(about("second")), Err(StoreError::Overtaken { .. })));
        }
    }
    assert_eq!(bytes(store.open(ID, "count").unwrap()), b"first");
    commit(store, ID, &[("count", b"")]);

    // Four threads add a byte five times each, and begin again as often as they are told to.
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut left = 5;
                while left > 0 {
                    match store.begin(ID) {
                        Ok(draft) => {
                            let mut count = bytes(draft.open("count").unwrap());
                            count.push(b'x');
                            draft.put("count", &count).unwrap();
                            match draft.commit(about("one more")) {
                                Ok(_) => left -= 1,
                                Err(StoreError::Overtaken { .. }) => {}
                                Err(e) => panic!("{e}"),
                            }
                        }
                        Err(StoreError::Busy { .. }) => thread::yield_now(),
                        Err(e) => panic!("{e}"),
                    }
                }
            });
        }
    });
    assert_eq!(store.head(ID).unwrap().unwrap().version, v(23));
    assert_eq!(bytes(store.open(ID, "count").unwrap()).len(), 20);
}

fn an_open_blob_outlives_the_next_commit(store: &dyn Store) {
    commit(store, ID, &[("a", b"old")]);
    let blob = store.open(ID, "a").unwrap();
    commit(store, ID, &[("a", b"new")]);
    assert_eq!(bytes(blob), b"old");
}

fn a_blob_is_read_at_any_place(store: &dyn Store) {
    let whole: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    commit(store, ID, &[("a", &whole)]);
    let blob = store.open(ID, "a").unwrap();
    assert_eq!(blob.len(), 70_000);
    let mut buf = [0; 10];
    assert_eq!(blob.read_at(&mut buf, 70_000).unwrap(), 0);
    assert_eq!(blob.read_at(&mut buf, u64::from(u32::MAX) * 8).unwrap(), 0);

    let mut reader = Reader::new(blob);
    reader.seek(SeekFrom::Start(65_530)).unwrap();
    reader.read_exact(&mut buf).unwrap();
    assert_eq!(buf, whole[65_530..65_540]);
    reader.seek(SeekFrom::Current(-5)).unwrap();
    reader.read_exact(&mut buf).unwrap();
    assert_eq!(buf, whole[65_535..65_545]);
    assert_eq!(reader.seek(SeekFrom::End(-3)).unwrap(), 69_997);
    assert!(reader.seek(SeekFrom::Current(-70_000)).is_err());
    let mut rest = Vec::new();
    reader.clone().read_to_end(&mut rest).unwrap();
    reader.read_to_end(&mut rest).unwrap();
    assert_eq!(rest, [&whole[69_997..], &whole[69_997..]].concat());
}

fn every_object_is_listed_once(store: &dyn Store) {
    let long = format!("https://example.org/{}", "very/long/".repeat(30));
    let mut ids: Vec<_> = (0..20).map(|n| format!("ark:99999/b1{n}")).collect();
    ids.extend(["江格尔".to_owned(), "a".to_owned(), "..".to_owned(), long]);
    for id in &ids {
        commit(store, id, &[("id", id.as_bytes())]);
        commit(store, id, &[("again", id.as_bytes()), ("more", b"x")]);
    }
    let mut found: Vec<_> = store.ids().unwrap().map(Result::unwrap).collect();
    found.sort();
    ids.sort();
    assert_eq!(found, ids);
    for id in ids {
        assert_eq!(bytes(store.open(&id, "id").unwrap()), id.as_bytes());
    }
}

fn what_is_whole_is_found_clean(store: &dyn Store) {
    let draft = store.begin(ID).unwrap();
    draft.put("a", b"abc").unwrap();
    draft.put("b", b"abc").unwrap();
    draft.put("c", b"other").unwrap();
    draft.fixity("a", Fixity::Md5, "900150983cd24fb0d6963f7d28e17f72").unwrap();
    draft.fixity("b", Fixity::Sha1, "A9993E364706816ABA3E25717850C26C9CD0D89D").unwrap();
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    draft.fixity("b", Fixity::Sha256, sha256).unwrap();
    assert!(matches!(draft.fixity("a", Fixity::Md5, "900"), Err(StoreError::BadPath { .. })));
    assert!(matches!(draft.fixity("z", Fixity::Sha256, sha256), Err(StoreError::NoFile { .. })));
    draft.commit(about("fixity")).unwrap();
    commit(store, ID, &[("d", b"third")]);
    store.log(ID, "fixity.jsonl", "{}").unwrap();
    for depth in [Depth::Quick, Depth::Full] {
        let report = store.verify(ID, depth).unwrap();
        assert!(report.is_clean(), "{report:?}");
        assert_eq!((report.head, report.files, report.bytes), (Some(v(2)), 3, 13));
    }
}

fn a_false_digest_from_elsewhere_is_found_by_a_full_verification(store: &dyn Store) {
    let draft = store.begin(ID).unwrap();
    draft.put("a", b"abc").unwrap();
    draft.fixity("a", Fixity::Md5, "00000000000000000000000000000000").unwrap();
    draft.commit(about("false")).unwrap();
    assert!(store.verify(ID, Depth::Quick).unwrap().is_clean());
    assert_eq!(store.verify(ID, Depth::Full).unwrap().damage.len(), 1);
}

fn a_log_grows_and_makes_no_version(store: &dyn Store) {
    commit(store, ID, &[("a", b"1")]);
    assert!(store.open_log(ID, "fixity.jsonl").unwrap().is_none());
    store.log(ID, "fixity.jsonl", "one").unwrap();
    store.log(ID, "fixity.jsonl", "two").unwrap();
    for bad in ["", "..", "a/b"] {
        assert!(matches!(store.log(ID, bad, "x"), Err(StoreError::BadPath { .. })));
    }
    assert!(store.log(ID, "fixity.jsonl", "two\nlines").is_err());
    assert_eq!(bytes(store.open_log(ID, "fixity.jsonl").unwrap().unwrap()), b"one\ntwo\n");
    assert_eq!(store.head(ID).unwrap().unwrap().version, v(1));
    assert_eq!(commit(store, ID, &[("a", b"2")]).version, v(2));
    assert_eq!(bytes(store.open_log(ID, "fixity.jsonl").unwrap().unwrap()), b"one\ntwo\n");
}
