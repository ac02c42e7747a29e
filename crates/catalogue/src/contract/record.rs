//! Objects are read back as they were put.

use bumba_model::{Line, Object, Region};
use serde_json::json;

use super::sample::{Any, ark, at, event, item, line, object, put, withdrawn};
use crate::{CatalogueError, Held, LineQuery, NewJob, Put, Seq};

pub(super) async fn every_sort_is_read_back_as_written_with_what_is_not_understood(c: Any) {
    let says = json!({"title": [{"text": "ᠵᠠᠩᠭᠠᠷ", "lang": "mn-Mong", "colour": "red"}], "smell": {"of": ["vinegar", 1, null]}});
    let mut objects: Vec<Object> = (1..)
        .zip(["item", "collection", "performance", "exhibit"])
        .map(|(n, sort)| object(n, sort, says.clone()))
        .collect();
    objects.push(object(
        5,
        "authority",
        json!({"kind": "sea", "names": [{"text": "江格尔", "ink": 1}], "smell": true}),
    ));
    objects.push(withdrawn(object(
        6,
        "item",
        json!({
            "kind": "reel", "local_id": "reel 'one\" \\ \n 一", "languages": ["xal"],
            "files": [{"n": 1, "path": "masters/a.wav", "role": "master", "bytes": 9_007_199_254_740_993_u64,
                "technical": {"seconds": 2_712.333_333_333_333_5, "more": {"bext": {"x": 0.1}}},
                "faults": [{"code": "truncated", "message": "It ends early."}], "odd": [1.5]}],
            "canvases": [{"id": "c1", "seconds": 2712.25, "odd": 1}, {"id": "c2", "status": "missing"}],
            "placements": [{"canvas": "c1", "file": 1, "span": [0.0, 1.5], "status": "chosen"}],
            "ranges": [{"id": "r1", "label": [{"text": "Canto 1"}], "spans": [{"canvas": "c1", "time": [0.5, 9.75]}]}],
            "layers": [{"id": "t1", "kind": "transcript", "sources": [{"file": 1, "canvas": "c1"}]}],
            "rights": {"rules": [{"on": {"file": 1}, "who": "staff", "until": "2050"}]},
        }),
    )));

    for (version, object) in (1..).zip(&objects) {
        let changed = format!("2026-01-0{version}T08:00:00+08:00");
        let seq = c.put(Put { version, changed: changed.clone(), ..put(object.clone()) }).await.unwrap();
        let held = Held { object: object.clone(), version, changed, seq };
        assert_eq!(c.get(&object.id).await.unwrap(), Some(held));
    }
}

pub(super) async fn a_number_is_read_back_to_its_last_digit(c: Any) {
    // Such as are read a little wrong where the reader is in a hurry.
    let numbers = [
        0.1,
        1.0 / 3.0,
        2_712.333_333_333_333_5,
        1.101_234_567_890_123_4e-5,
        123_456.789_012_345_67,
        5e-324,
        9.5,
    ];
    let canvases: Vec<_> = numbers.iter().map(|seconds| json!({"id": "c", "seconds": seconds})).collect();
    let mut lines = vec![line("t1", "c1", 0, "one"), line("t1", "c1", 1, "other")];
    lines[0].time = Some([bumba_model::Seconds(numbers[1]), bumba_model::Seconds(numbers[2])]);
    lines[1].time = Some([bumba_model::Seconds(numbers[3]), bumba_model::Seconds(numbers[4])]);
    let object = object(1, "item", json!({"canvases": canvases}));

    c.put(Put { lines: lines.clone(), ..put(object.clone()) }).await.unwrap();

    assert_eq!(c.get(&object.id).await.unwrap().unwrap().object, object);
    assert_eq!(c.lines(&object.id, &LineQuery::default()).await.unwrap(), lines);
}

pub(super) async fn a_second_put_stands_in_place_of_the_first(c: Any) {
    c.put(put(object(1, "item", json!({"local_id": "a", "smell": "vinegar", "canvases": [{"id": "c1"}]}))))
        .await
        .unwrap();
    let second = object(1, "collection", json!({"slug": "b"}));
    let seq = c.put(Put { version: 2, changed: at(5).to_string(), ..put(second.clone()) }).await.unwrap();

    let held = c.get(&ark(1)).await.unwrap().unwrap();
    assert_eq!(held, Held { object: second, version: 2, changed: at(5).to_string(), seq });
    assert_eq!(c.item_named(None, "a").await.unwrap(), None, "the old name is free");
    assert_eq!(c.counts().await.unwrap().canvases, 0);
}

