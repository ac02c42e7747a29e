//! What a document keeps besides its terms: a head, and the map from position to line.
//!
//! Bytes: version `1` (u8); length of the head (u32, little-endian, as all numbers here); the head (JSON); count of records `n` (u32);
//! `n` pairs of (position of the record's first token, offset of its JSON from the end of this table), both u32; the records' JSON.
//! A line with no token has the position of the line after it.
//!
//! An item's own document holds the pieces of its description as records; an authority's its entry as head. A stream's holds the
//! positions of its lines and no records (offsets 0): the lines are the records of the documents behind it, `LINES_TOGETHER` in each.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Text;

const VERSION: u8 = 1;

/// Head of an item's own document.
#[derive(Debug, Serialize, Deserialize)]
pub struct ItemHead {
    pub kind: String,
    pub titles: Vec<Text>,
}

/// Head of a stream.
#[derive(Debug, Serialize, Deserialize)]
pub struct StreamHead {
    pub layer: String,
    pub lang: Option<String>,
}

/// How many lines stand in one document behind their stream: about as many as make a block of the store, so one line is read
/// without the rest of the book.
pub const LINES_TOGETHER: usize = 32;

/// Puts head and records into bytes.
pub fn records<R: Serialize>(head: &impl Serialize, records: &[(u32, R)]) -> serde_json::Result<Vec<u8>> {
    let mut table = Vec::with_capacity(records.len() * 8);
    let mut bodies = Vec::new();
    for (position, record) in records {
        table.extend(position.to_le_bytes());
        table.extend(number(bodies.len()));
        serde_json::to_writer(&mut bodies, record)?;
    }
    bytes(head, &table, &bodies)
}

/// Puts head and positions into bytes, of records that are kept elsewhere.
pub fn positions(head: &impl Serialize, positions: &[u32]) -> serde_json::Result<Vec<u8>> {
    let table: Vec<u8> = positions.iter().flat_map(|position| (u64::from(*position)).to_le_bytes()).collect();
    bytes(head, &table, &[])
}

fn bytes(head: &impl Serialize, table: &[u8], bodies: &[u8]) -> serde_json::Result<Vec<u8>> {
    let head = serde_json::to_vec(head)?;
    let mut bytes = Vec::with_capacity(9 + head.len() + table.len() + bodies.len());
    bytes.push(VERSION);
    bytes.extend(number(head.len()));
    bytes.extend(head);
    bytes.extend(number(table.len() / 8));
    bytes.extend(table);
    bytes.extend(bodies);
    Ok(bytes)
}

/// Beyond 4 GiB the store's own blocks end; what does not fit is found to be damaged when read, never misread.
fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

/// A view of such bytes. Every read is checked: None is damage.
pub struct Stored<'a> {
    head: &'a [u8],
    table: &'a [u8],
    bodies: &'a [u8],
}

impl<'a> Stored<'a> {
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (&version, rest) = bytes.split_first()?;
        if version != VERSION {
            return None;
        }
        let (length, rest) = take_number(rest)?;
        let (head, rest) = rest.split_at_checked(length)?;
        let (count, rest) = take_number(rest)?;
        let (table, bodies) = rest.split_at_checked(count.checked_mul(8)?)?;
        Some(Self { head, table, bodies })
    }

    pub fn head<H: DeserializeOwned>(&self) -> Option<H> {
        serde_json::from_slice(self.head).ok()
    }

    pub fn len(&self) -> usize {
        self.table.len() / 8
    }

    /// Position of the first token of a record.
    pub fn position(&self, record: usize) -> Option<u32> {
        u32::try_from(take_number(self.table.get(record * 8..)?)?.0).ok()
    }

    /// The record in which a position stands.
    pub fn at(&self, position: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.position(middle)? <= position {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.checked_sub(1)
    }

    pub fn record<R: DeserializeOwned>(&self, record: usize) -> Option<R> {
        let offset = |record: usize| Some(take_number(self.table.get(record * 8 + 4..)?)?.0);
        let from = offset(record)?;
        let to = if record + 1 < self.len() { offset(record + 1)? } else { self.bodies.len() };
        serde_json::from_slice(self.bodies.get(from..to)?).ok()
    }
}

fn take_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((usize::try_from(u32::from_le_bytes(*number)).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Stored, positions, records};

    #[test]
    fn a_position_leads_to_its_line_and_empty_lines_are_passed_over() {
        let lines = [(0, "a"), (3, "empty"), (3, "c"), (5, "end")];
        let bytes = records(&"head", &lines).unwrap();
        let stored = Stored::read(&bytes).unwrap();
        assert_eq!(stored.head::<String>().unwrap(), "head");
        let line = |position| stored.record::<String>(stored.at(position).unwrap()).unwrap();
        assert_eq!([line(0), line(2), line(3), line(4), line(9)], ["a", "a", "c", "c", "end"]);
        assert_eq!(stored.record::<String>(4), None);

        let bytes = positions(&"head", &lines.map(|(position, _)| position)).unwrap();
        let stored = Stored::read(&bytes).unwrap();
        assert_eq!([0, 2, 3, 4, 9].map(|position| stored.at(position).unwrap()), [0, 0, 2, 2, 3]);
        assert_eq!((stored.position(2), stored.record::<String>(0)), (Some(3), None));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64), cut in 0usize..64) {
            let mut whole = records(&1u8, &[(0u32, 1u8), (1, 2)]).unwrap();
            whole.truncate(cut);
            for bytes in [bytes, whole] {
                if let Some(stored) = Stored::read(&bytes) {
                    let _ = (stored.head::<u8>(), stored.at(1), stored.record::<u8>(1), stored.record::<u8>(usize::MAX / 16));
                }
            }
        }
    }
}
