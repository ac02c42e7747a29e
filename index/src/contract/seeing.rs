//! Promises about who sees what, and about lists and counts.

use super::Place;
use super::archive::{ask, counts, ids, item, note, put, request, staff, stream, text};
use crate::{Audience, AuthorityEntry, Change, Facet, Order, Request};

pub fn what_is_staffs_is_neither_found_nor_counted_nor_quoted(place: &dyn Place) {
    let index = place.open();
    let mut half = item("half", "Half", &["horse"]);
    let mut closed = stream("closed", &["horse secret"]);
    closed.audience = Audience::Staff;
    half.streams.insert(0, closed);
    let mut hidden = item("hidden", "Horse", &["horse"]);
    hidden.audience = Audience::Staff;
    hidden.fields.push(note("horse"));
    hidden.facets = vec![(Facet::Kind, "reel".to_owned())];
    put(&*index, vec![half, hidden]);

    let open = ask(&*index, "horse");
    assert_eq!(ids(&open), ["half"]);
    assert_eq!((open.hits[0].places, open.hits[0].passages.len()), (1, 1));
    assert!(open.hits[0].passages.iter().all(|passage| !passage.text.contains("secret")));
    assert!(counts(&open, Facet::Kind).is_empty());
    for query in ["secret", "horse secret", "\"horse secret\"", "half secret", "\"horse\" -half"] {
        assert_eq!(ask(&*index, query).total, 0, "{query}");
    }
    assert_eq!(ids(&ask(&*index, "half -secret")), ["half"], "what is not seen excludes nothing");
    assert_eq!(ids(&ask(&*index, "")), ["half"]);
    assert_eq!(index.search(&Request { within: Some("hidden".to_owned()), ..request("") }).unwrap().total, 0);

    assert_eq!(ids(&index.search(&staff("horse")).unwrap()), ["half", "hidden"]);
    assert_eq!(ids(&index.search(&staff("secret")).unwrap()), ["half"]);
    assert_eq!(counts(&index.search(&staff("")).unwrap(), Facet::Kind), [("reel", 1)]);

    // Nor does it move the score of what is open.
    let score = open.hits[0].score;
    index.apply(Change::Remove("hidden".to_owned())).unwrap();
    index.commit(2).unwrap();
    assert_eq!(ask(&*index, "horse").hits[0].score.to_bits(), score.to_bits());
}

pub fn names_that_are_staffs_find_nothing_for_others(place: &dyn Place) {
    let index = place.open();
    let names = vec![text("Batu"), text("Informant Seven")];
    let authority = AuthorityEntry { id: "batu".to_owned(), names, audience: Audience::Staff };
    index.apply(Change::Authority(authority)).unwrap();
    put(&*index, vec![item("a", "t", &["informant seven said"])]);

    assert_eq!(ask(&*index, "batu").total, 0);
    assert_eq!(ask(&*index, "batu").understood[0].forms.len(), 1);
    assert_eq!(ids(&index.search(&staff("batu")).unwrap()), ["a"]);
}

fn shelf(place: &dyn Place) -> Box<dyn crate::Index> {
    let index = place.open();
    let entry = |id: &str, line: &str, facets: &[(Facet, &str)]| {
        let mut entry = item(id, "t", &[line]);
        entry.facets = facets.iter().map(|(facet, value)| (*facet, (*value).to_owned())).collect();
        entry
    };
    use Facet::{Kind, Language};
    // In two commits, so that an engine of segments has two.
    put(
        &*index,
        vec![entry("a", "x", &[(Kind, "reel"), (Language, "mn"), (Language, "zh"), (Language, "zh")])],
    );
    put(
        &*index,
        vec![
            entry("b", "x", &[(Kind, "reel"), (Language, "mn")]),
            entry("c", "x", &[(Kind, "book"), (Language, "zh")]),
            entry("d", "y", &[(Kind, "book"), (Language, "bo")]),
        ],
    );
    index
}

pub fn facets_count_the_items_that_match(place: &dyn Place) {
    let index = shelf(place);

    let found = ask(&*index, "x");

    assert_eq!(counts(&found, Facet::Kind), [("reel", 2), ("book", 1)]);
    assert_eq!(counts(&found, Facet::Language), [("mn", 2), ("zh", 2)]);
    assert!(counts(&found, Facet::Person).is_empty());
    let few = index.search(&Request { facet_values: 1, ..request("") }).unwrap();
    assert_eq!(counts(&few, Facet::Language), [("mn", 2)]);
}

pub fn a_filter_does_not_narrow_its_own_facet(place: &dyn Place) {
    let index = shelf(place);
    let filtered = |filters: &[(Facet, &str)]| {
        let filters = filters.iter().map(|(facet, value)| (*facet, (*value).to_owned())).collect();
        index.search(&Request { filters, ..request("x") }).unwrap()
    };

    let reels = filtered(&[(Facet::Kind, "reel")]);
    assert_eq!(ids(&reels), ["a", "b"]);
    assert_eq!(counts(&reels, Facet::Kind), [("reel", 2), ("book", 1)]);
    assert_eq!(counts(&reels, Facet::Language), [("mn", 2), ("zh", 1)]);

    let both = filtered(&[(Facet::Kind, "reel"), (Facet::Language, "zh")]);
    assert_eq!(ids(&both), ["a"]);
    assert_eq!(counts(&both, Facet::Kind), [("book", 1), ("reel", 1)]);

    assert_eq!(ids(&filtered(&[(Facet::Kind, "reel"), (Facet::Kind, "book")])), ["a", "b", "c"]);
    let none = filtered(&[(Facet::Kind, "scroll")]);
    assert_eq!(none.total, 0);
    assert_eq!(counts(&none, Facet::Kind), [("reel", 2), ("book", 1), ("scroll", 0)]);
}

pub fn pages_follow_each_other_without_gap_or_repeat(place: &dyn Place) {
    let index = place.open();
    let name = |n: usize| format!("item-{n:02}");
    for part in 0..3 {
        put(
            &*index,
            (0..30)
                .filter(|n| n % 3 == part)
                .map(|n| item(&name(n), "t", &["x", ["x", "-"][n % 2]]))
                .collect(),
        );
    }

    for query in ["x", "", "t OR x"] {
        let whole = ask(&*index, query);
        assert_eq!(whole.total, 30);
        assert!(
            whole
                .hits
                .windows(2)
                .all(|two| two[0].score > two[1].score
                    || two[0].score == two[1].score && two[0].id < two[1].id)
        );
        let mut paged = Vec::new();
        for offset in (0..40).step_by(7) {
            let page = index.search(&Request { limit: 7, offset, ..request(query) }).unwrap();
            assert_eq!(page.total, 30);
            paged.extend(page.hits);
        }
        assert_eq!(paged, whole.hits);
    }
    assert!(index.search(&Request { limit: 0, ..request("x") }).unwrap().hits.is_empty());
}

pub fn items_can_stand_by_year(place: &dyn Place) {
    let index = place.open();
    let dated = |id: &str, year| {
        let mut entry = item(id, "t", &["x"]);
        entry.year = year;
        entry
    };
    put(&*index, vec![dated("b", Some(1750)), dated("none", None), dated("c", Some(-20))]);
    put(&*index, vec![dated("a", Some(1750))]);
    let by = |order| {
        let found = index.search(&Request { order, ..request("x") }).unwrap();
        found.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };

    assert_eq!(by(Order::Oldest), ["c", "a", "b", "none"]);
    assert_eq!(by(Order::Newest), ["a", "b", "c", "none"]);
}
