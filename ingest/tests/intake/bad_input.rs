//! What is bad is told with its name; the rest goes in.

use bumba_ingest::{Outcomes, Problem};

use crate::world::{World, jpeg, vtt, wav};

fn code<'a>(problems: &'a [Problem], path: &str) -> Option<&'a str> {
    problems.iter().find(|problem| problem.path == path).map(|problem| problem.code.as_str())
}

async fn with(files: &[(&str, Vec<u8>)]) -> (World, Outcomes) {
    let world = World::new().await;
    world.write("reel/good.wav", wav(4_000));
    for (path, bytes) in files {
        world.write(path, bytes);
    }
    let outcomes = world.ingest().await;
    let item = world.item(&outcomes.items[0]).await;
    assert!(item.files.iter().any(|file| file.path == "masters/good.wav"), "the rest goes in");
    (world, outcomes)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_file_is_refused() {
    let (_world, outcomes) = with(&[("reel/empty.wav", vec![])]).await;
    assert_eq!(code(&outcomes.refused, "reel/empty.wav"), Some("empty-file"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_what_its_name_says_is_kept_and_marked() {
    let (world, outcomes) = with(&[("reel/no.wav", b"only words".to_vec())]).await;
    assert_eq!(code(&outcomes.damaged, "reel/no.wav"), Some("not-what-its-name-says"));
    let item = world.item(&outcomes.items[0]).await;
    let kept = item.files.iter().find(|file| file.path == "masters/no.wav").unwrap();
    assert_eq!(kept.faults[0].code, "not-what-its-name-says");
}

#[tokio::test(flavor = "multi_thread")]
async fn truncated_masters_are_kept_and_marked() {
    let (whole, page) = (wav(8_000), jpeg(200, 200));
    let (world, outcomes) = with(&[
        ("reel/half.wav", whole[..whole.len() / 2].to_vec()),
        ("reel/half.jpg", page[..page.len() / 2].to_vec()),
    ])
    .await;
    assert_eq!(code(&outcomes.damaged, "reel/half.wav"), Some("truncated"));
    assert_eq!(code(&outcomes.damaged, "reel/half.jpg"), Some("truncated"));
    let item = world.item(&outcomes.items[0]).await;
    assert_eq!(item.canvases.len(), 3, "what is there can be heard and seen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_that_is_none_or_a_bomb_is_kept_without_lines() {
    let bomb = br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><ANNOTATION_DOCUMENT>&c;</ANNOTATION_DOCUMENT>"#;
    let (world, outcomes) =
        with(&[("reel/good.eaf", bomb.to_vec()), ("reel/good.x.xml", b"<not closed".to_vec())]).await;
    assert_eq!(code(&outcomes.damaged, "reel/good.eaf"), Some("not-a-text"));
    assert_eq!(code(&outcomes.damaged, "reel/good.x.xml"), Some("not-a-text"));
    assert_eq!(world.item(&outcomes.items[0]).await.files.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_checksum_is_refused_and_the_listed_and_missing_is_told() {
    let sums = b"00000000000000000000000000000000  bad.wav\n11111111111111111111111111111111  gone.wav\n";
    let (_world, outcomes) = with(&[("reel/bad.wav", wav(4_000)), ("reel/MD5SUMS", sums.to_vec())]).await;
    assert_eq!(code(&outcomes.refused, "reel/bad.wav"), Some("checksum-mismatch"));
    assert_eq!(code(&outcomes.told, "reel/gone.wav"), Some("listed-missing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_names_go_in_as_they_are() {
    let names =
        ["reel/a b.wav", "reel/line\nbreak.wav", "reel/cafe\u{301}.wav", "reel/café.wav", "reel/ᠵᠠᠩᠭᠠᠷ.wav"];
    let files: Vec<_> = names.iter().map(|name| (*name, wav(4_000))).collect();
    let (world, outcomes) = with(&files).await;
    assert_eq!(outcomes.refused, []);
    let item = world.item(&outcomes.items[0]).await;
    for name in names {
        let end = name.strip_prefix("reel/").unwrap();
        assert!(item.files.iter().any(|file| file.path == format!("masters/{end}")), "{end:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_nothing_but_bad_files_makes_no_item() {
    let world = World::new().await;
    world.write("reel/a.wav", []);
    let outcomes = world.ingest().await;
    assert_eq!((outcomes.items.len(), outcomes.refused.len()), (0, 1));
    assert_eq!(world.rooms.catalogue.counts().await.unwrap().items, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_its_column_says_so_and_nothing_goes_in() {
    let world = World::new().await;
    world.write("reel/a.wav", wav(4_000));
    world.write("items.csv", "name,title@en\nreel,First\n");
    let outcomes = world.ingest().await;
    assert_eq!(outcomes.items.len(), 0);
    assert!(outcomes.refused[0].message.contains("item"), "{:?}", outcomes.refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_transcript_stands_beside_its_master_alone() {
    let (world, outcomes) = with(&[("reel/other.vtt", vtt("nobody's").into_bytes())]).await;
    let lines = world.rooms.catalogue.lines(&outcomes.items[0], &Default::default()).await.unwrap();
    assert_eq!(lines, [], "a text beside no master has no canvas to stand on");
    assert!(world.item(&outcomes.items[0]).await.files.iter().any(|file| file.path == "text/other.vtt"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_checksum_of_a_replacement_leaves_what_is_held() {
    let world = World::new().await;
    world.write("reel/a.wav", wav(4_000));
    let first = world.ingest().await;
    let before = world.item(&first.items[0]).await;
    world.write("reel/a.wav", wav(8_000));
    world.write("reel/a.wav.sha512", format!("{}  a.wav\n", "0".repeat(128)));
    world.write("items.csv", "item,action\nreel,replace\n");

    let second = world.ingest().await;

    assert_eq!(code(&second.refused, "reel/a.wav"), Some("checksum-mismatch"));
    assert_eq!(world.item(&first.items[0]).await.file(1), before.file(1));
    let head = world.rooms.store.head(&first.items[0].to_string()).unwrap().unwrap();
    let held = head.files.get("masters/a.wav").map(|file| file.sha512.to_string());
    assert_eq!(held.as_deref(), Some(before.file(1).unwrap().digests.sha512.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_in_a_format_that_is_not_read_is_kept_and_not_called_damaged() {
    let mods =
        br#"<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>A song</title></titleInfo></mods>"#;
    let (world, outcomes) =
        with(&[("reel/mods.xml", mods.to_vec()), ("reel/x.marc", b"00050nam a2200037".to_vec())]).await;
    assert_eq!(outcomes.damaged, []);
    assert_eq!(code(&outcomes.told, "reel/mods.xml"), Some("record-not-read"));
    assert_eq!(code(&outcomes.told, "reel/x.marc"), Some("record-not-read"));
    assert_eq!(world.item(&outcomes.items[0]).await.files.len(), 3);
}
