//! What the promises are tried with.

use std::sync::Arc;

use bumba_model::{Ark, Event, Line, Object, Seconds};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Catalogue, Put};

pub(super) type Any = Arc<dyn Catalogue>;

pub(super) fn ark(n: u64) -> Ark {
    Ark::mint("99999", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Seconds after the year 2026 began.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).unwrap()
}

/// An object from what its JSON says beside identifier and sort.
pub(super) fn object(n: u64, sort: &str, mut says: Value) -> Object {
    let fields = says.as_object_mut().unwrap();
    fields.insert("id".to_owned(), json!(ark(n)));
    fields.insert("object".to_owned(), json!(sort));
    serde_json::from_value(says).unwrap()
}

pub(super) fn item(n: u64, name: &str) -> Object {
    object(n, "item", json!({"kind": "reel", "local_id": name, "title": [{"text": format!("Reel {name}")}]}))
}

pub(super) fn authority(n: u64, names: &[&str]) -> Object {
    let names: Vec<Value> = names.iter().map(|name| json!({"text": name})).collect();
    object(n, "authority", json!({"kind": "agent", "local_id": format!("p{n}"), "names": names}))
}

pub(super) fn put(object: Object) -> Put {
    Put { object, version: 1, changed: at(0).to_string(), lines: Vec::new(), events: Vec::new(), ends: None }
}

pub(super) fn withdrawn(mut object: Object) -> Object {
    object.withdrawn = serde_json::from_value(json!({"at": at(9), "reason": "asked for"})).unwrap();
    object
}

pub(super) fn line(layer: &str, canvas: &str, order: u32, text: &str) -> Line {
    Line {
        id: format!("{layer}.{canvas}.{order}"),
        layer: layer.to_owned(),
        canvas: canvas.to_owned(),
        order,
        time: Some([Seconds(f64::from(order) + 0.1), Seconds(f64::from(order) + 0.7)]),
        text: text.to_owned(),
        ..Line::default()
    }
}

pub(super) fn event(kind: &str, seconds: i64) -> Event {
    Event { kind: kind.to_owned(), at: at(seconds).to_string(), by: "Batu".to_owned(), ..Event::default() }
}
