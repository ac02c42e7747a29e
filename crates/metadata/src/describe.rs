//! A row of a table as a description.

use bumba_model::{
    Condition, Conservation, ContentsEntry, Damage, Date, Face, Grade, Identifier, Inscription, Item, Person,
    PlaceName, RelatedItem, Rule, Seal, Text, Title, TransferProblem, Who,
};

use crate::{
    Row, access,
    column::{Column, is_tag, values},
    fields::{Put, book, reel, transfer},
};

/// What a row says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Described {
    /// The column `item`: the folder's name, an own identifier, or an ARK. It is the item's `local_id` as well.
    pub name: String,
    /// The column `file`: a path from the table's folder; empty where there is none.
    pub file: String,
    /// The column `action`.
    pub action: Action,
    /// The column `part_of`: a collection or a set, by its identifier.
    pub part_of: String,
    /// The description.
    pub item: Item,
    /// Columns that are not known, with what stands there. They are in the item's `other` too, by their names.
    pub unknown: Vec<(String, String)>,
    /// What cannot be right. What was written is kept all the same.
    pub problems: Vec<Problem>,
}

/// What is to be done with a row's item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// It comes new.
    #[default]
    New,
    /// Files are added to it.
    Add,
    /// Files of it are replaced.
    Replace,
    /// It is described; its files stay.
    Describe,
}

/// Something in a cell that cannot be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the table, from 1.
    pub line: u32,
    /// The column's name.
    pub column: String,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Reads one row by the names of its columns. Nothing is dropped: a value that does not fit its field is kept in the
/// item's `other` under the column's name, and told.
#[must_use]
pub fn describe(columns: &[String], row: &Row) -> Described {
    let mut described = Described::default();
    for (n, cell) in row.cells.iter().enumerate() {
        if cell.is_empty() {
            continue;
        }
        let name = columns.get(n).map(|name| name.trim()).filter(|name| !name.is_empty());
        let Some(name) = name else {
            let name = format!("column {}", n + 1);
            described.problem(
                row.line,
                &name,
                "a value stands in a column without a name; name it in the first row",
            );
            described.keep(&name, cell);
            continue;
        };
        match Column::of(name) {
            Some(column) => described.put(&column, name, cell, row.line),
            None => {
                described.unknown.push((name.to_owned(), cell.clone()));
                described.keep(name, cell);
            }
        }
    }
    described
}

impl Described {
    fn problem(&mut self, line: u32, column: &str, message: impl Into<String>) {
        self.problems.push(Problem { line, column: column.to_owned(), message: message.into() });
    }

    /// Keeps a cell under its column's name. A second one of the same name does not push out the first.
    fn keep(&mut self, column: &str, cell: &str) {
        let mut name = column.to_owned();
        while self.item.other.contains_key(&name) {
            name.push('\'');
        }
        self.item.other.insert(name, cell.into());
    }

    fn put(&mut self, column: &Column, name: &str, cell: &str, line: u32) {
        if !column.lang.is_empty() && !is_tag(&column.lang) {
            let lang = &column.lang;
            self.problem(
                line,
                name,
                format!("{lang:?} is no language tag; write one of BCP 47: mn-Mong, zh-Hans, bo"),
            );
        }
        if let Put::Apart = column.field.put {
            self.put_apart(column.field.name, cell, line);
            return;
        }
        let cells = if column.field.many { values(cell) } else { vec![cell.trim().to_owned()] };
        match put(&mut self.item, column, &cells) {
            Ok(()) => {}
            Err(message) => {
                self.problem(line, name, message);
                self.keep(name, cell);
            }
        }
    }

    fn put_apart(&mut self, field: &str, cell: &str, line: u32) {
        let cell = cell.trim();
        match field {
            "item" => {
                cell.clone_into(&mut self.name);
                cell.clone_into(&mut self.item.local_id);
            }
            "file" => cell.clone_into(&mut self.file),
            "part_of" => cell.clone_into(&mut self.part_of),
            _ => match cell.to_lowercase().as_str() {
                "new" => self.action = Action::New,
                "add" => self.action = Action::Add,
                "replace" => self.action = Action::Replace,
                "describe" => self.action = Action::Describe,
                other => {
                    let message = format!("{other:?} is no action; write new, add, replace or describe");
                    self.problem(line, "action", message);
                    self.keep("action", cell);
                }
            },
        }
    }
}

