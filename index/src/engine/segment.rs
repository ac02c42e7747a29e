//! One segment as a search sees it: whose a document is, and who may see it.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::Tantivy;
use super::schema::{AUDIENCE, ITEM, LINES, STREAM, WHAT};
use crate::{Audience, IndexError};

/// Which documents make an item: the item's own, and the streams with their lines that follow it. Deletions do not change it, so it is kept for a segment's life.
pub struct SegmentMap {
    /// The items' own documents, ascending: an item is a place in this list.
    own: Vec<DocId>,
    /// Item of each document; `NONE` for authorities.
    item: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl SegmentMap {
    fn new(reader: &SegmentReader) -> tantivy::Result<Self> {
        let what = reader.fast_fields().u64(WHAT)?;
        let mut map = Self { own: Vec::new(), item: Vec::with_capacity(reader.max_doc() as usize) };
        for document in 0..reader.max_doc() {
            let what = what.first(document);
            if what == Some(ITEM) {
                map.own.push(document);
            }
            let belongs = matches!(what, Some(ITEM | STREAM | LINES)) && !map.own.is_empty();
            map.item.push(if belongs { map.own.len() as u32 - 1 } else { NONE });
        }
        Ok(map)
    }
}

/// A segment, for one asker.
pub struct Segment<'a> {
    pub ord: u32,
    pub reader: &'a SegmentReader,
    map: Arc<SegmentMap>,
    audience: Column<u64>,
    may_see: Audience,
}

impl<'a> Segment<'a> {
    pub fn new(
        index: &Tantivy,
        ord: u32,
        reader: &'a SegmentReader,
        may_see: Audience,
    ) -> Result<Self, IndexError> {
        let known = super::held(&index.maps).get(&reader.segment_id()).cloned();
        let map = match known {
            Some(map) => map,
            None => {
                let map = Arc::new(SegmentMap::new(reader).map_err(|fault| index.failed(fault))?);
                super::held(&index.maps).insert(reader.segment_id(), Arc::clone(&map));
                map
            }
        };
        let audience = reader.fast_fields().u64(AUDIENCE).map_err(|fault| index.failed(fault))?;
        Ok(Self { ord, reader, map, audience, may_see })
    }

    /// Whether a document is there and the asker may see it. A document without an audience is staff's.
    pub fn shows(&self, document: DocId) -> bool {
        !self.reader.is_deleted(document)
            && self.audience.first(document).unwrap_or(Audience::Staff as u64) <= self.may_see as u64
    }

    /// The item that a document is of.
    pub fn item(&self, document: DocId) -> Option<u32> {
        self.map.item.get(document as usize).copied().filter(|&item| item != NONE)
    }

    /// An item's own document.
    pub fn own(&self, item: u32) -> DocId {
        self.map.own.get(item as usize).copied().unwrap_or(TERMINATED)
    }

    /// Every item that the asker may see, ascending.
    pub fn items(&self) -> Vec<u32> {
        (0..).zip(&self.map.own).filter(|&(_, &own)| self.shows(own)).map(|(item, _)| item).collect()
    }

    pub fn postings(
        &self,
        field: Field,
        term: &str,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        Ok(self.reader.inverted_index(field)?.read_postings(&Term::from_field_text(field, term), option)?)
    }

    /// The documents with a whole value, shown to the asker.
    pub fn with_value(&self, field: Field, value: &str) -> tantivy::Result<Vec<DocId>> {
        let mut documents = Vec::new();
        if let Some(mut postings) = self.postings(field, value, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                if self.shows(postings.doc()) {
                    documents.push(postings.doc());
                }
                postings.advance();
            }
        }
        Ok(documents)
    }
}
