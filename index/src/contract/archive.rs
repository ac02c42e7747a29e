//! Small entries, and questions to ask.

use crate::{Audience, Change, Facet, Index, ItemEntry, ItemText, Line, Request, Response, Stream, Text};

pub fn text(text: &str) -> Text {
    Text { text: text.to_owned(), lang: None }
}

/// An item with a title and one stream, every line on a page of its own.
pub fn item(id: &str, title: &str, lines: &[&str]) -> ItemEntry {
    ItemEntry {
        id: id.to_owned(),
        kind: "manuscript".to_owned(),
        titles: vec![text(title)],
        streams: vec![stream("layer-1", lines)],
        ..Default::default()
    }
}

pub fn stream(layer: &str, lines: &[&str]) -> Stream {
    let lines = (1..)
        .zip(lines)
        .map(|(n, line)| Line {
            id: format!("{layer}-{n}"),
            canvas_n: n,
            canvas_id: format!("canvas-{n}"),
            canvas_label: format!("{n}r"),
            time: Some((f64::from(n), f64::from(n) + 0.5)),
            region: Some([n, 2, 3, 4]),
            text: (*line).to_owned(),
        })
        .collect();
    Stream { layer: layer.to_owned(), kind: "transcript".to_owned(), lines, ..Default::default() }
}

pub fn note(text_of: &str) -> ItemText {
    ItemText { field: "note".to_owned(), text: text(text_of) }
}

pub fn put(index: &dyn Index, entries: Vec<ItemEntry>) {
    for entry in entries {
        index.apply(Change::Item(Box::new(entry))).unwrap();
    }
    index.commit(1).unwrap();
}

pub fn request(query: &str) -> Request {
    Request { query: query.to_owned(), limit: 100, passages_per_item: 100, ..Default::default() }
}

pub fn ask(index: &dyn Index, query: &str) -> Response {
    index.search(&request(query)).unwrap()
}

pub fn staff(query: &str) -> Request {
    Request { audience: Audience::Staff, ..request(query) }
}

/// The ids found, in the order of ids.
pub fn ids(response: &Response) -> Vec<&str> {
    assert_eq!(response.total as usize, response.hits.len());
    let mut ids: Vec<_> = response.hits.iter().map(|hit| hit.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// The lines of the first hit with what is highlighted in them.
pub fn marked(response: &Response) -> Vec<(String, Vec<String>)> {
    let passages = response.hits.first().map(|hit| hit.passages.as_slice()).unwrap_or_default();
    passages.iter().map(|passage| (passage.line.clone(), cut(&passage.text, &passage.highlights))).collect()
}

pub fn cut(text: &str, highlights: &[(usize, usize)]) -> Vec<String> {
    highlights.iter().map(|&(from, to)| text.chars().skip(from).take(to - from).collect()).collect()
}

pub fn counts(response: &Response, facet: Facet) -> Vec<(&str, u64)> {
    response.facets[&facet].iter().map(|count| (count.value.as_str(), count.count)).collect()
}