/// Puts values in their place.
///
/// # Errors
/// What is wrong with them; the place is then left as it was, but for the values before the wrong one.
fn put(item: &mut Item, column: &Column, cells: &[String]) -> Result<(), String> {
    let lang = column.lang.as_str();
    let one = cells.first().map(String::as_str).unwrap_or_default();
    let texts = || cells.iter().map(|cell| Text::new(cell, lang));
    match column.field.put {
        Put::Apart => {}
        Put::Word(place) => one.clone_into(place(item)),
        Put::Words(place) => place(item).extend_from_slice(cells),
        Put::Number(place) => *place(item) = Some(number(one)?),
        Put::Decimal(place) => *place(item) = Some(decimal(one)?),
        Put::Texts(place) => place(item).extend(texts()),
        Put::People(place) => place(item).extend(cells.iter().map(|cell| Person {
            role: column.part.clone(),
            written: cell.clone(),
            lang: lang.to_owned(),
            ..Person::default()
        })),
        Put::Places(place) => place(item).extend(cells.iter().map(|cell| place_name(cell, lang))),
        Put::Place(place) => *place(item) = Some(place_name(one, lang)),
        Put::Dates(place) => place(item).extend(cells.iter().map(|cell| Date::from_cell(cell))),
        Put::Date(place) => *place(item) = Some(Date::from_cell(one)),
        Put::Face(place) => put_faces(&mut reel(item).faces, place, cells),
        Put::Titles => item
            .title
            .extend(cells.iter().map(|cell| Title { kind: column.part.clone(), ..Title::new(cell, lang) })),
        Put::Languages => put_languages(item, cells)?,
        Put::Scripts => put_scripts(item, cells)?,
        Put::Identifiers => item.identifiers.extend(cells.iter().map(|cell| identifier(cell))),
        Put::Marks => item.marks.extend(cells.iter().map(|cell| Identifier {
            scheme: column.part.clone(),
            value: cell.clone(),
            ..Identifier::default()
        })),
        Put::Coordinates => put_coordinates(item, one)?,
        Put::Related => item
            .related
            .extend(cells.iter().map(|cell| RelatedItem { how: cell.clone(), ..RelatedItem::default() })),
        Put::Grades => item.grades.extend(cells.iter().map(|cell| Grade {
            scheme: column.part.clone(),
            value: cell.clone(),
            ..Grade::default()
        })),
        Put::Rights => access::statement(&mut item.rights, one),
        Put::Access => put_access(item, cells)?,
        Put::Frame => {
            let sides: Vec<f64> =
                one.split(['×', 'x', '*', '✕']).filter_map(|side| decimal(side).ok()).collect();
            let [height, width] = sides[..] else {
                return Err(format!("{one:?} is no frame; write height × width in millimetres: 210 × 145"));
            };
            book(item).layout.frame = Some([height, width]);
        }
        Put::Seals => {
            book(item).seals.extend(texts().map(|text| Seal { text: vec![text], ..Seal::default() }));
        }
        Put::Inscriptions => book(item)
            .inscriptions
            .extend(texts().map(|text| Inscription { text: vec![text], ..Inscription::default() })),
        Put::Contents => {
            book(item).contents.extend(cells.iter().map(|cell| ContentsEntry {
                titles: vec![Title::new(cell, lang)],
                ..ContentsEntry::default()
            }));
        }
        Put::Damage => book(item)
            .damage
            .extend(cells.iter().map(|cell| Damage { kind: cell.clone(), ..Damage::default() })),
        Put::Conservation => book(item)
            .conservation
            .extend(cells.iter().map(|cell| Conservation { done: cell.clone(), ..Conservation::default() })),
        Put::Condition => reel(item)
            .carrier
            .condition
            .extend(cells.iter().map(|cell| Condition { what: cell.clone(), ..Condition::default() })),
        Put::TransferProblems => transfer(item).problems.extend(
            cells.iter().map(|cell| TransferProblem { what: cell.clone(), ..TransferProblem::default() }),
        ),
    }
    Ok(())
}

fn number(cell: &str) -> Result<u32, String> {
    cell.trim().parse().map_err(|_| format!("{cell:?} is no whole number"))
}

fn decimal(cell: &str) -> Result<f64, String> {
    let number = cell.trim().trim_end_matches("mm").trim().replace(',', ".").parse::<f64>();
    number.ok().filter(|number| number.is_finite()).ok_or_else(|| format!("{cell:?} is no number"))
}

fn place_name(written: &str, lang: &str) -> PlaceName {
    PlaceName { written: written.to_owned(), lang: lang.to_owned(), ..PlaceName::default() }
}

