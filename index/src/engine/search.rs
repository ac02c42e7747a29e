//! A search from request to response.

use std::cmp::Ordering;
use std::time::Instant;

use tantivy::Searcher;
use tantivy::columnar::{Column, StrColumn};

use super::facets::Counts;
use super::matching::{self, Weighed};
use super::passages::{Reader, Wanted};
use super::schema::{Fields, ID, YEAR};
use super::segment::Segment;
use super::stored::Stored;
use super::{Tantivy, held};
use crate::query::{Names, Plan, parse, plan};
use crate::{Audience, AuthorityEntry, Hit, IndexError, Order, Request, Response};

/// BM25's k1: how soon more of the same word counts no more. Length takes no part: an item may be a page or a hundred books.
const SATURATION: f32 = 1.2;

/// An item that matches, before it is known which ones are shown.
#[derive(Debug, Clone, Copy)]
struct Found {
    segment: u32,
    item: u32,
    score: f32,
    /// Sorts before the score; 0 for all where relevance alone counts.
    first: i64,
    /// The id's place among those of its segment.
    id: u64,
}

impl Found {
    fn order(&self, other: &Self) -> Ordering {
        self.first.cmp(&other.first).then_with(|| other.score.total_cmp(&self.score))
    }
}

impl Tantivy {
    pub(super) fn run(&self, request: &Request) -> Result<Response, IndexError> {
        let began = Instant::now();
        let expression = parse(&request.query)?;
        let searcher = self.reader.searcher();
        let mut segments = Vec::new();
        for (ord, reader) in (0..).zip(searcher.segment_readers()) {
            segments.push(Segment::new(self, ord, reader, request.audience)?);
        }
        self.forget_gone(&searcher);
        let names = Authorities { index: self, searcher: &searcher, segments: &segments };
        let plan = plan(&expression, &names)?;
        let search = Search { index: self, searcher: &searcher, segments: &segments, plan: &plan, request };
        let (mut found, counts, rarity) = search.collect()?;
        let total = found.iter().map(Vec::len).sum::<usize>() as u64;
        let hits = search.page(&mut found, &rarity)?;
        Ok(Response {
            query: request.query.clone(),
            total,
            facets: counts.finish(&request.filters, request.facet_values),
            hits,
            understood: plan.understood,
            took_ms: began.elapsed().as_secs_f64() * 1000.0,
        })
    }

    /// Drops the maps of segments that were merged away.
    fn forget_gone(&self, searcher: &Searcher) {
        let mut maps = held(&self.maps);
        if maps.len() > searcher.segment_readers().len() {
            maps.retain(|id, _| searcher.segment_readers().iter().any(|reader| reader.segment_id() == *id));
        }
    }
}

struct Search<'a> {
    index: &'a Tantivy,
    searcher: &'a Searcher,
    segments: &'a [Segment<'a>],
    plan: &'a Plan,
    request: &'a Request,
}

type Collected = (Vec<Vec<Found>>, Counts, Vec<f32>);