pub(super) async fn the_same_put_again_makes_no_entry_and_gives_the_one_there_is(c: Any) {
    let whole = Put {
        lines: vec![line("t1", "c1", 1, "one"), line("t1", "c1", 0, "nought")],
        events: vec![event("ingestion", 1), event("fixity check", 2)],
        ..put(item(1, "a"))
    };
    let first = c.put(whole.clone()).await.unwrap();
    let job = c
        .enqueue(NewJob { kind: "take in".into(), key: "a".into(), payload: json!(1) }, at(0))
        .await
        .unwrap();

    assert_eq!(c.put(whole.clone()).await.unwrap(), first);
    // Some of the events alone say nothing new either; its job ends all the same.
    let fewer = Put { events: vec![event("ingestion", 1)], ends: Some(job), ..whole };
    assert_eq!(c.put(fewer).await.unwrap(), first);

    assert_eq!(c.feed(Seq(0), 10).await.unwrap().len(), 1);
    assert_eq!(c.get(&ark(1)).await.unwrap().unwrap().seq, first);
    assert_eq!(c.unfinished(&[]).await.unwrap(), 0);
}

pub(super) async fn whatever_changed_makes_one_entry(c: Any) {
    let first = Put {
        lines: vec![line("t1", "c1", 0, "one")],
        events: vec![event("ingestion", 1)],
        ..put(item(1, "a"))
    };
    let mut last = c.put(first.clone()).await.unwrap();
    let mut spoken = first.clone();
    spoken.lines[0].speaker = "Batu".to_owned();
    for changed in [
        Put { version: 2, ..first.clone() },
        spoken,
        Put { lines: Vec::new(), ..first.clone() },
        Put { events: vec![event("fixity check", 2)], ..first.clone() },
        Put { object: object(1, "item", json!({"local_id": "a", "smell": "none"})), ..first },
    ] {
        let seq = c.put(changed.clone()).await.unwrap();
        assert!(seq > last, "{changed:?}");
        assert_eq!(c.get(&ark(1)).await.unwrap().unwrap().seq, seq);
        assert_eq!(c.newest().await.unwrap(), seq);
        last = seq;
    }
    assert_eq!(c.feed(Seq(0), 100).await.unwrap().len(), 6);
}

/// Two layers, the second named before the first, on two canvases.
fn of_two_layers() -> (Object, Vec<Line>) {
    let object = object(
        1,
        "item",
        json!({"layers": [{"id": "t9"}, {"id": "t2"}], "canvases": [{"id": "c1"}, {"id": "c2"}]}),
    );
    let mut lines = vec![
        line("t9", "c1", 0, "江格尔"),
        line("t9", "c1", 1, "ᠵᠠᠩᠭᠠᠷ"),
        line("t9", "c2", 2, ""),
        line("t2", "c1", 0, "Jangar's \"own\" song\n"),
        line("t2", "c2", 1, "Жаңһр"),
    ];
    lines[1].region = Some(Region::from([0, 1, 2, u32::MAX]));
    lines[1].time = None;
    lines[3].parent = Some("t9.c1.0".to_owned());
    lines[4].speaker = "Batu".to_owned();
    (object, lines)
}

pub(super) async fn lines_take_the_place_of_lines_and_stand_in_the_order_of_layer_and_line(c: Any) {
    let (object, lines) = of_two_layers();
    c.put(Put {
        lines: vec![line("t2", "c1", 7, "old"), line("t2", "c1", 8, "older")],
        ..put(object.clone())
    })
    .await
    .unwrap();

    let mut in_any_order = lines.clone();
    in_any_order.reverse();
    c.put(Put { lines: in_any_order, ..put(object.clone()) }).await.unwrap();

    assert_eq!(c.lines(&object.id, &LineQuery::default()).await.unwrap(), lines);
}

pub(super) async fn lines_are_found_by_layer_and_canvas(c: Any) {
    let (object, lines) = of_two_layers();
    c.put(Put { lines: lines.clone(), ..put(object.clone()) }).await.unwrap();
    c.put(Put { lines: vec![line("t2", "c1", 0, "another's")], ..put(item(2, "b")) }).await.unwrap();

    for layer in [None, Some("t9"), Some("t2"), Some("t7")] {
        for canvas in [None, Some("c1"), Some("c2"), Some("c9")] {
            for (offset, limit) in
                [(0, None), (1, None), (0, Some(1)), (1, Some(2)), (9, Some(1)), (0, Some(0))]
            {
                let query =
                    LineQuery { layer: layer.map(Into::into), canvas: canvas.map(Into::into), offset, limit };
                let expected: Vec<Line> = lines
                    .iter()
                    .filter(|line| layer.is_none_or(|layer| line.layer == layer))
                    .filter(|line| canvas.is_none_or(|canvas| line.canvas == canvas))
                    .skip(offset as usize)
                    .take(limit.map_or(usize::MAX, |limit| limit as usize))
                    .cloned()
                    .collect();
                assert_eq!(c.lines(&object.id, &query).await.unwrap(), expected, "{query:?}");
            }
        }
    }
}

