//! Words and phrases in the postings of a segment.

use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

use super::schema::{Fields, TITLES_END};
use super::segment::Segment;
use crate::query::{Alternative, Leaf, Node};

/// What a match of another name counts beside one of the name that was typed.
const OTHER_NAME: f32 = 0.5;
/// What a match in a title counts.
const TITLE: f32 = 4.0;

/// How much of a leaf an item has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    pub item: u32,
    pub count: f32,
}

/// One wording, walked through a segment document by document.
pub struct Walk {
    slots: Vec<(u32, SegmentPostings)>,
    starts: Vec<u32>,
    other: Vec<u32>,
}

impl Walk {
    /// None where a term does not stand in the segment at all.
    pub fn new(
        segment: &Segment<'_>,
        fields: &Fields,
        wording: &Alternative,
    ) -> tantivy::Result<Option<Self>> {
        let mut slots = Vec::with_capacity(wording.slots.len());
        for slot in &wording.slots {
            let term = format!("{}{}", slot.tier, slot.term);
            let Some(postings) =
                segment.postings(fields.text, &term, IndexRecordOption::WithFreqsAndPositions)?
            else {
                return Ok(None);
            };
            slots.push((slot.offset, postings));
        }
        // The rarest leads.
        slots.sort_by_key(|(_, postings)| postings.size_hint());
        Ok((!slots.is_empty()).then_some(Self { slots, starts: Vec::new(), other: Vec::new() }))
    }

    /// The next document from `target` on that has all terms, in whatever order; `TERMINATED` after the last.
    pub fn seek(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            for (_, postings) in &mut self.slots {
                if postings.doc() < target {
                    postings.seek(target);
                }
                if postings.doc() > target {
                    target = postings.doc();
                    if target == TERMINATED {
                        return TERMINATED;
                    }
                    continue 'again;
                }
            }
            return target;
        }
    }

    /// How often the wording stands in the document that was sought. Positions are read for phrases alone.
    pub fn count(&mut self) -> usize {
        match self.slots.as_slice() {
            [(0, postings)] => postings.term_freq() as usize,
            _ => self.starts().len(),
        }
    }

    /// The positions where the wording begins, ascending.
    pub fn starts(&mut self) -> &[u32] {
        let Self { slots, starts, other } = self;
        starts.clear();
        for (place, (offset, postings)) in slots.iter_mut().enumerate() {
            other.clear();
            postings.append_positions_with_offset(0, other);
            let from_start = other.iter().filter_map(|position| position.checked_sub(*offset));
            if place == 0 {
                starts.extend(from_start);
            } else {
                keep_common(starts, from_start);
            }
            if starts.is_empty() {
                break;
            }
        }
        starts
    }
}

/// Both ascending.
fn keep_common(kept: &mut Vec<u32>, others: impl Iterator<Item = u32>) {
    let mut others = others.peekable();
    kept.retain(|&position| {
        while others.next_if(|&other| other < position).is_some() {}
        others.peek() == Some(&position)
    });
}

/// The items of a segment that have a leaf, ascending, and how much of it.
pub fn leaf(segment: &Segment<'_>, fields: &Fields, leaf: &Leaf) -> tantivy::Result<Vec<Weighed>> {
    let titles_end: Column<u64> = segment.reader.fast_fields().u64(TITLES_END)?;
    let mut found: Vec<Weighed> = Vec::new();
    for wording in &leaf.alternatives {
        let Some(mut walk) = Walk::new(segment, fields, wording)? else { continue };
        let weight = if wording.typed { 1.0 } else { OTHER_NAME };
        let mut document = walk.seek(0);
        while document != TERMINATED {
            if segment.shows(document)
                && let Some(item) = segment.item(document)
            {
                let count = if segment.own(item) == document {
                    let end = titles_end.first(document).unwrap_or_default();
                    walk.starts().iter().map(|&at| if u64::from(at) < end { TITLE } else { 1.0 }).sum()
                } else {
                    walk.count() as f32
                };
                if count > 0.0 {
                    found.push(Weighed { item, count: count * weight });
                }
            }
            document = walk.seek(document + 1);
        }
    }
    for authority in &leaf.tied {
        for document in segment.with_value(fields.tied, authority)? {
            found.extend(segment.item(document).map(|item| Weighed { item, count: OTHER_NAME }));
        }
    }
    // Stable, so counts are always added in the same order: a score is the same on every page.
    found.sort_by_key(|weighed| weighed.item);
    found.dedup_by(|next, first| {
        let same = next.item == first.item;
        if same {
            first.count += next.count;
        }
        same
    });
    Ok(found)
}

/// The items of a segment for which a query holds, ascending. `leaves` are those of this segment, `all` every item that is shown.
pub fn holds(node: &Node, leaves: &[Vec<Weighed>], all: &[u32]) -> Vec<u32> {
    match node {
        Node::Nothing => Vec::new(),
        Node::Leaf(leaf) => {
            // An item whose own document is not shown is not known of, whatever stands in its streams.
            leaves.get(*leaf).map_or_else(Vec::new, |found| {
                common(found.iter().map(|weighed| weighed.item).collect(), all)
            })
        }
        Node::Not(inner) => without(all.to_vec(), &holds(inner, leaves, all)),
        Node::Any(branches) => {
            let mut items: Vec<u32> = branches.iter().flat_map(|branch| holds(branch, leaves, all)).collect();
            items.sort_unstable();
            items.dedup();
            items
        }
        Node::All(parts) => {
            let mut items: Option<Vec<u32>> = None;
            // What must not stand is taken away last, from the fewer.
            for part in parts.iter().filter(|part| !matches!(part, Node::Not(_))) {
                let more = holds(part, leaves, all);
                items = Some(match items {
                    None => more,
                    Some(items) => common(items, &more),
                });
            }
            let mut items = items.unwrap_or_else(|| all.to_vec());
            for part in parts {
                if let Node::Not(inner) = part {
                    items = without(items, &holds(inner, leaves, all));
                }
            }
            items
        }
    }
}

fn common(mut items: Vec<u32>, others: &[u32]) -> Vec<u32> {
    keep_common(&mut items, others.iter().copied());
    items
}

fn without(mut items: Vec<u32>, others: &[u32]) -> Vec<u32> {
    let mut others = others.iter().copied().peekable();
    items.retain(|&item| {
        while others.next_if(|&other| other < item).is_some() {}
        others.peek() != Some(&item)
    });
    items
}
