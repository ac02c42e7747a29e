//! File names as people and old systems made them.

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt};

use serde_json::json;

use crate::support::{Archive, Batch, codes, file, paths, wav};

#[test]
fn spaces_and_newlines_in_names_are_kept() {
    let batch = Batch::of([("a reel/side one.wav", wav(800, 3)), ("a reel/side\ntwo.wav", wav(800, 4))]);
    let archive = Archive::new();
    archive.ingest(&batch, &[]).ends(0);
    let item = archive.named("a reel").unwrap();
    assert_eq!(paths(&item), ["masters/side\ntwo.wav", "masters/side one.wav"]);
    archive.run(&["verify"]).ends(0);
    assert_eq!(archive.ingest(&batch, &[]).ends(0).json()["held_already"], 2);
}

#[test]
fn a_name_that_is_not_utf8_is_kept_as_bytes_and_shown_in_the_encoding_that_is_named() {
    let folder = |archive: &Archive, more: &[&str]| {
        let batch = Batch::new();
        fs::create_dir(batch.path().join("r")).unwrap();
        // 江 in GB 18030; Н in windows-1251 and another sign.
        fs::write(batch.path().join("r").join(OsStr::from_bytes(b"\xbd\xad.wav")), wav(800, 3)).unwrap();
        archive.ingest(&batch, more).ends(0);
        archive.named("r").unwrap()
    };
    let chinese = folder(&Archive::new(), &["--names", "gb18030"]);
    let kept = file(&chinese, "masters/江.wav");
    assert!(kept["original_name_bytes"].as_str().unwrap().ends_with("bdad2e776176"), "{kept}");
    assert_eq!(paths(&folder(&Archive::new(), &["--names", "windows-1251"])), ["masters/Ѕ\u{ad}.wav"]);
    let archive = Archive::new();
    archive.ingest(&Batch::new(), &["--names", "klingon"]).ends(2);
}

#[test]
fn two_names_that_differ_in_how_accents_are_encoded_do_not_hide_one_another() {
    let (composed, taken_apart) = ("r/\u{e9}.wav", "r/e\u{301}.wav");
    let batch = Batch::of([(composed, wav(800, 3)), (taken_apart, wav(800, 4))]);
    let archive = Archive::new();
    let said = archive.ingest(&batch, &[]).json();
    let kept = said["files_in"].as_u64().unwrap();
    let refused = said["refused"].as_array().unwrap().len() as u64;
    assert_eq!(kept + refused, 2, "each went in or is told: {said}");
    archive.run(&["verify"]).ends(0);
}

#[test]
fn a_table_finds_a_file_however_its_accents_are_encoded() {
    let batch = Batch::of([
        ("items.csv", "item,file,title@en\nr,caf\u{e9}.wav,A\n".into()),
        ("cafe\u{301}.wav", wav(800, 3)),
    ]);
    let archive = Archive::new();
    archive.ingest(&batch, &[]).ends(0);
    assert_eq!(paths(&archive.named("r").unwrap()).len(), 1);
}

#[test]
fn a_path_that_leads_out_of_the_tables_folder_is_refused_and_the_rest_goes_in() {
    let batch = Batch::of([
        ("items.csv", "item,file\nr,../secret.wav\nr,/etc/passwd\nr,a.wav\nq,..\\secret.wav\n".into()),
        ("a.wav", wav(800, 3)),
    ]);
    fs::write(batch.path().parent().unwrap().join("secret.wav"), wav(800, 5)).unwrap();
    let archive = Archive::new();
    let said = archive.ingest(&batch, &[]).ends(1).json();
    assert_eq!(codes(&said["refused"]), ["path-outside", "path-outside", "path-outside"]);
    assert!(said["refused"][0]["path"].as_str().unwrap().starts_with("items.csv:2"), "{said}");
    assert_eq!(paths(&archive.named("r").unwrap()), ["masters/a.wav"]);
}

#[test]
fn what_systems_leave_about_is_left_out_and_told() {
    let batch = Batch::of([
        ("r/a.wav", wav(800, 3)),
        ("r/Thumbs.db", b"x".to_vec()),
        ("r/.DS_Store", b"x".to_vec()),
        ("r/._a.wav", b"x".to_vec()),
    ]);
    let archive = Archive::new();
    let said = archive.ingest(&batch, &[]).ends(0).json();
    assert_eq!(codes(&said["told"]), ["left-out", "left-out", "left-out"]);
    assert_eq!(said["files_in"], json!(1));
}

#[test]
fn a_link_is_not_followed_and_told() {
    let batch = Batch::of([("r/a.wav", wav(800, 3))]);
    std::os::unix::fs::symlink("/etc/passwd", batch.path().join("r/b.wav")).unwrap();
    let archive = Archive::new();
    let said = archive.ingest(&batch, &[]).ends(1).json();
    assert_eq!((codes(&said["refused"]), &said["files_in"]), (vec!["not-a-file".to_owned()], &json!(1)));
}
