//! The fields of a document. What each is for stands on the crate's page.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

use crate::Facet;

/// A document that is an item's own; the documents of its streams follow it.
pub const ITEM: u64 = 0;
/// A document that is a stream of an item.
pub const STREAM: u64 = 1;
/// A document that holds some lines of the stream before it, and no terms.
pub const LINES: u64 = 3;
/// A document that is an authority.
pub const AUTHORITY: u64 = 2;

pub const ID: &str = "id";
pub const WHAT: &str = "what";
pub const AUDIENCE: &str = "audience";
pub const YEAR: &str = "year";
pub const TITLES_END: &str = "titles_end";

#[derive(Debug, Clone)]
pub struct Fields {
    pub id: Field,
    pub what: Field,
    pub audience: Field,
    pub text: Field,
    pub name: Field,
    pub tied: Field,
    pub year: Field,
    pub titles_end: Field,
    pub facets: [Field; Facet::ALL.len()],
    pub stored: Field,
}

pub fn schema() -> (Schema, Fields) {
    let raw = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        TextOptions::default().set_indexing_options(indexing)
    };
    let laid = TextFieldIndexing::default()
        .set_tokenizer(super::layout::TOKENIZER)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let fast = || NumericOptions::default().set_fast();
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_text_field(ID, raw().set_fast("raw")),
        what: schema.add_u64_field(WHAT, fast()),
        audience: schema.add_u64_field(AUDIENCE, fast()),
        text: schema.add_text_field("text", TextOptions::default().set_indexing_options(laid)),
        name: schema.add_text_field("name", raw()),
        tied: schema.add_text_field("tied", raw()),
        year: schema.add_i64_field(YEAR, fast()),
        titles_end: schema.add_u64_field(TITLES_END, fast()),
        facets: Facet::ALL
            .map(|facet| schema.add_text_field(facet.name(), TextOptions::default().set_fast("raw"))),
        stored: schema.add_bytes_field("stored", STORED),
    };
    (schema.build(), fields)
}
