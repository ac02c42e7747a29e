//! The order in which a page says that it is read.

use std::collections::HashMap;

use crate::SourceLine;

/// A line, the block it stands in, as they came.
pub(crate) struct Placed {
    pub block: String,
    pub line: SourceLine,
}

/// Lines in the order that identifiers of lines or blocks are named in; those not named come after, as they stood.
pub(crate) fn sort(lines: &mut [Placed], named: &[String]) {
    if named.is_empty() {
        return;
    }
    let mut rank: HashMap<&str, usize> = HashMap::new();
    for (n, id) in named.iter().enumerate() {
        rank.entry(id).or_insert(n);
    }
    lines.sort_by_key(|placed| {
        let block = rank.get(placed.block.as_str());
        let line = rank.get(placed.line.id.as_str());
        line.or(block).copied().unwrap_or(usize::MAX)
    });
}

/// The polygon's box, else the region as given, else the baseline's box.
pub(crate) fn settle(line: &mut SourceLine) {
    let of = |points: &Option<Vec<[u32; 2]>>| points.as_deref().and_then(crate::number::around);
    line.region = line.region.or_else(|| of(&line.polygon)).or_else(|| of(&line.baseline));
}
