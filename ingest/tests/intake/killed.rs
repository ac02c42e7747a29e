//! Between the store and the catalogue: what a kill leaves there.

use bumba_ingest::{Silent, work};

use crate::world::{World, open, vtt, wav};

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_was_committed_and_not_put_is_found_after_a_kill() {
    let world = World::new().await;
    world.write("reel/a.wav", wav(4_000));
    world.write("reel/a.vtt", vtt("a line"));
    let outcomes = world.ingest().await;
    let id = outcomes.items[0].clone();
    // As a kill right after the commit leaves it: the job stands, the record does not.
    world.rooms.catalogue.forget_records().await.unwrap();
    let job = bumba_catalogue::NewJob {
        kind: work::REGISTER.to_owned(),
        key: format!("{} {id}", work::REGISTER),
        payload: id.to_string().into(),
    };
    world.rooms.catalogue.enqueue(job, (world.rooms.now)()).await.unwrap();
    let rooms = open(world.archive.path()).await;

    work::settle(&rooms, "the next process").await.unwrap();

    assert!(rooms.catalogue.get(&id).await.unwrap().is_some());
    let again = bumba_ingest::run(
        &rooms,
        world.plan(&Default::default()),
        world.disk.clone(),
        std::sync::Arc::new(Silent),
    )
    .await
    .unwrap();
    assert_eq!((again.items_in, again.held_already, again.items), (0, 2, vec![id]));
    assert_eq!(rooms.catalogue.unfinished(&[work::REGISTER]).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_without_a_version_ends_and_harms_nothing() {
    let world = World::new().await;
    let id = bumba_model::Ark::mint("99999", 5);
    let job = bumba_catalogue::NewJob {
        kind: work::REGISTER.to_owned(),
        key: format!("{} {id}", work::REGISTER),
        payload: id.to_string().into(),
    };
    world.rooms.catalogue.enqueue(job, (world.rooms.now)()).await.unwrap();
    work::settle(&world.rooms, "the next process").await.unwrap();
    assert!(world.rooms.catalogue.get(&id).await.unwrap().is_none());
}
