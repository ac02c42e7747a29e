#![doc = include_str!("../README.md")]

mod access;
mod authorities;
mod checksums;
mod collections;
mod column;
mod csv_table;
mod describe;
mod docs;
mod dublin_core;
mod fields;
mod group;
mod ranges;
mod record;
mod table;
mod tei;
mod xlsx_table;
mod xml_tree;

pub use authorities::authorities;
pub use checksums::{Algorithm, Checksum, checksums, is_checksum_file};
pub use collections::{CollectionRow, collections};
pub use describe::{Action, Described, Problem, describe};
pub use docs::docs;
pub use fields::{FIELDS, Field, Label, field};
pub use group::{FileRow, Group, group};
pub use ranges::{RangeRow, ranges};
pub use record::{Record, RecordError, RecordFormat, identify_record, read_record, read_record_as};
pub use table::{Row, Sheet, TableError, TableKind, Workbook, read_table, read_table_in};