impl Search<'_> {
    fn fields(&self) -> &Fields {
        &self.index.fields
    }

    /// Every item that matches, by segment, with its score; the counts; and how much each leaf weighs.
    fn collect(&self) -> Result<Collected, IndexError> {
        let failed = |fault| self.index.failed(fault);
        let mut leaves: Vec<Vec<Vec<Weighed>>> = Vec::new();
        let mut shown: Vec<Vec<u32>> = Vec::new();
        for segment in self.segments {
            let found: tantivy::Result<Vec<_>> =
                self.plan.leaves.iter().map(|leaf| matching::leaf(segment, self.fields(), leaf)).collect();
            leaves.push(found.map_err(failed)?);
            shown.push(segment.items());
        }
        let all: usize = shown.iter().map(Vec::len).sum();
        let rarity: Vec<f32> = self
            .plan
            .leaves
            .iter()
            .enumerate()
            .map(|(place, leaf)| {
                let having: usize = leaves.iter().map(|segment| segment[place].len()).sum();
                if leaf.excluded { 0.0 } else { rarity(having, all) }
            })
            .collect();
        let mut counts = Counts::default();
        let mut found = Vec::new();
        for ((segment, leaves), shown) in self.segments.iter().zip(&leaves).zip(&shown) {
            let matching = match &self.plan.root {
                None => shown.clone(),
                Some(root) => matching::holds(root, leaves, shown),
            };
            let matching = self.within(segment, matching).map_err(failed)?;
            let kept = counts.take(segment, matching, &self.request.filters).map_err(failed)?;
            found.push(self.score(segment, &kept, leaves, &rarity).map_err(failed)?);
        }
        Ok((found, counts, rarity))
    }

    /// Only the item that is asked for, where one is.
    fn within(&self, segment: &Segment<'_>, mut items: Vec<u32>) -> tantivy::Result<Vec<u32>> {
        if let Some(id) = &self.request.within {
            let documents = segment.with_value(self.fields().id, id)?;
            let wanted = documents.first().and_then(|&document| segment.item(document));
            items.retain(|&item| Some(item) == wanted);
        }
        Ok(items)
    }

    fn score(
        &self,
        segment: &Segment<'_>,
        items: &[u32],
        leaves: &[Vec<Weighed>],
        rarity: &[f32],
    ) -> tantivy::Result<Vec<Found>> {
        let ids: Option<StrColumn> = segment.reader.fast_fields().str(ID)?;
        let years: Column<i64> = segment.reader.fast_fields().i64(YEAR)?;
        let mut found: Vec<Found> = items
            .iter()
            .map(|&item| {
                let own = segment.own(item);
                let year = years.first(own);
                let first = match self.request.order {
                    Order::Relevance => 0,
                    Order::Oldest => year.unwrap_or(i64::MAX),
                    Order::Newest => year.map_or(i64::MAX, |year| -year),
                };
                let id = ids.as_ref().and_then(|ids| ids.ords().first(own)).unwrap_or(u64::MAX);
                Found { segment: segment.ord, item, score: 0.0, first, id }
            })
            .collect();
        for (leaf, rarity) in leaves.iter().zip(rarity) {
            let mut weighed = leaf.iter().peekable();
            for found in &mut found {
                while weighed.next_if(|weighed| weighed.item < found.item).is_some() {}
                if let Some(weighed) = weighed.peek().filter(|weighed| weighed.item == found.item) {
                    found.score += rarity * weighed.count * (SATURATION + 1.0) / (weighed.count + SATURATION);
                }
            }
        }
        Ok(found)
    }

    /// The hits of the page that is asked for. Ids are read for the best of each segment alone.
    fn page(&self, found: &mut [Vec<Found>], rarity: &[f32]) -> Result<Vec<Hit>, IndexError> {
        let end = self.request.offset.saturating_add(self.request.limit);
        let mut best: Vec<(Found, String)> = Vec::new();
        for (segment, found) in self.segments.iter().zip(found) {
            let in_segment =
                |one: &Found, other: &Found| one.order(other).then_with(|| one.id.cmp(&other.id));
            if end == 0 {
                continue;
            }
            if found.len() > end {
                found.select_nth_unstable_by(end - 1, in_segment);
                found.truncate(end);
            }
            let ids = segment.reader.fast_fields().str(ID).map_err(|fault| self.index.failed(fault))?;
            for found in found.iter() {
                let mut id = String::new();
                if let Some(ids) = &ids {
                    ids.ord_to_str(found.id, &mut id).map_err(|fault| self.index.failed(fault))?;
                }
                best.push((*found, id));
            }
        }
        best.sort_by(|(one, one_id), (other, other_id)| one.order(other).then_with(|| one_id.cmp(other_id)));
        best.into_iter()
            .skip(self.request.offset)
            .take(self.request.limit)
            .map(|(found, id)| self.hit(found, id, rarity))
            .collect()
    }

    fn hit(&self, found: Found, id: String, rarity: &[f32]) -> Result<Hit, IndexError> {
        let damaged = || self.index.damaged("what is kept of an item cannot be read");
        let segment = self.segments.get(found.segment as usize).ok_or_else(damaged)?;
        let wanted = Wanted {
            offset: self.request.passages_offset,
            count: self.request.passages_per_item,
            in_order: self.request.within.is_some(),
        };
        let reader = Reader { searcher: self.searcher, fields: self.fields(), segment };
        let shown = reader
            .show(found.item, &self.plan.leaves, rarity, &wanted)
            .map_err(|fault| self.index.failed(fault))?
            .ok_or_else(damaged)?;
        Ok(Hit {
            id,
            kind: shown.kind,
            title: shown.titles,
            score: found.score,
            places: shown.places,
            passages: shown.passages,
            fields: shown.fields,
        })
    }
}

/// BM25's inverse document frequency, over items that the asker may see.
fn rarity(having: usize, all: usize) -> f32 {
    let (having, all) = (having.min(all) as f32, all as f32);
    ((all - having + 0.5) / (having + 0.5)).ln_1p()
}

struct Authorities<'a> {
    index: &'a Tantivy,
    searcher: &'a Searcher,
    segments: &'a [Segment<'a>],
}

impl Names for Authorities<'_> {
    type Error = IndexError;

    fn named(&self, name: &str) -> Result<Vec<AuthorityEntry>, IndexError> {
        let mut authorities: Vec<AuthorityEntry> = Vec::new();
        for segment in self.segments {
            let documents =
                segment.with_value(self.index.fields.name, name).map_err(|fault| self.index.failed(fault))?;
            for document in documents {
                let reader = Reader { searcher: self.searcher, fields: &self.index.fields, segment };
                let bytes = reader.bytes(document).map_err(|fault| self.index.failed(fault))?;
                let entry = bytes.as_deref().and_then(Stored::read).and_then(|stored| stored.head());
                authorities.push(
                    entry.ok_or_else(|| self.index.damaged("what is kept of an authority cannot be read"))?,
                );
            }
        }
        // Segments merge as they like; the order of names must not.
        authorities.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(authorities)
    }
}

/// Casting an [`Audience`] to a number keeps its order.
const _: () = assert!((Audience::Open as u64) < Audience::Staff as u64);
