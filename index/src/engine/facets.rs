//! Filters and counts.

use std::collections::{BTreeMap, HashMap};

use tantivy::columnar::StrColumn;

use super::segment::Segment;
use crate::{Facet, FacetCount};

/// Counts over all segments.
#[derive(Default)]
pub struct Counts {
    values: BTreeMap<Facet, HashMap<String, u64>>,
}

/// Which filters an item fails.
#[derive(Clone, Copy, PartialEq)]
enum Fails {
    None,
    One(Facet),
    More,
}

impl Counts {
    /// Counts the items of a segment that the query holds for, and gives those that pass every filter. Both ascending.
    ///
    /// An item counts in every facet when it passes all filters; where it fails those of one facet alone, it still counts in that one.
    pub fn take(
        &mut self,
        segment: &Segment<'_>,
        items: Vec<u32>,
        filters: &[(Facet, String)],
    ) -> tantivy::Result<Vec<u32>> {
        let mut columns = Vec::new();
        for facet in Facet::ALL {
            columns.push((facet, segment.reader.fast_fields().str(facet.name())?));
        }
        let mut fails = vec![Fails::None; items.len()];
        for (facet, column) in &columns {
            let wanted: Vec<&str> =
                filters.iter().filter(|(known, _)| known == facet).map(|(_, value)| value.as_str()).collect();
            if !wanted.is_empty() {
                filter(segment, &items, *facet, column.as_ref(), &wanted, &mut fails)?;
            }
        }
        for (facet, column) in &columns {
            if let Some(column) = column {
                self.count(segment, &items, *facet, column, &fails)?;
            }
        }
        Ok(items
            .into_iter()
            .zip(fails)
            .filter(|(_, fails)| *fails == Fails::None)
            .map(|(item, _)| item)
            .collect())
    }

    fn count(
        &mut self,
        segment: &Segment<'_>,
        items: &[u32],
        facet: Facet,
        column: &StrColumn,
        fails: &[Fails],
    ) -> tantivy::Result<()> {
        // By ordinal: how many items, and the last of them, for an entry may name a value twice.
        let mut counts = vec![(0u64, u32::MAX); column.num_terms()];
        for (&item, fails) in items.iter().zip(fails) {
            if *fails != Fails::None && *fails != Fails::One(facet) {
                continue;
            }
            for ordinal in column.term_ords(segment.own(item)) {
                if let Some((count, last)) = counts.get_mut(ordinal as usize)
                    && *last != item
                {
                    *count += 1;
                    *last = item;
                }
            }
        }
        let (ordinals, counts): (Vec<u64>, Vec<u64>) = (0..)
            .zip(counts)
            .filter(|(_, (count, _))| *count > 0)
            .map(|(ordinal, (count, _))| (ordinal, count))
            .unzip();
        let values = self.values.entry(facet).or_default();
        let mut counts = counts.into_iter();
        // In one walk through the dictionary: a value by itself costs reading a block.
        column.dictionary().sorted_ords_to_term_cb(&ordinals, |value| {
            let value = String::from_utf8_lossy(value);
            let count = counts.next().unwrap_or_default();
            match values.get_mut(value.as_ref()) {
                Some(known) => *known += count,
                None => {
                    values.insert(value.into_owned(), count);
                }
            }
        })?;
        Ok(())
    }

    /// The most frequent values of each facet, and those filtered by.
    pub fn finish(mut self, filters: &[(Facet, String)], most: usize) -> BTreeMap<Facet, Vec<FacetCount>> {
        for (facet, value) in filters {
            self.values.entry(*facet).or_default().entry(value.clone()).or_default();
        }
        let mut facets = BTreeMap::new();
        for facet in Facet::ALL {
            let mut counts: Vec<FacetCount> = self
                .values
                .remove(&facet)
                .unwrap_or_default()
                .into_iter()
                .map(|(value, count)| FacetCount { value, count })
                .collect();
            counts
                .sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
            let mut place = 0;
            counts.retain(|count| {
                place += 1;
                place <= most
                    || filters.iter().any(|(filtered, value)| *filtered == facet && *value == count.value)
            });
            facets.insert(facet, counts);
        }
        facets
    }
}

/// Marks the items that have none of the wanted values. A value that the segment does not have passes nothing.
fn filter(
    segment: &Segment<'_>,
    items: &[u32],
    facet: Facet,
    column: Option<&StrColumn>,
    wanted: &[&str],
    fails: &mut [Fails],
) -> tantivy::Result<()> {
    let mut ordinals = Vec::new();
    for value in wanted {
        if let Some(column) = column {
            ordinals.extend(column.dictionary().term_ord(value.as_bytes())?);
        }
    }
    for (&item, fails) in items.iter().zip(fails) {
        let passes = column.is_some_and(|column| {
            column.term_ords(segment.own(item)).any(|ordinal| ordinals.contains(&ordinal))
        });
        if !passes {
            *fails = if *fails == Fails::None { Fails::One(facet) } else { Fails::More };
        }
    }
    Ok(())
}