/// `scheme:value`; an ARK, a URN or a web address whole; else bare.
pub(crate) fn identifier(cell: &str) -> Identifier {
    let (scheme, value) = match cell.split_once(':') {
        Some(("http" | "https", _)) => ("uri", cell),
        Some(("ark", _)) => ("ark", cell),
        Some(("urn", _)) => ("urn", cell),
        Some((scheme, value))
            if scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) =>
        {
            (scheme, value.trim())
        }
        _ => ("", cell),
    };
    Identifier { scheme: scheme.to_owned(), value: value.to_owned(), ..Identifier::default() }
}

fn put_languages(item: &mut Item, cells: &[String]) -> Result<(), String> {
    let tags: Vec<String> = cells.iter().map(|cell| crate::column::tag(cell)).collect();
    if let Some(wrong) = tags.iter().find(|tag| !is_tag(tag)) {
        return Err(format!("{wrong:?} is no language tag; write one of BCP 47: mn, lzh, bo, xwo-Mong"));
    }
    item.languages.extend(tags);
    Ok(())
}

fn put_scripts(item: &mut Item, cells: &[String]) -> Result<(), String> {
    let code = |cell: &String| cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_alphabetic());
    if let Some(wrong) = cells.iter().find(|cell| !code(cell)) {
        return Err(format!(
            "{wrong:?} is no script; write a code of ISO 15924: Mong, Cyrl, Hant, Tibt, Latn"
        ));
    }
    item.scripts.extend(cells.iter().map(|cell| {
        let (first, rest) = cell.split_at(1);
        first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
    }));
    Ok(())
}

/// Coordinates are those of the first place.
fn put_coordinates(item: &mut Item, cell: &str) -> Result<(), String> {
    let numbers: Vec<f64> =
        cell.split([',', ' ']).filter(|part| !part.is_empty()).filter_map(|part| part.parse().ok()).collect();
    let [latitude, longitude] = numbers[..] else {
        return Err(format!(
            "{cell:?} are no coordinates; write latitude, longitude in degrees: 47.92, 106.91"
        ));
    };
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return Err(format!("{cell:?} is not on the earth; latitude comes first"));
    }
    if item.places.is_empty() {
        item.places.push(PlaceName::default());
    }
    item.places[0].coordinates = Some([latitude, longitude]);
    Ok(())
}

/// What is not understood closes the item: nothing is open by a slip.
fn put_access(item: &mut Item, cells: &[String]) -> Result<(), String> {
    for cell in cells {
        let Some(rule) = access::rule(cell) else {
            item.rights.rules.push(Rule { who: Who::Staff, ..Rule::default() });
            return Err(format!(
                "{cell:?} is no rule of access and the item is closed until it is mended; write open, staff, or staff until 2030-01-01"
            ));
        };
        item.rights.rules.push(rule);
    }
    Ok(())
}

fn put_faces(faces: &mut Vec<Face>, place: fn(&mut Face) -> &mut String, cells: &[String]) {
    while faces.len() < cells.len() {
        faces.push(Face::default());
    }
    for (n, face) in faces.iter_mut().enumerate() {
        if let Some(cell) = cells.get(n).or(if cells.len() == 1 { cells.first() } else { None }) {
            cell.clone_into(place(face));
        }
        face.cm_per_second = centimetres(&face.speed);
    }
}

