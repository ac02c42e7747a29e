//! Names lead to identifiers.

use bumba_model::Object;
use serde_json::json;

use super::sample::{Any, ark, authority, item, object, put, withdrawn};
use crate::{Catalogue, CatalogueError};

pub(super) async fn an_ark_is_resolved_in_any_form_and_a_slip_is_told(c: Any) {
    c.put(put(item(1, "a"))).await.unwrap();
    let id = ark(1);
    let (start, end) = id.name().split_at(4);
    for form in [
        id.to_string(),
        format!("ark:/99999/{}", id.name()),
        format!("  ARK:99999/{start}-{}", end.to_uppercase()),
    ] {
        assert_eq!(c.resolve(&form).await.unwrap(), Some(id.clone()), "{form}");
    }
    let last = if id.name().ends_with('b') { 'c' } else { 'b' };
    for wrong in [format!("{}{last}", &id.to_string()[..id.to_string().len() - 1]), "ark:nonsense".to_owned()]
    {
        let told = c.resolve(&wrong).await;
        assert!(matches!(told, Err(CatalogueError::Name(_))), "{wrong}: {told:?}");
    }
    c.put(put(withdrawn(item(1, "a")))).await.unwrap();
    assert_eq!(c.resolve(&id.to_string()).await.unwrap(), Some(id), "a tombstone is found");
}

pub(super) async fn a_slug_is_resolved(c: Any) {
    c.put(put(object(1, "collection", json!({"slug": "reels-1950"})))).await.unwrap();
    c.put(put(object(2, "exhibit", json!({"slug": "the sea, 海"})))).await.unwrap();
    c.put(put(item(3, "reel"))).await.unwrap();
    c.put(put(object(4, "performance", json!({})))).await.unwrap();

    assert_eq!(c.resolve("reels-1950").await.unwrap(), Some(ark(1)));
    assert_eq!(c.resolve("the sea, 海").await.unwrap(), Some(ark(2)));
    for none in ["reel", "Reels-1950", "reels", "", "%", "99999-b1"] {
        assert_eq!(c.resolve(none).await.unwrap(), None, "{none}");
    }
}

async fn put_merged(c: &dyn Catalogue, n: u64, into: Option<u64>) {
    let mut says = json!({"kind": "agent", "names": [{"text": "Batu"}]});
    if let Some(into) = into {
        says["merged_into"] = json!(ark(into));
    }
    c.put(put(object(n, "authority", says))).await.unwrap();
}

pub(super) async fn merged_authorities_are_followed_and_a_circle_ends(c: Any) {
    for (n, into) in
        [(1, Some(2)), (2, Some(3)), (3, None), (4, Some(5)), (5, Some(4)), (6, Some(6)), (7, Some(99))]
    {
        put_merged(&*c, n, into).await;
    }
    let resolved = async |n| c.resolve(&ark(n).to_string()).await.unwrap().unwrap();
    assert_eq!(resolved(1).await, ark(3));
    assert_eq!(resolved(2).await, ark(3));
    assert_eq!(resolved(3).await, ark(3));
    for n in [4, 5] {
        assert!([ark(4), ark(5)].contains(&resolved(n).await), "a circle ends in itself");
    }
    assert_eq!(resolved(6).await, ark(6));
    assert_eq!(resolved(7).await, ark(7), "merged into what is not there: itself");
    assert_eq!(c.get(&ark(1)).await.unwrap().unwrap().object.id, ark(1), "got as it is");
}

async fn refused(c: &dyn Catalogue, object: Object, taken: &str, by: u64) {
    let told = c.put(put(object)).await;
    let Err(CatalogueError::Taken { name, holder }) = told else {
        panic!("{taken} was not refused: {told:?}")
    };
    assert_eq!((name.as_str(), holder), (taken, ark(by).to_string()));
}

