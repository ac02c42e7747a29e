//! Lists, and what hangs together.

use bumba_model::{Ark, Title};
use serde_json::json;

use super::sample::{Any, ark, at, authority, item, line, object, put, withdrawn};
use crate::{Catalogue, Counts, ListQuery, Put, Sort, Summary};

const ORDERS: [Sort; 3] = [Sort::Id, Sort::Name, Sort::Newest];

fn ids(rows: &[Summary]) -> Vec<Ark> {
    rows.iter().map(|row| row.id.clone()).collect()
}

fn sorted(mut ids: Vec<Ark>) -> Vec<Ark> {
    ids.sort_by_key(ToString::to_string);
    ids
}

async fn listed(c: &dyn Catalogue, query: ListQuery) -> Vec<Ark> {
    let page = c.list(&query).await.unwrap();
    assert_eq!(page.next, None);
    ids(&page.rows)
}

pub(super) async fn a_summary_says_what_the_object_says(c: Any) {
    let item = withdrawn(object(
        1,
        "item",
        json!({
            "kind": "manuscript", "local_id": "m 1", "part_of": ark(9),
            "title": [{"text": "太宗", "lang": "zh-Hant", "odd": 1}, {"text": "Taizong", "kind": "parallel"}],
            "files": [{"n": 1}, {"n": 2}, {"n": 5}], "canvases": [{"id": "c1"}, {"id": "c2"}],
            "rights": {"rules": [{"on": "all", "who": "staff", "until": "2050", "odd": true}]},
        }),
    ));
    c.put(Put { changed: at(7).to_string(), ..put(item.clone()) }).await.unwrap();
    c.put(put(authority(2, &["Batu", "巴图"]))).await.unwrap();

    let page = c
        .list(&ListQuery { withdrawn: true, sort: Some("item".into()), ..ListQuery::default() })
        .await
        .unwrap();
    let expected = Summary {
        id: ark(1),
        sort: "item".to_owned(),
        kind: "manuscript".to_owned(),
        title: item.titles(),
        part_of: Some(ark(9)),
        name: "m 1".to_owned(),
        canvases: 2,
        files: 3,
        rules: item.rights().unwrap().rules.clone(),
        withdrawn: true,
        changed: at(7).to_string(),
    };
    assert_eq!(page.rows, [expected]);
    let authorities =
        c.list(&ListQuery { sort: Some("authority".into()), ..ListQuery::default() }).await.unwrap();
    let one = &authorities.rows[0];
    assert_eq!((one.kind.as_str(), one.name.as_str(), one.withdrawn), ("agent", "p2", false));
    assert_eq!(one.title, [Title::new("Batu", ""), Title::new("巴图", "")]);
}

pub(super) async fn a_list_is_filtered_by_sort_and_place_and_leaves_out_what_was_withdrawn(c: Any) {
    let within = |n, sort, part_of: u64| object(n, sort, json!({"part_of": ark(part_of)}));
    for object in [
        object(1, "collection", json!({"slug": "a"})),
        within(2, "collection", 1),
        within(3, "item", 1),
        within(4, "item", 2),
        withdrawn(within(5, "item", 1)),
        item(6, "x"),
        authority(7, &["Batu"]),
        object(8, "performance", json!({})),
        object(9, "exhibit", json!({"slug": "b"})),
    ] {
        c.put(put(object)).await.unwrap();
    }
    for order in ORDERS {
        let expect =
            async |sort: Option<&str>, part_of: Option<u64>, at_the_top, withdrawn, expected: &[u64]| {
                let query = ListQuery {
                    sort: sort.map(Into::into),
                    part_of: part_of.map(ark),
                    at_the_top,
                    withdrawn,
                    order,
                    ..ListQuery::default()
                };
                let expected = sorted(expected.iter().copied().map(ark).collect());
                assert_eq!(sorted(listed(&*c, query.clone()).await), expected, "{query:?}");
            };
        expect(None, None, false, false, &[1, 2, 3, 4, 6, 7, 8, 9]).await;
        expect(None, None, false, true, &[1, 2, 3, 4, 5, 6, 7, 8, 9]).await;
        expect(Some("item"), None, false, false, &[3, 4, 6]).await;
        expect(Some("exhibit"), None, false, false, &[9]).await;
        expect(Some("nothing"), None, false, false, &[]).await;
        expect(None, Some(1), false, false, &[2, 3]).await;
        expect(None, Some(1), true, false, &[2, 3]).await;
        expect(Some("item"), Some(1), false, true, &[3, 5]).await;
        expect(Some("collection"), None, true, false, &[1]).await;
        expect(Some("item"), None, true, false, &[6]).await;
        expect(None, None, true, false, &[1, 6, 7, 8, 9]).await;
        expect(None, Some(77), false, false, &[]).await;
    }
}

