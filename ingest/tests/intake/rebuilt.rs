//! From the store alone comes the same catalogue.

use bumba_catalogue::ListQuery;
use bumba_model::{Ark, Object, Performance, PerformanceSpan, Seconds, Span, What};

use crate::world::{World, jpeg, open, vtt, wav};

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_gives_the_same_records_byte_for_byte() {
    let world = World::new().await;
    world.write("reel/a.wav", wav(4_000));
    world.write("reel/a.vtt", vtt("Жаңһр"));
    world.write("book/p1.jpg", jpeg(40, 30));
    world.write(
        "items.csv",
        "item,part_of,title@mn-Mong,people:singer,date\nreel,voices,ᠵᠠᠩᠭᠠᠷ,Batu,195X\nbook,voices,ᠨᠣᠮ,,\n",
    );
    world.write("collections.csv", "slug,title@en\nvoices,Voices\n");
    world.write("authorities.csv", "id,kind,name@en,name@mn-Mong\nbatu,agent,Batu,ᠪᠠᠲᠤ\n");
    let outcomes = world.ingest().await;
    assert_eq!(outcomes.refused, []);
    let sung = PerformanceSpan {
        item: Some(outcomes.items[0].clone()),
        span: Span { canvas: "c1".into(), time: Some([Seconds(0.1), Seconds(0.4)]), ..Span::default() },
        ..PerformanceSpan::default()
    };
    let performance = Performance { manner: "sung".into(), spans: vec![sung], ..Performance::default() };
    let performance = Object::new(Ark::mint("99999", 3), What::Performance(Box::new(performance)));
    bumba_ingest::objects::write(&world.rooms, &performance, "creation", "a test").await.unwrap();
    let before = told(&world.rooms).await;
    assert_eq!(before.len(), 5);

    for name in ["catalogue.db", "catalogue.db-wal", "catalogue.db-shm"] {
        let _ = std::fs::remove_file(world.archive.path().join(name));
    }
    let rooms = open(world.archive.path()).await;
    let rebuilt = bumba_ingest::rebuild_catalogue(&rooms).await.unwrap();

    assert_eq!((rebuilt.objects, rebuilt.problems.len()), (5, 0));
    assert_eq!(told(&rooms).await, before);
    assert_eq!(
        rooms.catalogue.performances_on(&outcomes.items[0]).await.unwrap(),
        std::slice::from_ref(&performance.id)
    );
    let person = &world.item(&outcomes.items[0]).await.people[0];
    assert!(person.authority.is_some(), "a name of the table's authorities is that authority");
}

async fn told(rooms: &bumba_ingest::Rooms) -> Vec<(Ark, String)> {
    let mut told = Vec::new();
    for row in rooms.catalogue.list(&ListQuery::default()).await.unwrap().rows {
        let held = rooms.catalogue.get(&row.id).await.unwrap().unwrap();
        let lines = rooms.catalogue.lines(&row.id, &Default::default()).await.unwrap();
        let events = rooms.catalogue.events(&row.id).await.unwrap();
        let all = format!(
            "{}\n{lines:?}\n{events:?}\n{} {}",
            serde_json::to_string(&held.object).unwrap(),
            held.version,
            held.changed
        );
        told.push((row.id, all));
    }
    told
}
