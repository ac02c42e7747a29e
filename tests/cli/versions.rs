//! What is held changes only where that is meant, and the old stays.

use std::fs;

use serde_json::json;

use crate::support::{Archive, Batch, bytes_of, codes, file, jpeg, paths, sha512, vtt, wav};

fn holding() -> (Archive, String) {
    let archive = Archive::new();
    let batch = Batch::of([
        ("r/a.wav", wav(16_000, 3)),
        ("r/a.vtt", vtt(&["an ild horse"])),
        ("b/p1.jpg", jpeg(60, 80, 100)),
        ("b/p3.jpg", jpeg(60, 80, 140)),
    ]);
    archive.ingest(&batch, &[]).ends(0);
    let id = archive.named("r").unwrap()["id"].as_str().unwrap().to_owned();
    (archive, id)
}

/// Whether these bytes lie in the store.
fn kept(archive: &Archive, bytes: &[u8]) -> bool {
    bytes_of(&archive.at().join("store")).values().any(|there| there == bytes)
}

#[test]
fn a_changed_source_is_refused_and_what_is_held_stays() {
    let (archive, _) = holding();
    let before = bytes_of(&archive.at().join("store"));
    let batch = Batch::of([("r/a.wav", wav(16_000, 4)), ("r/a.vtt", vtt(&["an ild horse"]))]);

    let said = archive.ingest(&batch, &[]).ends(1).json();

    assert_eq!(
        (codes(&said["refused"]), &said["held_already"]),
        (vec!["changed-source".to_owned()], &json!(1))
    );
    assert_eq!(said["refused"][0]["path"], "r/a.wav");
    assert!(said["refused"][0]["message"].as_str().unwrap().contains("--into"), "it says what to do");
    assert_eq!(bytes_of(&archive.at().join("store")), before);
}

#[test]
fn a_corrected_transcript_is_a_new_version_and_the_old_one_stays() {
    let (archive, id) = holding();
    let batch = Batch::of([("a.vtt", vtt(&["an old horse"]))]);

    let said = archive.ingest(&batch, &["--into", &id]).ends(0);

    assert_eq!(said.ids(), std::slice::from_ref(&id));
    let item = archive.show(&id);
    assert_eq!((&item["version"], paths(&item).len()), (&json!(2), 2));
    assert_eq!(file(&item, "text/a.vtt")["digests"]["sha512"], sha512(&vtt(&["an old horse"])));
    assert!(kept(&archive, &vtt(&["an ild horse"])), "the old one stays");
    assert_eq!((archive.total("ild"), archive.total("\"old horse\"")), (0, 1));
    assert_eq!(item["layers"].as_array().unwrap().len(), 1);
    archive.run(&["verify"]).ends(0);
    assert_eq!(archive.ingest(&batch, &["--into", &id]).ends(0).json()["held_already"], 1);
    assert_eq!(archive.show(&id)["version"], 2);
}

#[test]
fn a_new_leaf_stands_at_its_place_and_the_others_keep_their_identifiers() {
    let (archive, _) = holding();
    let book = archive.named("b").unwrap();
    let id = book["id"].as_str().unwrap();

    archive.ingest(&Batch::of([("p2.jpg", jpeg(60, 80, 120))]), &["--into", id]).ends(0);

    let canvases: Vec<_> = archive.show(id)["canvases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|canvas| {
            (canvas["label"].as_str().unwrap().to_owned(), canvas["id"].as_str().unwrap().to_owned())
        })
        .collect();
    let expected = [("p1", "c1"), ("p2", "c3"), ("p3", "c2")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(canvases, expected);
}

#[test]
fn a_whole_copy_of_a_master_takes_the_place_of_the_damaged_one() {
    let archive = Archive::new();
    let whole = wav(16_000, 3);
    archive.ingest(&Batch::of([("r/a.wav", whole[..20_000].to_vec())]), &[]).ends(1);
    let item = archive.named("r").unwrap();
    let id = item["id"].as_str().unwrap();
    assert_ne!(file(&item, "masters/a.wav")["faults"], json!(null));

    archive.ingest(&Batch::of([("a.wav", whole.clone())]), &["--into", id]).ends(0);

    let item = archive.show(id);
    let master = file(&item, "masters/a.wav");
    assert_eq!((&item["version"], &master["faults"]), (&json!(2), &json!(null)));
    assert_eq!((&master["digests"]["sha512"], &master["n"]), (&json!(sha512(&whole)), &json!(1)));
    assert_eq!(item["canvases"].as_array().unwrap().len(), 1, "the canvas is the same");
    assert!(kept(&archive, &whole[..20_000]));
}

#[test]
fn a_table_says_that_a_file_is_meant_to_take_the_others_place() {
    let (archive, id) = holding();
    let batch = Batch::of([
        ("items.csv", "item,file,action\nr,r/a.vtt,replace\n".into()),
        ("r/a.vtt", vtt(&["a new horse"])),
    ]);
    archive.ingest(&batch, &[]).ends(0);
    assert_eq!(archive.show(&id)["version"], 2);
    assert_eq!(archive.total("\"new horse\""), 1);
}

#[test]
fn every_version_is_told_by_an_event_and_none_goes() {
    let (archive, id) = holding();
    let first = archive.show(&id)["events"].clone();
    archive.ingest(&Batch::of([("a.vtt", vtt(&["an old horse"]))]), &["--into", &id]).ends(0);
    let second = archive.show(&id)["events"].clone();
    let (first, second) = (first.as_array().unwrap(), second.as_array().unwrap());
    assert!(second.len() > first.len() && second.starts_with(first), "{second:?}");
}

#[test]
fn nothing_goes_into_what_is_not_there_or_was_withdrawn() {
    let (archive, id) = holding();
    let batch = Batch::of([("c.wav", wav(800, 3))]);
    archive.ingest(&batch, &["--into", "ark:99999/b1nothing"]).ends(2);
    archive.ingest(&batch, &["--into", "nothing"]).ends(5);
    archive.run(&["withdraw", &id, "--reason", "the singer's wish"]).ends(0);
    assert_eq!(codes(&archive.ingest(&batch, &["--into", &id]).ends(1).json()["refused"]), ["withdrawn"]);
    fs::remove_file(batch.path().join("c.wav")).unwrap();
}
