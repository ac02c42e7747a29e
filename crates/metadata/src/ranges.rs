//! The sheet of ranges: named parts of items.

use bumba_model::{Range, Seconds, Span, Text};

use crate::{Problem, Sheet, TableError, column::tag};

/// A row of the sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RangeRow {
    /// Its line in the table.
    pub line: u32,
    /// The item, as the items' sheet names it.
    pub item: String,
    /// The range. Its span's canvas is as written: an identifier, a label or a number; whoever knows the item finds it.
    pub range: Range,
}

/// Reads a sheet `item, canvas, from, to, label@LANG…`. Times are seconds or `h:mm:ss`; without them the whole canvas.
/// Where `to` names a canvas instead (pages), the range runs to it: it is kept in the range's `other` as `to`.
///
/// # Errors
/// [`TableError::MissingColumn`] where `item` or `canvas` is not there.
pub fn ranges(sheet: &Sheet) -> Result<(Vec<RangeRow>, Vec<Problem>), TableError> {
    let (item, canvas) = (sheet.needed("item")?, sheet.needed("canvas")?);
    let (from, to) = (sheet.column("from"), sheet.column("to"));
    let mut problems = Vec::new();
    let mut all = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column));
        let mut range = Range::default();
        let time = match (cell(from), cell(to)) {
            ("", "") => None,
            (from, to) => {
                let time = seconds(from).zip(seconds(to)).filter(|(from, to)| to >= from);
                if time.is_none() {
                    if from.is_empty() {
                        range.other.insert("to".into(), to.into());
                    } else {
                        let message =
                            format!("{from:?} to {to:?} is no stretch of time; write seconds or h:mm:ss");
                        problems.push(Problem { line: row.line, column: "from".into(), message });
                        range.other.insert("from".into(), from.into());
                        range.other.insert("to".into(), to.into());
                    }
                }
                time.map(|(from, to)| [Seconds(from), Seconds(to)])
            }
        };
        range.spans.push(Span { canvas: row.cell(canvas).to_owned(), time, ..Span::default() });
        for (n, column) in sheet.columns.iter().enumerate().filter(|(n, _)| !row.cell(*n).is_empty()) {
            let (name, lang) = column.rsplit_once('@').unwrap_or((column, ""));
            if name.eq_ignore_ascii_case("label") {
                range.label.push(Text::new(row.cell(n), tag(lang)));
            } else if n != item && n != canvas && Some(n) != from && Some(n) != to {
                range.other.insert(column.clone(), row.cell(n).into());
            }
        }
        if row.cell(item).is_empty() {
            let message = "the row names no item".to_owned();
            problems.push(Problem { line: row.line, column: "item".into(), message });
            continue;
        }
        all.push(RangeRow { line: row.line, item: row.cell(item).to_owned(), range });
    }
    Ok((all, problems))
}

/// `92.5`, `1:32.5`, `0:01:32.5`.
fn seconds(text: &str) -> Option<f64> {
    let mut total = 0.0;
    for part in text.split(':') {
        let number: f64 = part.trim().replace(',', ".").parse().ok()?;
        total = total * 60.0 + number;
    }
    (total.is_finite() && total >= 0.0 && text.split(':').count() <= 3).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TableKind, read_table};

    #[test]
    fn a_range_has_its_time_and_labels() {
        let csv = "item,canvas,from,to,label@en,label@mn\nr1,A,1:32.5,0:02:00,First,Нэг\nr1,B,,,All,\nb1,3,,7,Pages,\nr1,A,9,1,Back,\n";
        let book = read_table(csv.as_bytes(), TableKind::Csv).unwrap();
        let (all, problems) = ranges(&book.sheets[0]).unwrap();
        assert_eq!(all[0].range.spans[0].time, Some([Seconds(92.5), Seconds(120.0)]));
        assert_eq!(all[0].range.label.len(), 2);
        assert_eq!((all[1].range.spans[0].time, all[2].range.other["to"].as_str()), (None, Some("7")));
        assert_eq!((problems.len(), problems[0].line, all.len()), (1, 5, 4));
    }
}
