//! The feed is one order, whatever writes at once.

use std::collections::BTreeSet;

use serde_json::json;

use super::sample::{Any, ark, at, event, item, line, object, put, withdrawn};
use crate::{FeedEntry, FeedWhat, LineQuery, ListQuery, NewJob, Put, Seq};

const WRITERS: u64 = 6;
const EACH: u64 = 20;

pub(super) async fn the_feed_says_what_happened_in_order(c: Any) {
    let mut expected = Vec::new();
    for (seconds, object, what) in [
        (1, item(1, "a"), FeedWhat::Create),
        (2, object(2, "collection", json!({"slug": "b"})), FeedWhat::Create),
        (3, item(1, "aa"), FeedWhat::Update),
        (4, withdrawn(item(1, "aa")), FeedWhat::Withdraw),
        (5, item(1, "aa"), FeedWhat::Update),
        (6, withdrawn(item(3, "c")), FeedWhat::Withdraw),
    ] {
        let (id, sort, at) = (object.id.clone(), object.sort().to_owned(), at(seconds).to_string());
        let seq = c.put(Put { changed: at.clone(), ..put(object) }).await.unwrap();
        expected.push(FeedEntry { seq, id, sort, what, at });
    }
    assert_eq!(c.feed(Seq(0), 100).await.unwrap(), expected);
    assert_eq!(c.feed(Seq(0), 2).await.unwrap(), expected[..2]);
    assert_eq!(c.feed(expected[1].seq, 3).await.unwrap(), expected[2..5]);
    assert_eq!(c.feed(expected[5].seq, 3).await.unwrap(), []);
    assert_eq!(c.feed(Seq(0), 0).await.unwrap(), []);
    assert_eq!(c.newest().await.unwrap(), expected[5].seq);
    assert!(expected.windows(2).all(|two| two[0].seq < two[1].seq));
    assert!(expected[0].seq > Seq(0));
}

/// Several tasks that put at once; the numbers they were told. Some puts are refused in between.
async fn write_at_once(c: &Any) -> BTreeSet<Seq> {
    c.put(put(object(9_999, "collection", json!({"slug": "taken"})))).await.unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let c = c.clone();
            tokio::spawn(async move {
                let mut told = Vec::new();
                for n in 0..EACH {
                    let id = writer * 1000 + n + 1;
                    let lines = vec![line("t1", "c1", 0, "a line")];
                    told.push(c.put(Put { lines, ..put(item(id, &format!("i{id}"))) }).await.unwrap());
                    if n % 5 == 0 {
                        let refused = object(id + 500, "collection", json!({"slug": "taken"}));
                        assert!(c.put(put(refused)).await.is_err());
                    }
                }
                told
            })
        })
        .collect();
    let mut told = BTreeSet::new();
    for writer in writers {
        let of_one = writer.await.unwrap();
        assert!(of_one.windows(2).all(|two| two[0] < two[1]), "a writer's own puts stand in its order");
        told.extend(of_one);
    }
    assert_eq!(told.len() as u64, WRITERS * EACH, "no number is given twice");
    told
}

pub(super) async fn the_feed_misses_nothing_under_writers_at_once(c: Any) {
    let told = write_at_once(&c).await;
    let entries = c.feed(Seq(0), 10_000).await.unwrap();
    assert_eq!(
        entries.iter().map(|entry| entry.seq).skip(1).collect::<Vec<_>>(),
        told.into_iter().collect::<Vec<_>>()
    );
    for entry in &entries {
        assert_eq!(c.get(&entry.id).await.unwrap().unwrap().seq, entry.seq, "an entry is its object's");
    }
}

pub(super) async fn a_reader_never_sees_a_later_entry_before_an_earlier_one(c: Any) {
    let all = usize::try_from(WRITERS * EACH).unwrap() + 1;
    let reader = {
        let c = c.clone();
        tokio::spawn(async move {
            let (mut followed, mut after) = (Vec::new(), Seq(0));
            while followed.len() < all {
                for entry in c.feed(after, 7).await.unwrap() {
                    assert!(entry.seq > after);
                    assert!(
                        c.get(&entry.id).await.unwrap().is_some(),
                        "the record is there before its entry is"
                    );
                    after = entry.seq;
                    followed.push(entry.seq);
                }
                tokio::task::yield_now().await;
            }
            followed
        })
    };
    write_at_once(&c).await;
    // Had an entry come late, the reader would have passed over it and never come to the end.
    let followed = reader.await.unwrap();
    let entries: Vec<Seq> =
        c.feed(Seq(0), 10_000).await.unwrap().into_iter().map(|entry| entry.seq).collect();
    assert_eq!(followed, entries);
}

pub(super) async fn forgotten_records_are_gone_and_numbers_and_jobs_go_on(c: Any) {
    let whole = Put {
        lines: vec![line("t1", "c1", 0, "one")],
        events: vec![event("ingestion", 1)],
        ..put(item(1, "a"))
    };
    c.put(whole.clone()).await.unwrap();
    let last = c.put(put(object(2, "collection", json!({"slug": "b"})))).await.unwrap();
    let job = c
        .enqueue(NewJob { kind: "derive".into(), key: "k".into(), payload: json!([1]) }, at(0))
        .await
        .unwrap();
    assert!(c.hold_lease("worker", "me", at(0), at(100)).await.unwrap());
    c.set_setting("language", "mn").await.unwrap();

    c.forget_records().await.unwrap();

    assert_eq!(c.get(&ark(1)).await.unwrap(), None);
    assert_eq!(c.lines(&ark(1), &LineQuery::default()).await.unwrap(), []);
    assert_eq!(c.events(&ark(1)).await.unwrap(), []);
    assert_eq!(c.feed(Seq(0), 10).await.unwrap(), []);
    assert_eq!(c.resolve("b").await.unwrap(), None);
    assert_eq!(c.list(&ListQuery::default()).await.unwrap().rows, []);
    assert_eq!(c.counts().await.unwrap(), crate::Counts::default());
    assert_eq!(c.jobs(crate::JobState::Waiting, 10).await.unwrap()[0].id, job);
    assert_eq!(c.lease_holder("worker", at(1)).await.unwrap().as_deref(), Some("me"));
    assert_eq!(c.setting("language").await.unwrap().as_deref(), Some("mn"));

    // Forgotten twice is forgotten once.
    c.forget_records().await.unwrap();
    let again = c.put(whole.clone()).await.unwrap();
    assert!(again > last);
    let entries = c.feed(last, 10).await.unwrap();
    assert_eq!((entries.len(), entries[0].seq, entries[0].what), (1, again, FeedWhat::Create));
    assert_eq!(c.lines(&ark(1), &LineQuery::default()).await.unwrap(), whole.lines);
    assert_eq!(c.events(&ark(1)).await.unwrap(), whole.events);
}
