//! A record in an item's folder describes it; a table's row says more, and is heard last.

use std::fs;

use bumba_metadata::{RecordError, read_record};
use bumba_model::{Item, Source};

use crate::{
    describe::overlay,
    kind::Named,
    name,
    plan::PlannedItem,
    problem::{Problem, unreadable},
};

/// A record is no longer than this.
const LONGEST: u64 = 64 << 20;

pub(crate) fn read(item: &mut PlannedItem, problems: &mut Vec<Problem>) {
    let mut described: Option<Item> = None;
    for file in item.files.iter().filter(|file| file.named == Named::Record && file.bytes <= LONGEST) {
        let bytes = match fs::read(&file.source) {
            Ok(bytes) => bytes,
            // The pass over the file tells it.
            Err(error) => {
                problems.push(unreadable(&file.shown, &error));
                continue;
            }
        };
        match read_record(&bytes) {
            Ok(record) => {
                problems.extend(
                    record.problems.iter().map(|problem| Problem::told(&file.shown, "record", problem)),
                );
                let mut said = record.item;
                said.source = Some(Source {
                    format: record.format.as_str().to_owned(),
                    path: file.path.clone(),
                    ..Source::default()
                });
                overlay(described.get_or_insert_with(Item::default), &said);
            }
            // Whole, for all we know: its format is only not read yet.
            Err(RecordError::Unknown) => problems.push(not_read(&file.shown)),
            Err(_) if matches!(name::parts(&file.path).2.as_str(), "marc" | "mrc") => {
                problems.push(not_read(&file.shown));
            }
            Err(error) => {
                let why = format!("{error} It is kept as it is.");
                problems.push(Problem::damaged(&file.shown, "not-a-record", why));
            }
        }
    }
    if let Some(mut from_records) = described {
        if let Some(row) = &item.described {
            overlay(&mut from_records, row);
        }
        item.described = Some(from_records);
    }
}

fn not_read(shown: &str) -> Problem {
    let why = "is a record in a format that is not read yet: Dublin Core, OLAC and TEI are. It is kept as it is, and describes nothing.";
    Problem::told(shown, "record-not-read", why)
}
