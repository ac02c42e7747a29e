//! The sheet of authorities: people, places, works, subjects with their names in every script.

use bumba_model::{Authority, AuthorityKind, Date, Name, SameAs, Text};

use crate::{
    Problem, Row, Sheet, TableError,
    column::{is_tag, tag, values},
    describe::identifier,
};

/// Reads a sheet `id, kind, name@LANG…, same_as, date, coordinates, note@LANG`. Of several names in a cell the first is
/// preferred, the others are variants; `name:variant@LANG`, `name:as signed@LANG` say it themselves.
///
/// # Errors
/// [`TableError::MissingColumn`] where no column is named `id`.
pub fn authorities(sheet: &Sheet) -> Result<(Vec<Authority>, Vec<Problem>), TableError> {
    let id = sheet.needed("id")?;
    let mut problems = Vec::new();
    let mut all = Vec::with_capacity(sheet.rows.len());
    let mut seen = std::collections::HashMap::new();
    for row in &sheet.rows {
        let authority = authority(&sheet.columns, row, &mut problems);
        let mut problem =
            |message: String| problems.push(Problem { line: row.line, column: "id".into(), message });
        if row.cell(id).is_empty() {
            problem("the row has no id; give it one that stays: the same id is the same authority".into());
            continue;
        }
        if let Some(before) = seen.insert(row.cell(id).to_owned(), row.line) {
            problem(format!("{:?} stands on line {before} already; this row is left out", row.cell(id)));
            continue;
        }
        if authority.names.is_empty() {
            problem("the row has no name; write it under name@LANG".into());
        }
        all.push(authority);
    }
    Ok((all, problems))
}

fn authority(columns: &[String], row: &Row, problems: &mut Vec<Problem>) -> Authority {
    let mut authority = Authority { kind: AuthorityKind::Agent, ..Authority::default() };
    for (column, cell) in columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
        let mut problem =
            |message: String| problems.push(Problem { line: row.line, column: column.clone(), message });
        let (rest, lang) = column.rsplit_once('@').unwrap_or((column, ""));
        let (name, part) = rest.split_once(':').unwrap_or((rest, ""));
        let lang = tag(lang);
        if !lang.is_empty() && !is_tag(&lang) {
            problem(format!("{lang:?} is no language tag; write one of BCP 47: mn-Mong, zh-Hans, bo"));
        }
        match name.trim().to_lowercase().as_str() {
            "id" => cell.clone_into(&mut authority.local_id),
            "kind" => {
                authority.kind = match cell.to_lowercase().as_str() {
                    "person" | "family" | "body" => AuthorityKind::Agent,
                    other => AuthorityKind::from(other),
                };
                if let AuthorityKind::Other(other) = &authority.kind {
                    problem(format!(
                        "{other:?} is no kind of authority; write agent, place, work or subject"
                    ));
                }
            }
            "name" => {
                for (n, text) in values(cell).into_iter().enumerate() {
                    let kind = match (part.trim(), n) {
                        ("", 0) => "preferred",
                        ("", _) => "variant",
                        (part, _) => part,
                    };
                    authority.names.push(Name {
                        text,
                        lang: lang.clone(),
                        kind: kind.to_owned(),
                        ..Name::default()
                    });
                }
            }
            "same_as" => authority.same_as.extend(values(cell).iter().map(|value| {
                let identifier = identifier(value);
                SameAs { scheme: identifier.scheme, id: identifier.value }
            })),
            "date" | "dates" => authority.dates.extend(values(cell).iter().map(|cell| Date::from_cell(cell))),
            "note" => {
                authority
                    .notes
                    .extend(values(cell).into_iter().map(|text| Text { text, lang: lang.clone() }));
            }
            "coordinates" => {
                let numbers: Vec<f64> = cell
                    .split([',', ' '])
                    .filter(|part| !part.is_empty())
                    .filter_map(|part| part.parse().ok())
                    .collect();
                match numbers[..] {
                    [latitude, longitude] if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => {
                        authority.coordinates = Some([latitude, longitude]);
                    }
                    _ => {
                        problem(format!(
                            "{cell:?} are no coordinates; write latitude, longitude: 47.92, 106.91"
                        ));
                        authority.other.insert(column.clone(), cell.as_str().into());
                    }
                }
            }
            _ => {
                authority.other.insert(column.clone(), cell.as_str().into());
            }
        }
    }
    authority
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TableKind, read_table};

    #[test]
    fn names_in_all_scripts_become_one_authority() {
        let csv = "id,kind,name@mn-Mong,name@zh-Hans,name@en,same_as,colour\n\
                   w1,work,ᠵᠠᠩᠭᠠᠷ,江格尔|江噶尔,Jangar,wikidata:Q123|https://x.org/1,red\nw1,work,,,x,,\n,work,,,y,,\n";
        let book = read_table(csv.as_bytes(), TableKind::Csv).unwrap();
        let (all, problems) = authorities(&book.sheets[0]).unwrap();
        assert_eq!(all.len(), 1);
        let names: Vec<_> =
            all[0].names.iter().map(|n| (n.text.as_str(), n.lang.as_str(), n.kind.as_str())).collect();
        assert_eq!(
            names,
            [
                ("ᠵᠠᠩᠭᠠᠷ", "mn-Mong", "preferred"),
                ("江格尔", "zh-Hans", "preferred"),
                ("江噶尔", "zh-Hans", "variant"),
                ("Jangar", "en", "preferred"),
            ]
        );
        assert_eq!(
            (all[0].same_as[0].scheme.as_str(), all[0].same_as[1].scheme.as_str()),
            ("wikidata", "uri")
        );
        assert_eq!(all[0].other["colour"], "red");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3, 4]);
    }
}
