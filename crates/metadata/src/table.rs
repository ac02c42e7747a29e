//! Tables: sheets of rows of text, from CSV and XLSX alike.

use encoding_rs::Encoding;

use crate::{csv_table, xlsx_table};

/// No table of descriptions is wider.
pub(crate) const MOST_COLUMNS: usize = 2_000;
/// … or longer.
pub(crate) const MOST_ROWS: usize = 1_048_576;
/// … or heavier: bytes of text in all cells together.
pub(crate) const MOST_TEXT: usize = 256 * 1024 * 1024;

/// A table's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// RFC 4180, with the delimiters and encodings of the wild.
    Csv,
    /// Office Open XML.
    Xlsx,
}

impl TableKind {
    /// By a file's name: `.csv`, `.tsv`, `.xlsx`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "csv" | "tsv" => Some(Self::Csv),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// All sheets of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// Its sheets, in order. A CSV file is one, without a name.
    pub sheets: Vec<Sheet>,
}

/// A sheet: names of columns, and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The names in its first row that says anything.
    pub columns: Vec<String>,
    /// The rows under it that say anything.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its line in the file, from 1 (the first of them, where a cell holds line ends).
    pub line: u32,
    /// Its cells, whitespace around them taken away. May be fewer or more than the columns.
    pub cells: Vec<String>,
}

/// Why a table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// No row says anything.
    #[error("the table is empty. Its first row names the columns: item, file, title@LANG, …")]
    Empty,
    /// Not this format.
    #[error("the file cannot be read as a table: {0}. Save it again as .xlsx, or as CSV in UTF-8.")]
    NotATable(String),
    /// Not in this encoding.
    #[error(
        "line {line} is not in {encoding}. Save the table as UTF-8, or say its encoding (gb18030, windows-1251)."
    )]
    Encoding {
        /// The line with the first wrong byte, from 1.
        line: usize,
        /// The encoding that was tried.
        encoding: String,
    },
    /// No such encoding.
    #[error("{0:?} is not an encoding of the WHATWG Encoding Standard (utf-8, gb18030, windows-1251, …).")]
    NoSuchEncoding(String),
    /// Made to fill any memory, or by mistake.
    #[error("the table is too large: more than {0}. Split it.")]
    TooLarge(&'static str),
    /// A column that must be there is not.
    #[error("the table has no column {column}; it has: {found}. Name one of them {column}.")]
    MissingColumn {
        /// The column that is missing.
        column: &'static str,
        /// Those that are there.
        found: String,
    },
}

impl Workbook {
    /// The sheet of a name, without regard to case.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    }

    /// The sheet of items: the one named `items`, else the first.
    #[must_use]
    pub fn items(&self) -> Option<&Sheet> {
        self.sheet("items").or_else(|| self.sheets.first())
    }
}

impl Sheet {
    /// The number of the column of a name, without regard to case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))
    }

    /// The number of a column that must be there.
    ///
    /// # Errors
    /// [`TableError::MissingColumn`].
    pub fn needed(&self, column: &'static str) -> Result<usize, TableError> {
        self.column(column)
            .ok_or_else(|| TableError::MissingColumn { column, found: self.columns.join(", ") })
    }

    /// From rows of cells as they were read: the first that says anything names the columns.
    pub(crate) fn of(name: String, rows: impl Iterator<Item = Row>) -> Self {
        let mut rows = rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        let mut columns = rows.next().map(|row| row.cells).unwrap_or_default();
        while columns.last().is_some_and(String::is_empty) {
            columns.pop();
        }
        Self { name, columns, rows: rows.collect() }
    }
}

impl Row {
    /// The cell of a column's number; empty where there is none.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a table. CSV: a byte order mark, else UTF-8; `,` `;` or tab, whichever its first row has most of.
///
/// # Errors
/// [`TableError`].
pub fn read_table(bytes: &[u8], kind: TableKind) -> Result<Workbook, TableError> {
    read_table_in(bytes, kind, None)
}

/// Reads a table in an encoding that someone named (`gb18030`): CSV cannot say its own.
///
/// # Errors
/// [`TableError`].
pub fn read_table_in(bytes: &[u8], kind: TableKind, encoding: Option<&str>) -> Result<Workbook, TableError> {
    let encoding = encoding
        .map(|label| {
            Encoding::for_label(label.as_bytes()).ok_or_else(|| TableError::NoSuchEncoding(label.to_owned()))
        })
        .transpose()?;
    let mut book = match kind {
        TableKind::Csv => csv_table::read(bytes, encoding)?,
        TableKind::Xlsx => xlsx_table::read(bytes)?,
    };
    book.sheets.retain(|sheet| !sheet.columns.is_empty());
    if book.sheets.is_empty() {
        return Err(TableError::Empty);
    }
    Ok(book)
}
