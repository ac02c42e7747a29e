//! Rows that name the same item, brought together.

use std::collections::HashMap;

use crate::{Action, Described, Problem, Row, Sheet, TableError, column::values, describe, field};

/// An item with all rows that name it.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What its rows say together. `file` is empty: the files are apart.
    pub described: Described,
    /// Its rows that name a file, in order.
    pub files: Vec<FileRow>,
    /// Its first line in the table.
    pub line: u32,
}

/// A row that names a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRow {
    /// The line of the table.
    pub line: u32,
    /// The path from the table's folder, as written.
    pub path: String,
    /// The side, where the row names one.
    pub side: String,
    /// What the row itself says is to be done.
    pub action: Action,
}

/// The items of a sheet in the order of their first rows. A field said again in a later row adds its values, where it
/// may have several; else it must say the same, and a difference is told.
///
/// # Errors
/// [`TableError::MissingColumn`] where no column is named `item`.
pub fn group(sheet: &Sheet) -> Result<Vec<Group>, TableError> {
    let item_at = sheet
        .columns
        .iter()
        .position(|name| field(name).is_some_and(|field| field.name == "item"))
        .map_or_else(|| sheet.needed("item"), Ok)?;
    let mut order: Vec<&str> = Vec::new();
    let mut rows: HashMap<&str, Vec<&Row>> = HashMap::new();
    let mut groups_without_name = Vec::new();
    for row in &sheet.rows {
        let name = row.cell(item_at);
        if name.is_empty() {
            groups_without_name.push(row);
            continue;
        }
        let of_item = rows.entry(name).or_default();
        if of_item.is_empty() {
            order.push(name);
        }
        of_item.push(row);
    }
    let mut groups: Vec<Group> =
        order.iter().filter_map(|name| rows.get(name)).map(|rows| together(&sheet.columns, rows)).collect();
    for row in groups_without_name {
        let mut group = together(&sheet.columns, &[row]);
        let message = "the row names no item; write the folder's name, an identifier or an ARK".to_owned();
        group.described.problems.push(Problem { line: row.line, column: "item".into(), message });
        groups.push(group);
    }
    Ok(groups)
}

fn together(columns: &[String], rows: &[&Row]) -> Group {
    let mut files = Vec::new();
    for row in rows {
        let alone = describe(columns, row);
        if !alone.file.is_empty() {
            let side =
                alone.item.reel.as_ref().and_then(|reel| reel.faces.first()).map(|face| face.side.clone());
            files.push(FileRow {
                line: row.line,
                path: alone.file,
                side: side.unwrap_or_default(),
                action: alone.action,
            });
        }
    }
    let line = rows.first().map_or(0, |row| row.line);
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut problems = Vec::new();
    let cells = (0..width)
        .map(|n| {
            let name = columns.get(n).map_or("", String::as_str);
            let known = crate::column::Column::of(name).map(|column| column.field);
            if known.is_some_and(|field| field.name == "file") {
                return String::new();
            }
            let mut said: Vec<String> = Vec::new();
            for row in rows {
                let cell = row.cell(n);
                if known.is_some_and(|field| !field.many) && !cell.is_empty() {
                    match said.first() {
                        None => said.push(cell.to_owned()),
                        Some(first) if first == cell => {}
                        Some(first) => problems.push(Problem {
                            line: row.line,
                            column: name.to_owned(),
                            message: format!("the item has {first:?} here already (line {line}), this row says {cell:?}; the first is kept"),
                        }),
                    }
                } else if known.is_none() && !cell.is_empty() {
                    if !said.iter().any(|value| value == cell) {
                        said.push(cell.to_owned());
                    }
                } else {
                    for value in values(cell) {
                        if !said.contains(&value) {
                            said.push(value);
                        }
                    }
                }
            }
            match known {
                Some(field) if field.many => said.iter().map(|value| value.replace('|', "\\|")).collect::<Vec<_>>().join("|"),
                Some(_) => said.into_iter().next().unwrap_or_default(),
                None => said.join("|"),
            }
        })
        .collect();
    let mut described = describe(columns, &Row { line, cells });
    described.problems.extend(problems);
    Group { described, files, line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TableKind, read_table};

    fn groups(csv: &str) -> Vec<Group> {
        group(read_table(csv.as_bytes(), TableKind::Csv).unwrap().items().unwrap()).unwrap()
    }

    #[test]
    fn rows_of_one_item_give_its_files_and_one_description() {
        let groups = groups(
            "item,file,side,speed,title@en,subject,shelfmark\n\
             r1,r1/a.wav,A,7.5 ips,Jangar,epic,S 1\n\
             r2,r2.wav,,,Geser,,\n\
             r1,r1/b.wav,B,7.5 ips,Jangar,epic|tape,S 2\n\
             ,lost.wav,,,,,\n",
        );
        let [first, second, nameless] = &groups[..] else { panic!("three groups") };
        let files: Vec<_> =
            first.files.iter().map(|file| (file.path.as_str(), file.side.as_str(), file.line)).collect();
        assert_eq!(files, [("r1/a.wav", "A", 2), ("r1/b.wav", "B", 4)]);
        let item = &first.described.item;
        assert_eq!((item.title.len(), item.subjects.len(), item.shelfmark.as_str()), (1, 2, "S 1"));
        let faces = &item.reel.as_ref().unwrap().faces;
        assert_eq!((faces.len(), faces[1].speed.as_str()), (2, "7.5 ips"));
        assert_eq!(
            (first.described.problems[0].line, first.described.problems[0].column.as_str()),
            (4, "shelfmark")
        );
        assert_eq!(second.described.name, "r2");
        assert_eq!(nameless.described.problems[0].column, "item");
    }

    #[test]
    fn a_table_without_its_column_says_which_it_has() {
        let book = read_table(b"name,title\na,b", TableKind::Csv).unwrap();
        let error = group(&book.sheets[0]).unwrap_err().to_string();
        assert!(error.contains("no column item") && error.contains("name, title"), "{error}");
    }
}
