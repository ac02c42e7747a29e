//! Each source is read once.

use bumba_ingest::derive::{peaks_key, pyramid_key};
use bumba_model::{Region, Seconds};

use crate::world::{World, jpeg, vtt, wav};

#[tokio::test(flavor = "multi_thread")]
async fn each_master_is_opened_once_and_read_once_from_its_source() {
    let world = World::new().await;
    let masters = [
        (world.write("reel/a.wav", wav(16_000)), wav(16_000).len()),
        (world.write("book/p1.jpg", jpeg(300, 200)), jpeg(300, 200).len()),
    ];
    let side = world.write("reel/a.vtt", vtt("a line"));

    let outcomes = world.ingest().await;

    assert_eq!((outcomes.items_in, outcomes.files_in, outcomes.refused.len()), (2, 3, 0));
    for (path, length) in masters {
        assert_eq!(world.disk.of(&path), (1, length as u64), "{}", path.display());
    }
    assert_eq!(world.disk.of(&side).0, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_by_was_measured_and_has_its_canvas_and_lines() {
    let world = World::new().await;
    world.write("reel/a.wav", wav(16_000));
    world.write("reel/a.vtt", vtt("Жаңһр"));

    let outcomes = world.ingest().await;

    let id = &outcomes.items[0];
    let item = world.item(id).await;
    assert_eq!((item.canvases[0].seconds, item.canvases[0].id.as_str()), (Some(2.0), "c1"));
    assert_eq!(item.file(1).unwrap().technical.media_type, "audio/wav");
    let lines = world.rooms.catalogue.lines(id, &Default::default()).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].text.as_str(), lines[0].time), ("Жаңһр", Some([Seconds(0.5), Seconds(1.5)])));
    // The peaks were made while the bytes went by: no derive has run.
    assert!(world.rooms.derived.open(&peaks_key(id, 1)).unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_has_its_size_its_text_and_its_pyramid() {
    let world = World::new().await;
    world.write("book/p1.jpg", jpeg(300, 200));
    let alto = r#"<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description>
        <Layout><Page WIDTH="300" HEIGHT="200"><PrintSpace><TextBlock><TextLine ID="l1" HPOS="10" VPOS="20" WIDTH="30" HEIGHT="40">
        <String CONTENT="江格尔"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"#;
    world.write("book/p1.xml", alto);

    let outcomes = world.ingest().await;
    bumba_ingest::work::derive_all(&world.rooms, "a test", jiff::Timestamp::now(), &bumba_ingest::Silent)
        .await
        .unwrap();

    let id = &outcomes.items[0];
    let item = world.item(id).await;
    assert_eq!((item.canvases[0].width, item.canvases[0].height), (Some(300), Some(200)));
    let lines = world.rooms.catalogue.lines(id, &Default::default()).await.unwrap();
    assert_eq!(lines[0].region, Some(Region { x: 10, y: 20, w: 30, h: 40 }));
    assert!(world.rooms.derived.open(&pyramid_key(id, 1)).unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn checksums_beside_a_file_are_verified_in_the_same_read() {
    let world = World::new().await;
    let path = world.write("reel/a.wav", wav(4_000));
    let digest = md5_of(&wav(4_000));
    world.write("reel/a.wav.md5", format!("{digest}  a.wav\n"));

    let outcomes = world.ingest().await;

    assert_eq!(outcomes.refused, []);
    assert_eq!(world.disk.of(&path), (1, wav(4_000).len() as u64));
    let item = world.item(&outcomes.items[0]).await;
    assert_eq!(item.file(1).unwrap().digests.md5, digest);
    let events = world.rooms.catalogue.events(&outcomes.items[0]).await.unwrap();
    assert!(events.iter().any(|event| event.kind == "fixity check" && event.file == "masters/a.wav"));
}

pub fn md5_of(bytes: &[u8]) -> String {
    use md5::{Digest, Md5};
    hex::encode(Md5::digest(bytes))
}
