//! The lines in which an item matches.

use std::collections::BTreeMap;

use bumba_scripts::analyse;
use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, Searcher, TantivyDocument};

use super::matching::Walk;
use super::schema::Fields;
use super::segment::Segment;
use super::stored::{ItemHead, Stored, StreamHead};
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
    document: usize,
    record: usize,
    /// Position of its first token, and (from, to) of each match.
    first: u32,
    spans: Vec<(u32, u32)>,
    /// The leaves that stand in it, ascending.
    leaves: Vec<usize>,
}

/// Reads what is kept of a document. None is damage.
pub fn stored_bytes(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
) -> tantivy::Result<Option<Vec<u8>>> {
    let document: TantivyDocument = searcher.doc(address)?;
    Ok(document.get_first(fields.stored).and_then(|value| value.as_bytes()).map(<[u8]>::to_vec))
}

/// The item with its best passages; `rarity` weighs leaves against each other. None is damage.
pub fn show(
    searcher: &Searcher,
    fields: &Fields,
    segment: &Segment<'_>,
    item: u32,
    leaves: &[Leaf],
    rarity: &[f32],
    wanted: &Wanted,
) -> tantivy::Result<Option<Shown>> {
    let documents: Vec<DocId> = segment.documents(item).collect();
    let mut bytes: Vec<Option<Vec<u8>>> = Vec::with_capacity(documents.len());
    let mut places: Vec<Place> = Vec::new();
    for (place, &document) in documents.iter().enumerate() {
        let matches = matches(segment, fields, document, leaves)?;
        // A stream in which nothing matches need not be read.
        if matches.is_empty() && place > 0 {
            bytes.push(None);
            continue;
        }
        let Some(read) = stored_bytes(searcher, fields, DocAddress::new(segment.ord, document))? else {
            return Ok(None);
        };
        let Some(stored) = Stored::read(&read) else { return Ok(None) };
        let mut found: BTreeMap<usize, Place> = BTreeMap::new();
        for (leaf, from, to) in matches {
            let Some(record) = stored.at(from) else { return Ok(None) };
            let first = stored.position(record).unwrap_or_default();
            let line = found.entry(record).or_insert_with(|| Place {
                document: place,
                record,
                first,
                spans: Vec::new(),
                leaves: Vec::new(),
            });
            line.spans.push((from, to));
            if !line.leaves.contains(&leaf) {
                line.leaves.push(leaf);
            }
        }
        places.extend(found.into_values());
        bytes.push(Some(read));
    }
    let Some(own) = bytes.first().and_then(Option::as_deref).and_then(Stored::read) else { return Ok(None) };
    let Some(head) = own.head::<ItemHead>() else { return Ok(None) };
    let count = places.len() as u64;
    let (description, mut lines): (Vec<Place>, Vec<Place>) =
        places.into_iter().partition(|place| place.document == 0);
    let mut shown = Shown {
        kind: head.kind,
        titles: head.titles,
        places: count,
        passages: Vec::new(),
        fields: Vec::new(),
    };
    for place in description {
        let Some(record) = own.record::<ItemText>(place.record) else { return Ok(None) };
        let highlights = highlights(&record.text.text, record.text.lang.as_deref(), &place);
        let ItemText { field, text: Text { text, lang } } = record;
        shown.fields.push(FieldMatch { field, text, lang, highlights });
    }
    if !wanted.in_order {
        let weight = |place: &Place| place.leaves.iter().filter_map(|&leaf| rarity.get(leaf)).sum::<f32>();
        // Most different words, then the rarer ones; equals stay in reading order.
        lines.sort_by(|one, other| {
            other.leaves.len().cmp(&one.leaves.len()).then_with(|| weight(other).total_cmp(&weight(one)))
        });
    }
    for place in lines.into_iter().skip(wanted.offset).take(wanted.count) {
        let stored = bytes.get(place.document).and_then(Option::as_deref).and_then(Stored::read);
        let Some(passage) = stored.and_then(|stored| passage(&stored, &place)) else { return Ok(None) };
        shown.passages.push(passage);
    }
    Ok(Some(shown))
}

/// Every match in a document: leaf, first position, one past the last.
fn matches(
    segment: &Segment<'_>,
    fields: &Fields,
    document: DocId,
    leaves: &[Leaf],
) -> tantivy::Result<Vec<(usize, u32, u32)>> {
    let mut matches = Vec::new();
    for (place, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| !leaf.excluded) {
        for wording in &leaf.alternatives {
            let Some(mut walk) = Walk::new(segment, fields, wording)? else { continue };
            if walk.seek(document) == document {
                matches.extend(
                    walk.starts().iter().map(|&from| (place, from, from.saturating_add(wording.tokens))),
                );
            }
        }
    }
    Ok(matches)
}

fn passage(stored: &Stored<'_>, place: &Place) -> Option<Passage> {
    let head: StreamHead = stored.head()?;
    let line: Line = stored.record(place.record)?;
    let highlights = highlights(&line.text, head.lang.as_deref(), place);
    Some(Passage {
        canvas: Canvas { n: line.canvas_n, id: line.canvas_id, label: line.canvas_label },
        time: line.time,
        region: line.region,
        text: line.text,
        lang: head.lang,
        layer: head.layer,
        line: line.id,
        tier: 0,
        highlights,
    })
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
