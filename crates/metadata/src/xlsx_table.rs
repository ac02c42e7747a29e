//! XLSX: cells as a reader sees them, whatever their type.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx};

use crate::{
    Row, Sheet, TableError, Workbook,
    table::{MOST_COLUMNS, MOST_ROWS, MOST_TEXT},
};

/// What a workbook may unpack to.
const MOST_UNPACKED: u64 = 1024 * 1024 * 1024;

pub(crate) fn read(bytes: &[u8]) -> Result<Workbook, TableError> {
    if !bytes.starts_with(b"PK") {
        return Err(TableError::NotATable("it is no XLSX file, which begins with PK".into()));
    }
    if unpacked(bytes).is_none_or(|size| size > MOST_UNPACKED) {
        return Err(TableError::TooLarge("1 GB unpacked"));
    }
    // The reader is another's and meets what anyone sends: if it panics, the file is one that cannot be read.
    catch_unwind(AssertUnwindSafe(|| read_sheets(bytes)))
        .unwrap_or_else(|_| Err(TableError::NotATable("the XLSX file is damaged".into())))
}

fn read_sheets(bytes: &[u8]) -> Result<Workbook, TableError> {
    let damaged = |error: calamine::XlsxError| TableError::NotATable(error.to_string());
    let mut xlsx: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = xlsx
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut book = Workbook::default();
    let mut weight = 0;
    for name in names {
        let mut reader = xlsx.worksheet_cells_reader(&name).map_err(damaged)?;
        let mut rows: Vec<Row> = Vec::new();
        // Cell by cell: one cell in the last corner of a sheet must not make room for all before it.
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let text = shown(cell.get_value());
            if text.is_empty() {
                continue;
            }
            let column = column as usize;
            if column >= MOST_COLUMNS {
                return Err(TableError::TooLarge("2,000 columns"));
            }
            weight += text.len() + column;
            if weight > MOST_TEXT || rows.len() > MOST_ROWS {
                return Err(TableError::TooLarge("256 MB of text"));
            }
            let line = row.saturating_add(1);
            if rows.last().is_none_or(|last| last.line != line) {
                rows.push(Row { line, cells: Vec::new() });
            }
            if let Some(last) = rows.last_mut() {
                if last.cells.len() <= column {
                    last.cells.resize(column + 1, String::new());
                }
                last.cells[column] = text;
            }
        }
        book.sheets.push(Sheet::of(name, rows.into_iter()));
    }
    Ok(book)
}

/// A value as text: whole numbers without `.0`, days as `YYYY-MM-DD`, true and false as words.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(date) => moment(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()
        }
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn moment(date: &ExcelDateTime) -> String {
    let value = date.as_f64();
    if date.is_duration() || (0.0..1.0).contains(&value) {
        let seconds = (value * 86_400.0).round() as i64;
        return format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = match (hour, minute, second) {
        (0, 0, 0) => String::new(),
        _ => format!("T{hour:02}:{minute:02}:{second:02}"),
    };
    format!("{year:04}-{month:02}-{day:02}{time}")
}

/// The size that the entries of a ZIP file say they unpack to. `None` where one does not say (ZIP64).
fn unpacked(bytes: &[u8]) -> Option<u64> {
    let mut sum = 0;
    let mut rest = bytes;
    while let Some(at) = rest.windows(4).position(|mark| mark == b"PK\x01\x02") {
        rest = &rest[at + 4..];
        // 24 bytes after the mark's beginning: the uncompressed size (APPNOTE 4.3.12).
        let size = u32::from_le_bytes(rest.get(20..24)?.try_into().ok()?);
        if size == u32::MAX {
            return None;
        }
        sum += u64::from(size);
    }
    Some(sum)
}