pub(super) async fn names_stand_in_natural_order(c: Any) {
    let names = ["", "reel", "reel-1", "reel-2-a", "reel-2-b", "reel-10", "reel-100", "卷 2", "卷 11"];
    for (n, name) in (1..).zip(names).collect::<Vec<(u64, _)>>().into_iter().rev() {
        c.put(put(item(n, name))).await.unwrap();
    }
    // The same number: by identifier.
    c.put(put(item(20, "reel-0100"))).await.unwrap();

    let mut expected: Vec<Ark> = (1..=9).map(ark).collect();
    let hundreds = sorted(vec![ark(7), ark(20)]);
    expected.splice(6..7, hundreds);
    assert_eq!(listed(&*c, ListQuery { order: Sort::Name, ..ListQuery::default() }).await, expected);
}

pub(super) async fn the_newest_change_stands_first(c: Any) {
    // Put in another order than they were changed in, as a rebuild does.
    for (n, seconds) in [(1, 30), (2, 10), (3, 40), (4, 20)] {
        c.put(Put { changed: at(seconds).to_string(), ..put(item(n, &format!("i{n}"))) }).await.unwrap();
    }
    let newest = ListQuery { order: Sort::Newest, ..ListQuery::default() };
    assert_eq!(listed(&*c, newest.clone()).await, [ark(3), ark(1), ark(4), ark(2)]);

    // 08:00:50 in the east is ten seconds after 00:00:40 in Greenwich.
    let changed = "2026-01-01T08:00:50+08:00".to_owned();
    c.put(Put { version: 2, changed, ..put(item(4, "i4")) }).await.unwrap();
    assert_eq!(listed(&*c, newest).await, [ark(4), ark(3), ark(1), ark(2)]);
}

/// All rows of a list in pages of `limit`; `between` is called after the first.
async fn paged(c: &dyn Catalogue, order: Sort, limit: u32, between: impl AsyncFn()) -> Vec<Ark> {
    let mut query = ListQuery { order, limit, ..ListQuery::default() };
    let mut all = Vec::new();
    loop {
        let page = c.list(&query).await.unwrap();
        assert!(page.rows.len() <= limit as usize);
        if all.is_empty() {
            between().await;
        }
        all.extend(ids(&page.rows));
        match page.next {
            Some(next) => {
                assert_eq!(page.rows.len(), limit as usize, "a page is full unless it is the last");
                query.after = Some(next);
            }
            None => return all,
        }
    }
}

pub(super) async fn pages_follow_each_other_without_gap_or_repeat(c: Any) {
    for n in 1..=25 {
        // Some with the same name as others (none), some changed at the same time.
        let name = if n % 3 == 0 { String::new() } else { format!("a name {n}") };
        c.put(Put { changed: at(i64::try_from(n / 4).unwrap()).to_string(), ..put(item(n, &name)) })
            .await
            .unwrap();
    }
    for order in ORDERS {
        let whole = listed(&*c, ListQuery { order, ..ListQuery::default() }).await;
        assert_eq!(whole.len(), 25);
        for limit in [1, 4, 5, 24, 25, 26] {
            assert_eq!(paged(&*c, order, limit, async || {}).await, whole, "{order:?} by {limit}");
        }
    }
    let first = c.list(&ListQuery::default()).await.unwrap();
    assert_eq!(first.rows.len(), 25, "no limit means a hundred");
}

