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

/// The columns of a segment, and its filters as ordinals of them.
pub struct Facets {
    columns: Vec<(Facet, StrColumn)>,
    /// Facets that are filtered by, with the ordinals that pass. A value that the segment does not have passes nothing.
    filters: Vec<(Facet, Vec<u64>)>,
    counts: HashMap<(Facet, u64), u64>,
}

impl Facets {
    pub fn new(segment: &Segment<'_>, filters: &[(Facet, String)]) -> tantivy::Result<Self> {
        let mut facets = Self { columns: Vec::new(), filters: Vec::new(), counts: HashMap::new() };
        for facet in Facet::ALL {
            let column = segment.reader.fast_fields().str(facet.name())?;
            let mut wanted = filters.iter().filter(|(filtered, _)| *filtered == facet).peekable();
            if wanted.peek().is_some() {
                let mut ordinals = Vec::new();
                for (_, value) in wanted {
                    if let Some(column) = &column {
                        ordinals.extend(column.dictionary().term_ord(value.as_bytes())?);
                    }
                }
                facets.filters.push((facet, ordinals));
            }
            if let Some(column) = column {
                facets.columns.push((facet, column));
            }
        }
        Ok(facets)
    }

    /// Counts an item that the query holds for; whether it passes every filter.
    ///
    /// It counts in every facet when it passes all; where it fails one alone, it still counts in that one.
    pub fn take(&mut self, segment: &Segment<'_>, item: u32) -> bool {
        let own = segment.own(item);
        let mut failed = None;
        for (facet, ordinals) in &self.filters {
            let column = self.columns.iter().find(|(known, _)| known == facet);
            let passes = column
                .is_some_and(|(_, column)| column.term_ords(own).any(|ordinal| ordinals.contains(&ordinal)));
            if !passes {
                if failed.is_some() {
                    return false;
                }
                failed = Some(*facet);
            }
        }
        for (facet, column) in &self.columns {
            if failed.is_none_or(|failed| failed == *facet) {
                let mut seen = Vec::new();
                for ordinal in column.term_ords(own) {
                    // An entry may name a value twice.
                    if !seen.contains(&ordinal) {
                        seen.push(ordinal);
                        *self.counts.entry((*facet, ordinal)).or_default() += 1;
                    }
                }
            }
        }
        failed.is_none()
    }

    /// Adds this segment's counts to those of all.
    pub fn add_to(self, counts: &mut Counts) -> tantivy::Result<()> {
        let mut value = String::new();
        for ((facet, ordinal), count) in &self.counts {
            let Some((_, column)) = self.columns.iter().find(|(known, _)| known == facet) else { continue };
            value.clear();
            column.ord_to_str(*ordinal, &mut value)?;
            *counts.values.entry(*facet).or_default().entry(value.clone()).or_default() += count;
        }
        Ok(())
    }
}

impl Counts {
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
