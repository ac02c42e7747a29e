//! The lines in which an item matches.

use std::collections::BTreeMap;

use bumba_scripts::analyse;
use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, Searcher, TERMINATED, TantivyDocument};

use super::matching::Walk;
use super::schema::Fields;
use super::segment::Segment;
use super::stored::{ItemHead, LINES_TOGETHER, Stored, StreamHead};
use crate::query::Leaf;
use crate::{Canvas, FieldMatch, ItemText, Line, Passage, Text};

/// What is shown of an item that was found.
pub struct Shown {
    pub kind: String,
    pub titles: Vec<Text>,
    pub places: u64,
    pub passages: Vec<Passage>,
    pub fields: Vec<FieldMatch>,
}

/// Which passages to show.
pub struct Wanted {
    pub offset: usize,
    pub count: usize,
    /// In reading order, not the fullest first.
    pub in_order: bool,
}

/// A line or piece of description with its matches.
struct Place {
    document: DocId,
    record: usize,
    /// Position of its first token, and (from, to) of each match.
    first: u32,
    spans: Vec<(u32, u32)>,
    /// The leaves that stand in it, ascending.
    leaves: Vec<usize>,
}

/// A leaf, its first position, and one past its last.
type Match = (usize, u32, u32);

/// Reads what is kept in a segment.
pub struct Reader<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub segment: &'a Segment<'a>,
}

impl Reader<'_> {
    /// The bytes that are kept of a document. None is damage.
    pub fn bytes(&self, document: DocId) -> tantivy::Result<Option<Vec<u8>>> {
        let document: TantivyDocument = self.searcher.doc(DocAddress::new(self.segment.ord, document))?;
        Ok(document.get_first(self.fields.stored).and_then(|value| value.as_bytes()).map(<[u8]>::to_vec))
    }

    /// The item with its best passages; `rarity` weighs leaves against each other. None is damage.
    pub fn show(
        &self,
        item: u32,
        leaves: &[Leaf],
        rarity: &[f32],
        wanted: &Wanted,
    ) -> tantivy::Result<Option<Shown>> {
        let own = self.segment.own(item);
        let Some(own_bytes) = self.bytes(own)? else { return Ok(None) };
        let Some(own_stored) = Stored::read(&own_bytes) else { return Ok(None) };
        let Some(ItemHead { kind, titles }) = own_stored.head() else { return Ok(None) };
        let mut shown = Shown { kind, titles, places: 0, passages: Vec::new(), fields: Vec::new() };
        let mut lines: Vec<Place> = Vec::new();
        let mut heads: BTreeMap<DocId, StreamHead> = BTreeMap::new();
        for (document, matches) in self.matches(item, leaves)? {
            if document == own {
                let Some(places) = places(document, &own_stored, matches) else { return Ok(None) };
                shown.places += places.len() as u64;
                for place in places {
                    let Some(field) = field(&own_stored, &place) else { return Ok(None) };
                    shown.fields.push(field);
                }
                continue;
            }
            let Some(bytes) = self.bytes(document)? else { return Ok(None) };
            let Some(stored) = Stored::read(&bytes) else { return Ok(None) };
            let Some(places) = places(document, &stored, matches) else { return Ok(None) };
            let Some(head) = stored.head() else { return Ok(None) };
            shown.places += places.len() as u64;
            lines.extend(places);
            heads.insert(document, head);
        }
        if !wanted.in_order {
            let weight =
                |place: &Place| place.leaves.iter().filter_map(|&leaf| rarity.get(leaf)).sum::<f32>();
            // Most different words, then the rarer ones; equals stay in reading order.
            lines.sort_by(|one, other| {
                let fuller = other.leaves.len().cmp(&one.leaves.len());
                fuller.then_with(|| weight(other).total_cmp(&weight(one)))
            });
        }
        for place in lines.into_iter().skip(wanted.offset).take(wanted.count) {
            let Some(head) = heads.get(&place.document) else { return Ok(None) };
            let Some(passage) = self.passage(item, head, &place)? else { return Ok(None) };
            shown.passages.push(passage);
        }
        Ok(Some(shown))
    }

    /// Every match in an item by document.
    fn matches(&self, item: u32, leaves: &[Leaf]) -> tantivy::Result<BTreeMap<DocId, Vec<Match>>> {
        let mut matches: BTreeMap<DocId, Vec<Match>> = BTreeMap::new();
        for (place, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| !leaf.excluded) {
            for wording in &leaf.alternatives {
                let Some(mut walk) = Walk::new(self.segment, self.fields, wording)? else { continue };
                let mut document = walk.seek(self.segment.own(item));
                while document != TERMINATED && self.segment.item(document) == Some(item) {
                    if self.segment.shows(document) {
                        let starts = walk.starts().iter();
                        let spans = starts.map(|&from| (place, from, from.saturating_add(wording.tokens)));
                        let mut spans = spans.peekable();
                        if spans.peek().is_some() {
                            matches.entry(document).or_default().extend(spans);
                        }
                    }
                    document = walk.seek(document + 1);
                }
            }
        }
        Ok(matches)
    }

    /// Reads the line from the documents behind its stream.
    fn passage(&self, item: u32, head: &StreamHead, place: &Place) -> tantivy::Result<Option<Passage>> {
        let behind = u32::try_from(1 + place.record / LINES_TOGETHER).unwrap_or(u32::MAX);
        let document = place.document.saturating_add(behind);
        if self.segment.item(document) != Some(item) {
            return Ok(None);
        }
        let Some(bytes) = self.bytes(document)? else { return Ok(None) };
        let line = Stored::read(&bytes).and_then(|stored| stored.record(place.record % LINES_TOGETHER));
        let Some(Line { id, canvas_n, canvas_id, canvas_label, time, region, text }) = line else {
            return Ok(None);
        };
        Ok(Some(Passage {
            canvas: Canvas { n: canvas_n, id: canvas_id, label: canvas_label },
            time,
            region,
            highlights: highlights(&text, head.lang.as_deref(), place),
            text,
            lang: head.lang.clone(),
            layer: head.layer.clone(),
            line: id,
            tier: 0,
        }))
    }
}