pub(super) async fn a_slug_is_one_objects_alone(c: Any) {
    let collection = |n, slug: &str| object(n, "collection", json!({"slug": slug}));
    c.put(put(collection(1, "reels"))).await.unwrap();
    refused(&*c, collection(2, "reels"), "reels", 1).await;
    refused(&*c, object(3, "exhibit", json!({"slug": "reels"})), "reels", 1).await;

    // Its own again, another's, and none at all are no fault.
    c.put(put(object(1, "collection", json!({"slug": "reels", "smell": 1})))).await.unwrap();
    c.put(put(collection(2, "books"))).await.unwrap();
    c.put(put(collection(4, ""))).await.unwrap();
    c.put(put(collection(5, ""))).await.unwrap();
    c.put(put(item(6, "reels"))).await.unwrap();
    // Given up, it is free.
    c.put(put(collection(1, "tapes"))).await.unwrap();
    c.put(put(collection(3, "reels"))).await.unwrap();
    assert_eq!(c.resolve("reels").await.unwrap(), Some(ark(3)));
}

pub(super) async fn an_item_is_named_within_what_it_is_part_of(c: Any) {
    let within = |n, part_of: u64| object(n, "item", json!({"local_id": "r1", "part_of": ark(part_of)}));
    c.put(put(item(1, "r1"))).await.unwrap();
    c.put(put(within(2, 50))).await.unwrap();
    c.put(put(within(3, 51))).await.unwrap();
    refused(&*c, item(4, "r1"), "r1", 1).await;
    refused(&*c, within(4, 50), "r1", 2).await;
    c.put(put(item(5, ""))).await.unwrap();
    c.put(put(item(6, ""))).await.unwrap();

    assert_eq!(c.item_named(None, "r1").await.unwrap(), Some(ark(1)));
    assert_eq!(c.item_named(Some(&ark(50)), "r1").await.unwrap(), Some(ark(2)));
    assert_eq!(c.item_named(Some(&ark(51)), "r1").await.unwrap(), Some(ark(3)));
    assert_eq!(c.item_named(Some(&ark(52)), "r1").await.unwrap(), None);
    assert_eq!(c.item_named(None, "R1").await.unwrap(), None);
    assert_eq!(c.item_named(None, "").await.unwrap(), None);
}

pub(super) async fn a_tables_name_is_one_authoritys_alone(c: Any) {
    c.put(put(authority(1, &["Batu"]))).await.unwrap();
    let another = object(2, "authority", json!({"kind": "place", "local_id": "p1"}));
    refused(&*c, another, "p1", 1).await;
    c.put(put(item(3, "p2"))).await.unwrap();
    c.put(put(object(4, "authority", json!({"kind": "place"})))).await.unwrap();
    c.put(put(object(5, "authority", json!({"kind": "place"})))).await.unwrap();

    assert_eq!(c.authority_of_table("p1").await.unwrap(), Some(ark(1)));
    assert_eq!(c.authority_of_table("p2").await.unwrap(), None);
    assert_eq!(c.authority_of_table("").await.unwrap(), None);
}

pub(super) async fn authorities_are_named_in_any_script_whatever_case_and_composition(c: Any) {
    c.put(put(authority(1, &["Jangar", "江格尔", "ᠵᠠᠩᠭᠠᠷ", "Жаңһр", "DZE\u{301}"]))).await.unwrap();
    c.put(put(authority(2, &["JANGAR", "jangar"]))).await.unwrap();
    c.put(put(authority(3, &["Jangar khan"]))).await.unwrap();
    c.put(put(withdrawn(authority(4, &["Jangar"])))).await.unwrap();
    c.put(put(object(5, "item", json!({"title": [{"text": "Jangar"}]})))).await.unwrap();

    let mut both = vec![ark(1), ark(2)];
    both.sort_by_key(ToString::to_string);
    assert_eq!(c.authorities_named("jAngar").await.unwrap(), both);
    for name in ["江格尔", "ᠵᠠᠩᠭᠠᠷ", "жаңҺР", "dz\u{e9}"] {
        assert_eq!(c.authorities_named(name).await.unwrap(), [ark(1)], "{name}");
    }
    for name in ["Janga", "", "江格", "Jangár", "%"] {
        assert_eq!(c.authorities_named(name).await.unwrap(), [], "{name}");
    }

    // A name that was taken away leads nowhere.
    c.put(put(authority(1, &["Geser"]))).await.unwrap();
    assert_eq!(c.authorities_named("江格尔").await.unwrap(), []);
}