pub(super) async fn ten_thousand_lines_are_put_and_read_in_parts(c: Any) {
    let lines: Vec<Line> =
        (0..10_007).map(|order| line("t1", "c1", order, &format!("line {order}"))).collect();
    let object = object(1, "item", json!({"layers": [{"id": "t1"}]}));
    c.put(Put { lines: lines.clone(), ..put(object.clone()) }).await.unwrap();

    let query = LineQuery { offset: 9_990, limit: Some(10), ..LineQuery::default() };
    assert_eq!(c.lines(&object.id, &query).await.unwrap(), lines[9_990..10_000]);
    assert_eq!(c.lines(&object.id, &LineQuery::default()).await.unwrap(), lines);
    assert_eq!(c.counts().await.unwrap().lines, 10_007);
}

pub(super) async fn an_event_is_held_once_and_the_oldest_stands_first(c: Any) {
    let mut note = event("fixity check", 2);
    note.note = "sha512".to_owned();
    note.other.insert("odd".to_owned(), json!({"b": 1, "a": 2}));
    let mut in_another_zone = event("withdrawal", 0);
    in_another_zone.at = "2026-01-01T08:00:03+08:00".to_owned();
    c.put(Put { events: vec![in_another_zone.clone(), event("fixity check", 2)], ..put(item(1, "a")) })
        .await
        .unwrap();

    let more = vec![note.clone(), event("fixity check", 2), event("ingestion", 1), note.clone()];
    c.put(Put { events: more, ..put(item(1, "a")) }).await.unwrap();
    c.put(Put { version: 2, ..put(item(1, "a")) }).await.unwrap();

    let expected = [event("ingestion", 1), event("fixity check", 2), note, in_another_zone];
    assert_eq!(c.events(&ark(1)).await.unwrap(), expected);
}

pub(super) async fn a_put_ends_its_job_and_a_refused_one_changes_nothing(c: Any) {
    let collection = |n| object(n, "collection", json!({"slug": "reels"}));
    c.put(put(collection(1))).await.unwrap();
    let job = c
        .enqueue(NewJob { kind: "take in".into(), key: "a".into(), payload: json!({}) }, at(0))
        .await
        .unwrap();
    c.claim(&["take in"], "w", at(0), at(0)).await.unwrap().unwrap();
    let newest = c.newest().await.unwrap();

    let refused =
        c.put(Put { ends: Some(job), events: vec![event("ingestion", 1)], ..put(collection(2)) }).await;
    assert!(matches!(refused, Err(CatalogueError::Taken { .. })), "{refused:?}");
    assert_eq!(c.get(&ark(2)).await.unwrap(), None);
    assert_eq!(c.newest().await.unwrap(), newest);
    assert_eq!(c.unfinished(&[]).await.unwrap(), 1);

    c.put(Put { ends: Some(job), ..put(item(3, "a")) }).await.unwrap();
    assert_eq!(c.unfinished(&[]).await.unwrap(), 0);
    assert_eq!(c.jobs(crate::JobState::Done, 10).await.unwrap()[0].id, job);
    // Its worker says so once more: twice done is once done.
    c.done(job, "w", at(1)).await.unwrap();
}

pub(super) async fn several_are_given_in_the_order_asked_for(c: Any) {
    for n in 1..=4 {
        c.put(put(item(n, &format!("i{n}")))).await.unwrap();
    }
    let asked = [ark(3), ark(9), ark(1), ark(4), ark(3)];
    let given: Vec<_> = c.get_many(&asked).await.unwrap().into_iter().map(|held| held.object.id).collect();
    assert_eq!(given, [ark(3), ark(1), ark(4), ark(3)]);
    assert_eq!(c.get_many(&[]).await.unwrap(), []);
}

pub(super) async fn what_is_not_there_is_none_and_no_fault(c: Any) {
    let id = ark(1);
    assert_eq!(c.get(&id).await.unwrap(), None);
    assert_eq!(c.resolve(&id.to_string()).await.unwrap(), None);
    assert_eq!(c.lines(&id, &LineQuery::default()).await.unwrap(), []);
    assert_eq!(c.events(&id).await.unwrap(), []);
    assert_eq!(c.ancestors(&id).await.unwrap(), []);
    assert_eq!(c.tied_to(&id).await.unwrap(), []);
    assert_eq!(c.performances_on(&id).await.unwrap(), []);
    assert_eq!(c.newest().await.unwrap(), Seq(0));
    assert_eq!(c.feed(Seq(0), 10).await.unwrap(), []);
    assert_eq!(c.counts().await.unwrap(), crate::Counts::default());
}
