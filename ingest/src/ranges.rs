//! Named parts, as a table gives them: canvases by number, name or identifier.

use bumba_metadata::RangeRow;
use bumba_model::{Item, Range};

/// Adds ranges to an item, or puts them in the place of those of the same names.
pub(crate) fn add(item: &mut Item, rows: &[RangeRow]) {
    for row in rows {
        let mut range = row.range.clone();
        for span in &mut range.spans {
            if let Some(id) = canvas_id(item, &span.canvas) {
                span.canvas = id;
            }
        }
        let same = item.ranges.iter_mut().find(|there| there.label == range.label);
        match same {
            Some(there) => *there = Range { id: there.id.clone(), ..range },
            None => {
                let highest = item
                    .ranges
                    .iter()
                    .filter_map(|range| range.id.strip_prefix('r')?.parse::<u32>().ok())
                    .max();
                range.id = format!("r{}", highest.unwrap_or(0) + 1);
                item.ranges.push(range);
            }
        }
    }
}

fn canvas_id(item: &Item, said: &str) -> Option<String> {
    let by_name = item.canvases.iter().find(|canvas| canvas.id == said || canvas.label == said);
    let by_number = || item.canvases.get(said.parse::<usize>().ok()?.checked_sub(1)?);
    by_name.or_else(by_number).map(|canvas| canvas.id.clone())
}
