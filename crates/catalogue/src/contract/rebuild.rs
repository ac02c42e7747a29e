//! Forgotten and put again, as a rebuild from the store does it: in its own order.

use bumba_model::Ark;
use serde_json::json;

use super::sample::{Any, ark, at, authority, event, item, line, object, put, withdrawn};
use crate::{Catalogue, LineQuery, ListQuery, Put, Sort};

/// All that a reader can be told, as text, but for the places in the feed.
async fn all_that_is_told(c: &dyn Catalogue, ids: &[Ark]) -> String {
    let mut told = Vec::new();
    for id in ids {
        let held = c.get(id).await.unwrap().unwrap();
        told.push(format!(
            "{} {} {}",
            serde_json::to_string(&held.object).unwrap(),
            held.version,
            held.changed
        ));
        told.push(format!("{:?}", c.lines(id, &LineQuery::default()).await.unwrap()));
        told.push(format!("{:?}", c.events(id).await.unwrap()));
        told.push(format!("{:?}", c.tied_to(id).await.unwrap()));
        told.push(format!("{:?}", c.performances_on(id).await.unwrap()));
        let ancestors: Vec<Ark> =
            c.ancestors(id).await.unwrap().into_iter().map(|held| held.object.id).collect();
        told.push(format!("{ancestors:?} {:?}", c.resolve(&id.to_string()).await.unwrap()));
    }
    for order in [Sort::Id, Sort::Name, Sort::Newest] {
        let query = ListQuery { order, withdrawn: true, ..ListQuery::default() };
        told.push(format!("{:?}", c.list(&query).await.unwrap().rows));
    }
    told.push(format!("{:?} {:?}", c.counts().await.unwrap(), c.authorities_named("batu").await.unwrap()));
    told.join("\n")
}

pub(super) async fn all_put_again_in_another_order_is_read_back_the_same(c: Any) {
    let mut puts = vec![
        put(object(1, "collection", json!({"slug": "reels", "title": [{"text": "Reels"}]}))),
        put(object(2, "collection", json!({"slug": "side", "part_of": ark(1)}))),
        put(authority(3, &["Batu"])),
        put(object(
            4,
            "authority",
            json!({"kind": "agent", "merged_into": ark(3), "names": [{"text": "BATU"}]}),
        )),
        put(object(
            5,
            "performance",
            json!({"work": ark(3), "spans": [{"item": ark(6), "span": {"canvas": "c1"}}]}),
        )),
        put(object(
            6,
            "item",
            json!({"local_id": "r 10", "part_of": ark(2), "people": [{"authority": ark(3)}], "smell": "vinegar",
                "layers": [{"id": "t2"}, {"id": "t1"}], "canvases": [{"id": "c1", "seconds": 1.0 / 3.0}]}),
        )),
        put(withdrawn(item(7, "r 9"))),
    ];
    for (n, one) in (1_i64..).zip(&mut puts) {
        one.changed = at(n * 7 % 5).to_string();
        one.version = u32::try_from(n).unwrap();
        one.events = vec![event("ingestion", n), event("fixity check", n + 1)];
    }
    puts[5].lines =
        (0..50).map(|n| line(["t1", "t2"][n as usize % 2], "c1", n, &format!("line {n}"))).collect();
    let ids: Vec<Ark> = puts.iter().map(|one| one.object.id.clone()).collect();
    for one in &puts {
        c.put(Put { version: 1, lines: Vec::new(), ..one.clone() }).await.unwrap();
        c.put(one.clone()).await.unwrap();
    }
    let before = all_that_is_told(&*c, &ids).await;

    c.forget_records().await.unwrap();
    for one in puts.iter().rev() {
        c.put(one.clone()).await.unwrap();
    }

    assert_eq!(all_that_is_told(&*c, &ids).await, before);
}