pub(super) async fn a_list_goes_on_while_things_change(c: Any) {
    for (round, order) in (0..).zip(ORDERS) {
        let base = 1000 * round;
        c.forget_records().await.unwrap();
        let write = async |n: u64, seconds: i64, gone: bool| {
            let object = item(base + n, &format!("i{n}"));
            let object = if gone { withdrawn(object) } else { object };
            let version = u32::try_from(seconds).unwrap();
            c.put(Put { version, changed: at(seconds).to_string(), ..put(object) }).await.unwrap();
        };
        for n in 1..=12 {
            write(n, i64::try_from(n).unwrap(), false).await;
        }

        let seen = paged(&*c, order, 4, async || {
            // Some of both ends are written again, some go, some are new.
            for (n, gone) in [
                (1, false),
                (2, true),
                (3, false),
                (6, false),
                (11, false),
                (12, true),
                (13, false),
                (14, false),
            ] {
                write(n, 100 + i64::try_from(n).unwrap(), gone).await;
            }
        })
        .await;

        let mut once = sorted(seen.clone());
        once.dedup();
        assert_eq!(once.len(), seen.len(), "{order:?}: nothing comes twice");
        for n in [1, 3, 4, 5, 6, 7, 8, 9, 10, 11] {
            assert!(seen.contains(&ark(base + n)), "{order:?}: {n} stays and was left out");
        }
    }
}

pub(super) async fn what_no_page_gave_begins_anew(c: Any) {
    for n in 1..=3 {
        c.put(put(item(n, &format!("i{n}")))).await.unwrap();
    }
    for order in ORDERS {
        let whole = listed(&*c, ListQuery { order, ..ListQuery::default() }).await;
        for after in ["", " ", "nonsense", "' OR 1=1 --", "江格尔", "-1", "0 0 0 0"] {
            let query = ListQuery { order, after: Some(after.to_owned()), ..ListQuery::default() };
            assert_eq!(listed(&*c, query).await, whole, "{order:?} after {after:?}");
        }
    }
}

pub(super) async fn what_names_an_authority_is_tied_to_it(c: Any) {
    let tied = json!({"people": [{"authority": ark(1), "role": "singer"}, {"authority": ark(1), "role": "recorder"}]});
    for object in [
        authority(1, &["Batu"]),
        object(2, "item", tied.clone()),
        object(3, "performance", json!({"work": ark(1)})),
        object(4, "exhibit", json!({"curators": [{"authority": ark(1)}]})),
        object(5, "item", json!({"book": {"making": {"place": {"authority": ark(1)}}}})),
        object(6, "item", json!({"book": {"contents": [{"work": ark(1)}]}})),
        object(7, "item", json!({"works": [{"authority": ark(1)}]})),
        object(8, "item", json!({"people": [{"authority": ark(9)}], "notes": [{"text": "Batu"}]})),
        withdrawn(object(10, "item", tied)),
        object(11, "authority", json!({"kind": "agent", "merged_into": ark(1)})),
    ] {
        c.put(put(object)).await.unwrap();
    }
    let expected = sorted((2..=7).map(ark).collect());
    assert_eq!(ids(&c.tied_to(&ark(1)).await.unwrap()), expected);
    assert_eq!(c.tied_to(&ark(1)).await.unwrap().iter().filter(|row| row.sort == "item").count(), 4);

    // A tie that is taken away is gone.
    c.put(put(object(2, "item", json!({})))).await.unwrap();
    assert_eq!(c.tied_to(&ark(1)).await.unwrap().len(), 5);
}

