//! What is asked of an index and what it answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Audience, Facet, Text};

/// A search.
#[derive(Debug, Clone)]
pub struct Request {
    /// In the query language of the crate's page. Empty: everything the asker may see.
    pub query: String,
    /// Values of one facet are alternatives; several facets all hold.
    pub filters: Vec<(Facet, String)>,
    /// Most hits to give back.
    pub limit: usize,
    /// Hits to pass over.
    pub offset: usize,
    /// The order of the hits.
    pub order: Order,
    /// What the asker may see.
    pub audience: Audience,
    /// One item alone; its passages then come in reading order.
    pub within: Option<String>,
    /// Most passages of one item.
    pub passages_per_item: usize,
    /// Passages of each item to pass over: for paging `within` one item.
    pub passages_offset: usize,
    /// Most values of a facet to give back; those filtered by are always among them.
    pub facet_values: usize,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: Vec::new(),
            limit: 10,
            offset: 0,
            order: Order::default(),
            audience: Audience::Open,
            within: None,
            passages_per_item: 3,
            passages_offset: 0,
            facet_values: 100,
        }
    }
}

/// The order of hits. Equal ones stand by id, so that pages never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Best match first.
    #[default]
    Relevance,
    /// Earliest year first; items without a year last.
    Oldest,
    /// Latest year first; items without a year last.
    Newest,
}

/// What was found. As JSON it is the document of `bumba search --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    /// The query as asked.
    pub query: String,
    /// Items that match, exactly.
    pub total: u64,
    /// Milliseconds the search took.
    pub took_ms: f64,
    /// How many of the matching items have each value: most frequent first, then by value.
    /// A filter does not narrow the list of its own facet, so that another value can be chosen beside it.
    pub facets: BTreeMap<Facet, Vec<FacetCount>>,
    /// Items, best first.
    pub hits: Vec<Hit>,
    /// The words and phrases that were searched, and their other forms: how a match came to be.
    pub understood: Vec<Understood>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Matching items that have it.
    pub count: u64,
}

/// An item that matches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Its identifier.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its titles.
    pub title: Vec<Text>,
    /// Comparable within one response alone.
    pub score: f32,
    /// Lines and pieces of the description in which something matches.
    pub places: u64,
    /// The best lines: those with most of the words first.
    pub passages: Vec<Passage>,
    /// Matches in the description.
    pub fields: Vec<FieldMatch>,
}

/// A line that matches. A phrase that runs over a line's end is shown where it begins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// Where it stands.
    pub canvas: Canvas,
    /// From and to, in seconds of the canvas.
    pub time: Option<(f64, f64)>,
    /// x, y, width, height in pixels of the canvas.
    pub region: Option<[u32; 4]>,
    /// The line as it stands.
    pub text: String,
    /// BCP 47.
    pub lang: Option<String>,
    /// Identifier of the layer.
    pub layer: String,
    /// Identifier of the line.
    pub line: String,
    /// The tier of its closest match: 0, as written.
    pub tier: u8,
    /// From and to of each match, in Unicode scalar values of `text`; in order, not overlapping.
    pub highlights: Vec<(usize, usize)>,
}

/// A canvas as a passage names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Canvas {
    /// Number, from 1.
    pub n: u32,
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub label: String,
}

/// A piece of the description that matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldMatch {
    /// `title`, or the field's name.
    pub field: String,
    /// What stands in it.
    pub text: String,
    /// BCP 47.
    pub lang: Option<String>,
    /// As of a passage.
    pub highlights: Vec<(usize, usize)>,
}

/// A word or phrase of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Understood {
    /// As it was typed.
    pub text: String,
    /// Where it begins in the query, in Unicode scalar values.
    pub from: usize,
    /// One past its end.
    pub to: usize,
    /// Whether items with it are left out.
    pub excluded: bool,
    /// What was searched for it; the first is as typed.
    pub forms: Vec<Form>,
}

/// One form of a word or phrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The folded tokens, a space between.
    pub text: String,
    /// The authority whose name it is, where it was not typed.
    pub authority: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Canvas, FacetCount, Hit, Passage, Response};
    use crate::{Facet, Text};

    #[test]
    fn a_response_is_the_document_that_scripts_hold_on_to() {
        let passage = Passage {
            canvas: Canvas { n: 2, id: "c".into(), label: "2r".into() },
            time: Some((1.5, 2.0)),
            region: None,
            text: "唐太宗".into(),
            lang: Some("lzh".into()),
            layer: "l".into(),
            line: "l-1".into(),
            tier: 0,
            highlights: vec![(1, 3)],
        };
        let hit = Hit {
            id: "ark:99999/b1".into(),
            kind: "manuscript".into(),
            title: vec![Text::new("詩", "zh-Hant")],
            score: 1.0,
            places: 1,
            passages: vec![passage],
            fields: Vec::new(),
        };
        let facets = [(Facet::Date, vec![FacetCount { value: "1830".into(), count: 1 }])].into();
        let response = Response {
            query: "太宗".into(),
            total: 1,
            took_ms: 0.5,
            facets,
            hits: vec![hit],
            understood: Vec::new(),
        };

        let document = serde_json::to_value(response).unwrap();

        assert_eq!(
            document,
            json!({
                "query": "太宗", "total": 1, "took_ms": 0.5, "understood": [],
                "facets": { "date": [{ "value": "1830", "count": 1 }] },
                "hits": [{
                    "id": "ark:99999/b1", "kind": "manuscript", "score": 1.0, "places": 1, "fields": [],
                    "title": [{ "text": "詩", "lang": "zh-Hant" }],
                    "passages": [{
                        "canvas": { "n": 2, "id": "c", "label": "2r" }, "time": [1.5, 2.0], "region": null,
                        "text": "唐太宗", "lang": "lzh", "layer": "l", "line": "l-1", "tier": 0, "highlights": [[1, 3]]
                    }]
                }]
            })
        );
    }
}
