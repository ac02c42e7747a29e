//! The tables of a batch: what they say of items, collections, authorities and ranges.

use std::{
    fs,
    path::{Path, PathBuf},
};

use bumba_metadata::{
    CollectionRow, Described, RangeRow, Sheet, TableError, TableKind, authorities, collections, describe,
    ranges, read_table_in,
};
use bumba_model::{Authority, Item};

pub use bumba_metadata::Action;

use crate::{
    problem::{Problem, unreadable},
    scan::Scanned,
};

/// A table that describes a batch is no longer than this.
const LONGEST: u64 = 512 << 20;

/// What the tables of a batch say.
#[derive(Debug, Default)]
pub struct Tables {
    /// The rows of the items; none where no table speaks of items.
    pub items: Option<Vec<Row>>,
    /// Collections, in the order in which they stand.
    pub collections: Vec<CollectionRow>,
    /// Authorities.
    pub authorities: Vec<Authority>,
    /// Named parts of items.
    pub ranges: Vec<RangeRow>,
    /// The files that were read for it.
    pub sources: Vec<PathBuf>,
    /// What was noticed.
    pub problems: Vec<Problem>,
}

/// A row of an item.
#[derive(Clone, Debug)]
pub struct Row {
    /// The table's file name.
    pub table: String,
    /// The line, from 1.
    pub line: u32,
    /// The item's name.
    pub item: String,
    /// The file, where the row is about one.
    pub file: Option<String>,
    /// What is to be done.
    pub action: Action,
    /// What the item is part of.
    pub part_of: Option<String>,
    /// What it says.
    pub described: Item,
    /// The names of the columns and the row, as CSV: kept with the item.
    pub raw: Vec<u8>,
}

impl Tables {
    /// Reads the tables that stand in a batch's folder: `items.csv`, or `items.xlsx` with its sheets, or the table that was
    /// named; `authorities.csv`, `collections.csv`, `ranges.csv` beside it.
    #[must_use]
    pub fn find(scanned: &Scanned, named: Option<&Path>) -> Self {
        let mut tables = Self::default();
        let beside = |name: &str| scanned.files.iter().find(|file| file.path.eq_ignore_ascii_case(name));
        let items = named.map(Path::to_owned).or_else(|| {
            ["items.csv", "items.xlsx", "items.tsv"]
                .into_iter()
                .find_map(|name| Some(beside(name)?.source.clone()))
        });
        if let Some(path) = items {
            tables.read(&path, "items");
        }
        for name in ["collections", "authorities", "ranges"] {
            if let Some(file) = beside(&format!("{name}.csv")) {
                tables.read(&file.source, name);
            }
        }
        tables
    }

    /// Reads one table; a CSV is the sheet that its name says.
    fn read(&mut self, path: &Path, sheet: &str) {
        self.sources.push(path.to_owned());
        let shown = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let workbook = match workbook(path) {
            Ok(workbook) => workbook,
            Err(problem) => {
                if sheet == "items" {
                    self.items.get_or_insert_with(Vec::new);
                }
                self.problems.push(problem);
                return;
            }
        };
        let alone = workbook.sheets.len() == 1;
        for one in &workbook.sheets {
            let is = |name: &str| one.name.eq_ignore_ascii_case(name) || (alone && name == sheet);
            let read = if is("collections") {
                self.collections(one, &shown)
            } else if is("authorities") {
                self.authorities(one, &shown)
            } else if is("ranges") {
                self.ranges(one, &shown)
            } else if is("items") || (sheet == "items" && self.items.is_none()) {
                self.items(one, &shown)
            } else {
                let why = format!(
                    "the sheet {:?} is not read: items, authorities, collections and ranges are.",
                    one.name
                );
                self.problems.push(Problem::told(&shown, "unknown-sheet", why));
                Ok(())
            };
            if let Err(error) = read {
                self.problems.push(Problem::refused(&shown, "bad-table", error.to_string()));
            }
        }
    }

    fn items(&mut self, sheet: &Sheet, shown: &str) -> Result<(), TableError> {
        let rows = self.items.get_or_insert_with(Vec::new);
        sheet.needed("item")?;
        let mut unknown: Vec<String> = Vec::new();
        for row in &sheet.rows {
            let Described { name, file, action, part_of, item, unknown: columns, problems } =
                describe(&sheet.columns, row);
            unknown.extend(columns.into_iter().map(|(column, _)| column));
            self.problems.extend(problems.into_iter().map(|problem| of_cell(shown, &problem)));
            rows.push(Row {
                table: shown.to_owned(),
                line: row.line,
                item: name,
                file: (!file.is_empty()).then_some(file),
                action,
                part_of: (!part_of.is_empty()).then_some(part_of),
                described: item,
                raw: as_csv(&[&sheet.columns, &row.cells]),
            });
        }
        unknown.sort();
        unknown.dedup();
        self.problems.extend(unknown.into_iter().map(|column| {
            let why = "is a column that is not known. It is kept with each item as it stands.";
            Problem::told(format!("{shown}: {column}"), "unknown-column", why)
        }));
        Ok(())
    }

    fn collections(&mut self, sheet: &Sheet, shown: &str) -> Result<(), TableError> {
        let (rows, problems) = collections(sheet)?;
        self.collections.extend(rows);
        self.problems.extend(problems.iter().map(|problem| of_cell(shown, problem)));
        Ok(())
    }

    fn authorities(&mut self, sheet: &Sheet, shown: &str) -> Result<(), TableError> {
        let (rows, problems) = authorities(sheet)?;
        self.authorities.extend(rows);
        self.problems.extend(problems.iter().map(|problem| of_cell(shown, problem)));
        Ok(())
    }

    fn ranges(&mut self, sheet: &Sheet, shown: &str) -> Result<(), TableError> {
        let (rows, problems) = ranges(sheet)?;
        self.ranges.extend(rows);
        self.problems.extend(problems.iter().map(|problem| of_cell(shown, problem)));
        Ok(())
    }
}

/// The authorities of one table, for `bumba authority import`.
///
/// # Errors
/// Where it cannot be read, in words.
pub fn authorities_of(path: &Path) -> Result<(Vec<Authority>, Vec<Problem>), Problem> {
    let mut tables = Tables::default();
    tables.read(path, "authorities");
    match tables
        .problems
        .iter()
        .position(|problem| matches!(problem.code.as_str(), "bad-table" | "unreadable"))
    {
        Some(at) => Err(tables.problems.swap_remove(at)),
        None => Ok((tables.authorities, tables.problems)),
    }
}

fn workbook(path: &Path) -> Result<bumba_metadata::Workbook, Problem> {
    let shown = path.display().to_string();
    let kind = TableKind::of_name(&shown).ok_or_else(|| {
        Problem::refused(&shown, "bad-table", "is no table that is read here: save it as .csv or .xlsx.")
    })?;
    let length = fs::metadata(path).map_err(|error| unreadable(&shown, &error))?.len();
    if length > LONGEST {
        return Err(Problem::refused(
            &shown,
            "bad-table",
            "is too long for a table. Cut it into several batches.",
        ));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(&shown, &error))?;
    read_table_in(&bytes, kind, None)
        .map_err(|error| Problem::refused(&shown, "bad-table", error.to_string()))
}

fn of_cell(shown: &str, problem: &bumba_metadata::Problem) -> Problem {
    let place = format!("{shown}:{} {}", problem.line, problem.column);
    Problem::told(place.trim(), "cell", &problem.message)
}

fn as_csv(rows: &[&Vec<String>]) -> Vec<u8> {
    let quoted = |cell: &String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let line = |row: &&Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().map(line).collect::<String>().into_bytes()
}