pub(super) async fn performances_are_found_by_their_items(c: Any) {
    let on = |n, items: &[u64]| {
        let spans: Vec<_> = items
            .iter()
            .map(|item| json!({"item": ark(*item), "span": {"canvas": "c1", "time": [1.0, 2.0]}}))
            .collect();
        object(n, "performance", json!({"spans": spans}))
    };
    for performance in [on(1, &[50, 51]), on(2, &[51, 51]), on(3, &[52]), on(4, &[]), withdrawn(on(5, &[51]))]
    {
        c.put(put(performance)).await.unwrap();
    }
    assert_eq!(c.performances_on(&ark(51)).await.unwrap(), sorted(vec![ark(1), ark(2)]));
    assert_eq!(c.performances_on(&ark(52)).await.unwrap(), [ark(3)]);

    c.put(put(on(1, &[50]))).await.unwrap();
    assert_eq!(c.performances_on(&ark(51)).await.unwrap(), [ark(2)]);
}

pub(super) async fn ancestors_go_from_the_nearest_outwards_and_end_at_a_circle(c: Any) {
    let within = |n, sort, part_of: u64| object(n, sort, json!({"part_of": ark(part_of)}));
    for object in [
        object(1, "collection", json!({"slug": "fonds"})),
        within(2, "collection", 1),
        within(3, "item", 2),
        within(4, "item", 3),
        within(5, "collection", 6),
        within(6, "collection", 5),
        within(7, "item", 5),
        within(8, "collection", 8),
        within(9, "item", 99),
    ] {
        c.put(put(object)).await.unwrap();
    }
    let ancestors = async |n| -> Vec<Ark> {
        c.ancestors(&ark(n)).await.unwrap().into_iter().map(|held| held.object.id).collect()
    };
    assert_eq!(ancestors(1).await, []);
    assert_eq!(ancestors(3).await, [ark(2), ark(1)]);
    assert_eq!(ancestors(4).await, [ark(3), ark(2), ark(1)], "a volume's set is on the way");
    assert_eq!(ancestors(7).await, [ark(5), ark(6)]);
    assert_eq!(ancestors(5).await, [ark(6)]);
    assert_eq!(ancestors(8).await, []);
    assert_eq!(ancestors(9).await, [], "what it is in is not there yet");
}

pub(super) async fn counts_are_of_what_is_not_withdrawn(c: Any) {
    let reel = |n, name: &str| {
        object(
            n,
            "item",
            json!({"local_id": name, "files": [{"n": 1, "bytes": 1000}, {"n": 2, "bytes": 24}],
                "canvases": [{"id": "c1", "seconds": 60.3}, {"id": "c2", "seconds": 60.4}, {"id": "c3"}]}),
        )
    };
    let lines = vec![line("t1", "c1", 0, "one"), line("t1", "c1", 1, "two")];
    for object in [reel(1, "a"), reel(2, "b"), withdrawn(reel(3, "c"))] {
        c.put(Put { lines: lines.clone(), ..put(object) }).await.unwrap();
    }
    c.put(put(object(4, "collection", json!({"slug": "x"})))).await.unwrap();
    c.put(put(object(5, "performance", json!({})))).await.unwrap();
    c.put(put(authority(6, &["Batu"]))).await.unwrap();
    c.put(put(object(7, "authority", json!({"kind": "agent", "merged_into": ark(6)})))).await.unwrap();
    c.put(put(object(8, "exhibit", json!({"slug": "y"})))).await.unwrap();

    let expected = Counts {
        items: 2,
        collections: 1,
        performances: 1,
        authorities: 1,
        files: 4,
        bytes: 2048,
        canvases: 6,
        lines: 4,
        seconds: 241,
    };
    assert_eq!(c.counts().await.unwrap(), expected);
}