/// The lines of a document in which its matches begin, in reading order. None is damage.
fn places(document: DocId, stored: &Stored<'_>, matches: Vec<Match>) -> Option<Vec<Place>> {
    let mut found: BTreeMap<usize, Place> = BTreeMap::new();
    for (leaf, from, to) in matches {
        let record = stored.at(from)?;
        let first = stored.position(record)?;
        let place = found.entry(record).or_insert_with(|| Place {
            document,
            record,
            first,
            spans: Vec::new(),
            leaves: Vec::new(),
        });
        place.spans.push((from, to));
        // Leaf by leaf they come, so one that is known is the last.
        if place.leaves.last() != Some(&leaf) {
            place.leaves.push(leaf);
        }
    }
    Some(found.into_values().collect())
}

fn field(stored: &Stored<'_>, place: &Place) -> Option<FieldMatch> {
    let ItemText { field, text: Text { text, lang } } = stored.record(place.record)?;
    let highlights = highlights(&text, lang.as_deref(), place);
    Some(FieldMatch { field, text, lang, highlights })
}

/// Where the matches stand in a text: the same analysis gives the same tokens, so this is exact. What runs over the line's end is cut there.
fn highlights(text: &str, lang: Option<&str>, place: &Place) -> Vec<(usize, usize)> {
    let tokens = analyse(text, lang);
    let mut spans = place.spans.clone();
    spans.sort_unstable();
    let mut highlights: Vec<(usize, usize)> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        let first = (from - place.first.min(from)) as usize;
        let last = ((to - place.first.min(to)) as usize).min(tokens.len());
        if first >= last {
            continue;
        }
        let (from, to) = (tokens[first].from, tokens[last - 1].to);
        match highlights.last_mut() {
            Some(before) if from < before.1 => before.1 = before.1.max(to),
            _ => highlights.push((from, to)),
        }
    }
    highlights
}
