//! The sheet of collections.

use bumba_model::{Collection, Text};

use crate::{Problem, Sheet, TableError, describe};

/// A row of the sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CollectionRow {
    /// Its line in the table.
    pub line: u32,
    /// The collection. What it is part of is apart: its identifier is not known here.
    pub collection: Collection,
    /// The slug or ARK of the collection it is part of; empty at the top.
    pub part_of: String,
}

/// Reads a sheet `slug, title@LANG…, summary@LANG, part_of, access, rights`.
///
/// # Errors
/// [`TableError::MissingColumn`] where no column is named `slug`.
pub fn collections(sheet: &Sheet) -> Result<(Vec<CollectionRow>, Vec<Problem>), TableError> {
    let slug = sheet.needed("slug")?;
    let mut problems = Vec::new();
    let mut all = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        // The fields are those of an item; the slug is no field and is taken out of what is left.
        let mut described = describe(&sheet.columns, row);
        let item = &mut described.item;
        item.other.remove(&sheet.columns[slug]);
        let written = row.cell(slug);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if written.is_empty() || !written.chars().all(plain) {
            let message =
                format!("{written:?} is no slug; write small letters, digits and hyphens: epic-tapes");
            problems.push(Problem { line: row.line, column: "slug".into(), message });
            if written.is_empty() {
                continue;
            }
        }
        let mut collection = Collection {
            slug: written.to_owned(),
            title: std::mem::take(&mut item.title),
            summary: std::mem::take(&mut item.summary),
            rights: std::mem::take(&mut item.rights),
            other: std::mem::take(&mut item.other),
            ..Collection::default()
        };
        collection
            .summary
            .extend(std::mem::take(&mut item.notes).into_iter().map(|note| Text::new(note.text, note.lang)));
        problems.append(&mut described.problems);
        all.push(CollectionRow { line: row.line, collection, part_of: described.part_of });
    }
    Ok((all, problems))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TableKind, read_table};

    #[test]
    fn collections_nest_by_their_slugs() {
        let csv = "slug,title@en,title@mn,part_of,access\nepics,Epics,Тууль,,\ntapes,Tapes,,epics,staff until 2030\nNo Slug,,,,\n";
        let book = read_table(csv.as_bytes(), TableKind::Csv).unwrap();
        let (all, problems) = collections(&book.sheets[0]).unwrap();
        assert_eq!(all[0].collection.title.len(), 2);
        assert_eq!(
            (all[1].part_of.as_str(), all[1].collection.rights.rules[0].until.as_str()),
            ("epics", "2030")
        );
        assert!(all[1].collection.other.is_empty());
        assert_eq!((problems.len(), problems[0].line), (1, 4));
    }
}
