//! The same files again, and changed ones.

use std::fs;

use bumba_ingest::plan::Wishes;
use bumba_store::{Depth, VersionNum};

use crate::world::{World, jpeg, vtt, wav};

#[tokio::test(flavor = "multi_thread")]
async fn run_again_nothing_is_doubled_and_no_version_is_made() {
    let world = World::new().await;
    world.write("reel/a.wav", wav(4_000));
    world.write("reel/a.vtt", vtt("a line"));
    let first = world.ingest().await;

    let second = world.ingest().await;

    assert_eq!((second.items_in, second.files_in, second.held_already), (0, 0, 2));
    assert_eq!(second.items, first.items);
    let head = world.rooms.store.head(&first.items[0].to_string()).unwrap().unwrap();
    assert_eq!(head.version, VersionNum::FIRST);
    assert_eq!(world.rooms.catalogue.counts().await.unwrap().items, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_file_under_a_known_name_is_refused_unless_it_is_meant() {
    let world = World::new().await;
    world.write("reel/a.wav", wav(4_000));
    world.write("reel/a.vtt", vtt("a line"));
    let first = world.ingest().await;
    world.write("reel/a.vtt", vtt("a better line"));

    let refused = world.ingest().await;
    assert_eq!((refused.refused[0].code.as_str(), refused.items_in), ("changed-source", 0));

    fs::create_dir(world.folder.path().join("more")).unwrap();
    fs::rename(world.folder.path().join("reel/a.vtt"), world.folder.path().join("a.vtt")).unwrap();
    fs::rename(world.folder.path().join("reel/a.wav"), world.folder.path().join("a.wav")).unwrap();
    let into = Wishes { into: Some(first.items[0].clone()), ..Wishes::default() };
    let meant = world.ingest_as(&into).await;

    assert_eq!((meant.files_in, meant.held_already, meant.refused.len()), (1, 1, 0));
    let lines = world.rooms.catalogue.lines(&first.items[0], &Default::default()).await.unwrap();
    assert_eq!((lines.len(), lines[0].text.as_str()), (1, "a better line"));
    let id = first.items[0].to_string();
    assert_eq!(world.rooms.store.head(&id).unwrap().unwrap().version.get(), 2);
    assert!(
        world.rooms.store.open_in_version(&id, VersionNum::FIRST, "text/a.vtt").is_ok(),
        "the old one stays"
    );
    assert!(world.rooms.store.verify(&id, Depth::Full).unwrap().is_clean());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_leaf_goes_to_its_place_and_moves_no_identifier() {
    let world = World::new().await;
    world.write("book/p1.jpg", jpeg(40, 30));
    world.write("book/p3.jpg", jpeg(40, 30));
    let first = world.ingest().await;
    world.write("book/p2.jpg", jpeg(50, 30));

    world.ingest().await;

    let item = world.item(&first.items[0]).await;
    let canvases: Vec<_> =
        item.canvases.iter().map(|canvas| (canvas.id.as_str(), canvas.label.as_str())).collect();
    assert_eq!(canvases, [("c1", "p1"), ("c3", "p2"), ("c2", "p3")]);
    assert_eq!(item.file(3).unwrap().path, "masters/p2.jpg");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_is_a_new_version_and_the_same_row_is_none() {
    let world = World::new().await;
    world.write("reel/a.wav", wav(4_000));
    world.write("items.csv", "item,title@en,smell\nreel,First,vinegar\n");
    let first = world.ingest().await;
    let item = world.item(&first.items[0]).await;
    assert_eq!((item.title[0].text.as_str(), &item.other["smell"]), ("First", &"vinegar".into()));
    assert!(first.told.iter().any(|told| told.code == "unknown-column"));

    world.write("items.csv", "item,title@en\nreel,Second\n");
    let second = world.ingest().await;

    assert_eq!((second.items_in, second.held_already), (1, 1));
    let item = world.item(&first.items[0]).await;
    assert_eq!((item.title[0].text.as_str(), &item.other["smell"]), ("Second", &"vinegar".into()));
    assert_eq!(world.ingest().await.items_in, 0);
}
