//! Promises about what is kept.

use super::Place;
use super::archive::{ask, ids, item, put};
use crate::Change;

pub fn what_is_applied_is_seen_after_a_commit_alone(place: &dyn Place) {
    let index = place.open();
    assert_eq!(index.position().unwrap(), 0);

    index.apply(Change::Item(Box::new(item("a", "hero", &["horse"])))).unwrap();
    assert_eq!(ask(&*index, "horse").total, 0);

    index.commit(7).unwrap();
    assert_eq!(ask(&*index, "horse").total, 1);
    assert_eq!(index.position().unwrap(), 7);
}

pub fn an_item_that_comes_again_leaves_nothing_of_the_old_behind(place: &dyn Place) {
    let index = place.open();
    put(&*index, vec![item("a", "old", &["horse", "saddle"]), item("b", "other", &["horse"])]);

    put(&*index, vec![item("a", "new", &["camel"])]);
    put(
        &*index,
        vec![item("c", "twice in one commit", &["goat"]), item("c", "twice in one commit", &["sheep"])],
    );

    assert_eq!(ids(&ask(&*index, "horse")), ["b"]);
    assert_eq!(ask(&*index, "saddle").total + ask(&*index, "old").total + ask(&*index, "goat").total, 0);
    assert_eq!(ids(&ask(&*index, "camel")), ["a"]);
    assert_eq!(ids(&ask(&*index, "sheep")), ["c"]);
    assert_eq!(ids(&ask(&*index, "")), ["a", "b", "c"]);
}

pub fn what_is_removed_is_found_no_more(place: &dyn Place) {
    let index = place.open();
    put(&*index, vec![item("a", "one", &["horse"]), item("b", "two", &["horse"])]);

    index.apply(Change::Remove("a".to_owned())).unwrap();
    index.apply(Change::Remove("never there".to_owned())).unwrap();
    index.commit(2).unwrap();

    assert_eq!(ids(&ask(&*index, "horse")), ["b"]);
    assert_eq!(ids(&ask(&*index, "")), ["b"]);
}

pub fn index_and_position_are_those_of_the_last_commit_after_reopening(place: &dyn Place) {
    let index = place.open();
    put(&*index, vec![item("a", "one", &["horse"])]);
    index.commit(41).unwrap();
    index.apply(Change::Item(Box::new(item("b", "two", &["horse"])))).unwrap();
    index.apply(Change::Remove("a".to_owned())).unwrap();
    drop(index);

    let index = place.open();

    assert_eq!(index.position().unwrap(), 41);
    assert_eq!(ids(&ask(&*index, "horse")), ["a"]);
    index.commit(42).unwrap();
    assert_eq!(index.position().unwrap(), 42);
    assert_eq!(ids(&ask(&*index, "horse")), ["a"]);
}