/// `7.5 ips`, `7½ ips`, `19 cm/s`, `19.05cm/s` in centimetres a second.
fn centimetres(speed: &str) -> Option<f64> {
    let speed = speed.to_lowercase().replace('½', ".5").replace("⅞", ".875").replace("¾", ".75");
    let digits: String =
        speed.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ')).collect();
    let number: f64 = digits.replace(' ', "").replace(',', ".").parse().ok()?;
    let unit = speed[digits.len()..].trim();
    let by = match unit {
        "ips" | "in/s" | "inch/s" | "\"/s" => 2.54,
        "cm/s" | "cm/sec" | "cms" | "厘米/秒" => 1.0,
        _ => return None,
    };
    Some((number * by * 1e6).round() / 1e6).filter(|speed| speed.is_finite() && *speed > 0.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(cells: &[(&str, &str)]) -> Described {
        let columns: Vec<String> = cells.iter().map(|(column, _)| (*column).to_owned()).collect();
        describe(
            &columns,
            &Row { line: 7, cells: cells.iter().map(|(_, cell)| (*cell).to_owned()).collect() },
        )
    }

    #[test]
    fn a_row_becomes_an_item_with_its_texts_in_their_languages() {
        let described = row(&[
            ("item", "reel-012"),
            ("title@mn-Mong", "ᠵᠠᠩᠭᠠᠷ"),
            ("Title:variant@ZH-hans", "江格尔|宝格达 \\| 江格尔"),
            ("people:singer@xal", "Ээлян Овла"),
            ("date", "光绪三十年"),
            ("identifier", "bdrc:W1597|ark:99999/b1x|12"),
            ("language", "xal|mn-mong"),
            ("access", "staff until 2030-01-01"),
            ("rights", "CC BY 4.0"),
            ("side", "A|B"),
            ("speed", "7½ ips"),
            ("frame", "210 x 145 mm"),
            ("binding", "梵夹"),
            ("题名", "又名"),
            ("mark:档号", "X-12"),
        ]);
        let item = &described.item;
        assert_eq!((described.name.as_str(), item.local_id.as_str()), ("reel-012", "reel-012"));
        let titles: Vec<_> =
            item.title.iter().map(|t| (t.text.as_str(), t.lang.as_str(), t.kind.as_str())).collect();
        assert_eq!(
            titles,
            [
                ("ᠵᠠᠩᠭᠠᠷ", "mn-Mong", ""),
                ("江格尔", "zh-Hans", "variant"),
                ("宝格达 | 江格尔", "zh-Hans", "variant"),
                ("又名", "", ""),
            ]
        );
        assert_eq!((item.people[0].role.as_str(), item.people[0].lang.as_str()), ("singer", "xal"));
        assert_eq!(item.dates[0].written, "光绪三十年");
        let identifiers: Vec<_> =
            item.identifiers.iter().map(|i| (i.scheme.as_str(), i.value.as_str())).collect();
        assert_eq!(identifiers, [("bdrc", "W1597"), ("ark", "ark:99999/b1x"), ("", "12")]);
        assert_eq!(item.languages, ["xal", "mn-Mong"]);
        assert_eq!(item.rights.rules[0].until, "2030-01-01");
        assert_eq!(item.rights.uri, "https://creativecommons.org/licenses/by/4.0/");
        let faces = &item.reel.as_ref().unwrap().faces;
        assert_eq!((faces[1].side.as_str(), faces[1].cm_per_second), ("B", Some(19.05)));
        assert_eq!(item.book.as_ref().unwrap().layout.frame, Some([210.0, 145.0]));
        assert_eq!((item.marks[0].scheme.as_str(), item.marks[0].value.as_str()), ("档号", "X-12"));
        assert_eq!(described.problems, []);
    }

    #[test]
    fn what_is_not_known_is_kept_under_its_name_and_told() {
        let described = row(&[("item", "a"), ("colour of the box", "red"), ("binding@en", "x")]);
        assert_eq!(described.item.other["colour of the box"], "red");
        assert_eq!(described.unknown.len(), 2);
    }

    #[test]
    fn what_cannot_be_right_is_told_with_its_place_and_kept() {
        let described = row(&[
            ("item", "a"),
            ("leaves", "many"),
            ("language", "Mongolian!"),
            ("action", "destroy"),
            ("coordinates", "200, 10"),
            ("title@!", "x"),
        ]);
        let columns: Vec<_> =
            described.problems.iter().map(|problem| (problem.line, problem.column.as_str())).collect();
        assert_eq!(
            columns,
            [(7, "leaves"), (7, "language"), (7, "action"), (7, "coordinates"), (7, "title@!")]
        );
        assert_eq!(described.item.other["leaves"], "many");
        assert_eq!(described.item.title[0].text, "x");
    }

    #[test]
    fn a_rule_that_is_not_understood_closes_the_item() {
        let described = row(&[("access", "stff")]);
        assert_eq!(described.item.rights.rules[0].who, Who::Staff);
        assert_eq!(described.problems.len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_cell_makes_it_panic_and_none_is_dropped(
            field in prop::sample::select(crate::FIELDS.iter().map(|field| field.name).collect::<Vec<_>>()),
            cell in "[0-9a-z½×:,.-]{1,12}",
            lang in ".{0,6}",
        ) {
            for column in [field.to_owned(), format!("{field}@{lang}"), lang] {
                let described = row(&[(&column, &cell)]);
                prop_assert!(described != Described::default() || (field == "action" && cell == "new"));
            }
        }
    }
}
