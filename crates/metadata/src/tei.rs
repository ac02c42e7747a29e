//! TEI P5 `msDesc` (chapter 10): descriptions of manuscripts and early prints.

use bumba_model::{ContentsEntry, Date, Identifier, Inscription, Item, Person, PlaceName, Seal, Text, Title};

use crate::{
    column::{is_tag, tag},
    fields::book,
    record::keep_left,
    xml_tree::Element,
};

/// The first `msDesc` of a record. What no field takes is kept by its path from `msDesc`; what a header says of the
/// record itself (who encoded it, under which licence) is not said of the book.
pub(crate) fn read(root: &Element) -> Item {
    let mut item = Item { kind: "manuscript".into(), ..Item::default() };
    let Some(&described) = root.within("msDesc").first() else { return item };
    let lang = tag(described.get("lang").unwrap_or_default());
    let reader = Reader { lang };
    reader.identifiers(described, &mut item);
    reader.contents(described, &mut item);
    reader.body(described, &mut item);
    reader.history(described, &mut item);
    for term in root.within("keywords").into_iter().flat_map(|keywords| keywords.within("term")) {
        let text = term.text();
        if !text.is_empty() {
            item.subjects.push(Text::new(text, reader.of(term)));
        }
    }
    keep_left(&mut item, described.left());
    item
}

struct Reader {
    /// The language that the description is written in.
    lang: String,
}

impl Reader {
    /// The language of an element's text: its own, else the description's.
    fn of(&self, element: &Element) -> String {
        element.get("lang").map_or_else(|| self.lang.clone(), tag)
    }

    fn texts(&self, element: &Element, name: &str) -> Vec<Text> {
        let texts = element.all(name).map(|element| Text::new(element.text(), self.of(element)));
        texts.filter(|text| !text.text.is_empty()).collect()
    }

    fn identifiers(&self, described: &Element, item: &mut Item) {
        let Some(identifier) = described.at("msIdentifier") else { return };
        let main = identifier.all("idno");
        let other =
            identifier.all("altIdentifier").flat_map(|other| other.elements().filter(|e| e.name == "idno"));
        for idno in main.chain(other) {
            let scheme = idno.get("type").unwrap_or_default();
            let value = idno.text();
            if value.is_empty() {
            } else if item.shelfmark.is_empty() && matches!(scheme, "shelfmark" | "") {
                item.shelfmark = value;
            } else {
                item.identifiers.push(Identifier {
                    scheme: scheme.to_owned(),
                    value,
                    ..Identifier::default()
                });
            }
        }
    }

    fn contents(&self, described: &Element, item: &mut Item) {
        let heads = described.all("head").map(|head| Title {
            kind: String::new(),
            source: "supplied".into(),
            ..Title::new(head.text(), self.of(head))
        });
        let heads: Vec<Title> = heads.filter(|title| !title.text.is_empty()).collect();
        let Some(contents) = described.at("msContents") else {
            item.title = heads;
            return;
        };
        item.summary.extend(self.texts(contents, "summary"));
        languages(contents, &mut item.languages);
        let entries: Vec<(ContentsEntry, Vec<Text>, Vec<Inscription>)> =
            contents.all("msItem").map(|entry| self.entry(entry)).collect();
        let one = entries.len() == 1;
        for (entry, notes, colophons) in entries {
            for language in &entry.languages {
                if !item.languages.contains(language) {
                    item.languages.push(language.clone());
                }
            }
            item.notes.extend(notes);
            book(item).inscriptions.extend(colophons);
            if one {
                // One work in one binding: what is said of the work is said of the book.
                item.title.clone_from(&entry.titles);
                item.people.clone_from(&entry.people);
                book(item).incipit.clone_from(&entry.incipit);
                book(item).explicit.clone_from(&entry.explicit);
            } else {
                for person in &entry.people {
                    if !item.people.contains(person) {
                        item.people.push(person.clone());
                    }
                }
                book(item).contents.push(entry);
            }
        }
        item.title.extend(heads);
    }

    /// A work: its entry, notes, colophons.
    fn entry(&self, entry: &Element) -> (ContentsEntry, Vec<Text>, Vec<Inscription>) {
        let mut read = ContentsEntry {
            incipit: self.texts(entry, "incipit"),
            explicit: self.texts(entry, "explicit"),
            ..ContentsEntry::default()
        };
        for title in entry.all("title") {
            let kind = match title.get("type") {
                Some(kind @ ("parallel" | "variant")) => kind,
                Some("alt") => "variant",
                _ => "",
            };
            let text = title.text();
            if !text.is_empty() {
                read.titles.push(Title { kind: kind.to_owned(), ..Title::new(text, self.of(title)) });
            }
        }
        for (name, role) in [("author", "author"), ("editor", "editor")] {
            for element in entry.all(name) {
                let role = element.get("role").unwrap_or(role);
                read.people.extend(self.people(element, role));
            }
        }
        for statement in entry.all("respStmt") {
            let role = statement.at("resp").map(Element::text).unwrap_or_default();
            read.people.extend(
                statement
                    .elements()
                    .filter(|e| e.name.ends_with("Name") || e.name == "name")
                    .flat_map(|e| self.people(e, &role)),
            );
        }
        languages(entry, &mut read.languages);
        let colophons = self.texts(entry, "colophon").into_iter().chain(self.texts(entry, "finalRubric"));
        let colophons =
            colophons.map(|text| Inscription { text: vec![text], ..Inscription::default() }).collect();
        (read, self.texts(entry, "note"), colophons)
    }

    /// A person with all forms of the name; without any, the text is the name. `key` and `ref` point to an authority.
    fn people(&self, element: &Element, role: &str) -> Vec<Person> {
        let key = element.get("key").or_else(|| element.get("ref")).unwrap_or_default();
        let person = |element: &Element, written: String| {
            let mut person =
                Person { role: role.to_owned(), written, lang: self.of(element), ..Person::default() };
            if !key.is_empty() {
                person.other.insert("key".into(), key.into());
            }
            person
        };
        let names: Vec<&Element> = element
            .elements()
            .filter(|name| matches!(name.name.as_str(), "persName" | "orgName" | "name"))
            .collect();
        let people: Vec<Person> = if names.is_empty() {
            vec![person(element, element.text())]
        } else {
            names.iter().map(|name| person(name, name.text())).collect()
        };
        // Brackets and commas between the forms say nothing.
        element.take();
        people.into_iter().filter(|person| !person.written.is_empty()).collect()
    }

    fn body(&self, described: &Element, item: &mut Item) {
        let Some(body) = described.at("physDesc") else { return };
        if let Some(object) = body.at("objectDesc") {
            let form = object.get("form").unwrap_or_default();
            if !form.is_empty() {
                item.other.insert("msDesc/physDesc/objectDesc/@form".into(), form.into());
            }
            // The Bodleian writes bp_ for block prints; others write them out.
            if form.starts_with("bp_") || form.contains("print") {
                item.kind = "print".into();
            }
            let turns = [
                ("pothi", "pothi"),
                ("roll", "scroll"),
                ("scroll", "scroll"),
                ("concertina", "concertina"),
                ("leporello", "concertina"),
                ("codex", "paged"),
            ];
            if let Some((_, turns)) = turns.iter().find(|(word, _)| form.contains(word)) {
                book(item).turns = (*turns).to_owned();
            }
        }
        if let Some(support) = body.at("objectDesc/supportDesc") {
            self.support(support, item);
        }
        for layout in body.within("layout") {
            let lines = layout.get("writtenLines").or_else(|| layout.get("lines"));
            let lines = lines.and_then(|lines| lines.split_whitespace().next()?.parse().ok());
            if book(item).layout.lines.is_none() {
                book(item).layout.lines = lines;
            }
            add(&mut book(item).layout.written, &layout.text());
        }
        for hand in body.within("handNote") {
            let written = hand.text();
            if !written.is_empty() {
                let lang = self.of(hand);
                let mut person = Person { written, lang, ..Person::default() };
                for kept in ["script", "medium", "scope"] {
                    if let Some(value) = hand.get(kept).filter(|value| !value.is_empty()) {
                        person.other.insert(kept.into(), value.into());
                    }
                }
                book(item).hands.push(person);
            }
        }
        for binding in body.within("binding") {
            add(&mut book(item).binding, &binding.text());
        }
        for seal in body.within("seal") {
            let text = Text::new(seal.text(), self.of(seal));
            if !text.text.is_empty() {
                book(item).seals.push(Seal { text: vec![text], ..Seal::default() });
            }
        }
    }

    fn support(&self, support: &Element, item: &mut Item) {
        if let Some(text) = support.at("support") {
            add(&mut book(item).support, &text.text());
        }
        if let Some(extent) = support.at("extent") {
            let written = extent.text_without(&["dimensions"]);
            book(item).extent.leaves = leaves(&written);
            add(&mut book(item).extent.written, &written);
            for dimensions in extent.within("dimensions") {
                if matches!(dimensions.get("type"), None | Some("leaf"))
                    && let Some(size) = size(dimensions)
                {
                    add(&mut book(item).size, &size);
                }
            }
        }
        if let Some(foliation) = support.at("foliation") {
            add(&mut book(item).extent.foliation, &foliation.text());
        }
    }

    fn history(&self, described: &Element, item: &mut Item) {
        let Some(history) = described.at("history") else { return };
        for date in history.within("origDate") {
            let written = date.text();
            let edtf = edtf(date);
            if !written.is_empty() || !edtf.is_empty() {
                item.dates.push(Date { written, edtf, ..Date::default() });
            }
        }
        for place in history.within("origPlace") {
            let written = place.text();
            if !written.is_empty() {
                item.places.push(PlaceName { written, lang: self.of(place), ..PlaceName::default() });
            }
        }
        for name in ["provenance", "acquisition"] {
            let texts = self.texts(history, name);
            if !texts.is_empty() {
                book(item).provenance.extend(texts);
            }
        }
    }
}

/// `textLang`: the main language, then the others.
fn languages(element: &Element, languages: &mut Vec<String>) {
    for lang in element.all("textLang") {
        lang.take();
        let all = [lang.get("mainLang"), lang.get("otherLangs")].into_iter().flatten();
        for written in all.flat_map(str::split_whitespace).map(tag) {
            if is_tag(&written) && !languages.contains(&written) {
                languages.push(written);
            }
        }
    }
}

/// `when`, else from and to: as a set where it happened some time between, as an interval where it lasted.
fn edtf(date: &Element) -> String {
    let get = |name: &str| date.get(name).filter(|value| bumba_model::Years::of_edtf(value).is_some());
    match (get("when"), get("notBefore"), get("notAfter"), get("from"), get("to")) {
        (Some(when), ..) => when.to_owned(),
        (_, Some(first), Some(last), ..) => format!("[{first}..{last}]"),
        (_, Some(first), None, ..) => format!("[{first}..]"),
        (_, None, Some(last), ..) => format!("[..{last}]"),
        (_, _, _, Some(from), to) => format!("{from}/{}", to.unwrap_or("..")),
        (_, _, _, None, Some(to)) => format!("../{to}"),
        _ => String::new(),
    }
}

/// `95 ff`, `413ff.`, `12 leaves`: a number and then the word; whatever is less plain (`8+10 ff`, `2-4 ff`) is not counted.
fn leaves(written: &str) -> Option<u32> {
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    let rest = written[digits..].trim_start();
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    if !matches!(word.as_str(), "f" | "ff" | "fol" | "fols" | "folios" | "leaf" | "leaves") {
        return None;
    }
    written[..digits].parse().ok()
}

/// Height × width with the unit.
fn size(dimensions: &Element) -> Option<String> {
    let unit = dimensions.get("unit").unwrap_or_default();
    let (height, width) = (dimensions.at("height")?.text(), dimensions.at("width")?.text());
    if height.is_empty() || width.is_empty() {
        return None;
    }
    dimensions.take();
    Some(format!("{height} × {width} {unit}").trim_end().to_owned())
}

/// Several elements of one field stand in one text.
fn add(field: &mut String, text: &str) {
    if !text.is_empty() {
        if !field.is_empty() {
            field.push_str("; ");
        }
        field.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use crate::{RecordFormat, read_record};

    const TEI: &str = r##"<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
        <titleStmt><title>Record title</title></titleStmt><sourceDesc><msDesc xml:lang="en">
        <msIdentifier><repository>Some Library</repository><idno type="shelfmark">MS. 10 (R)</idno><idno type="ark">ark:1/x</idno></msIdentifier>
        <head>A treatise</head><msContents><summary>Unchecked.</summary><msItem>
          <title key="work_26" xml:lang="bo">མངོན་བརྗོད</title><title xml:lang="bo-Latn-x-EWTS">mngon brjod</title>
          <author key="person_35"><persName xml:lang="bo">ངག་དབང</persName> (<persName xml:lang="bo-Latn-x-EWTS">ngag dbang</persName>)</author>
          <incipit xml:lang="bo">thabs</incipit><textLang mainLang="bo" otherLangs="sa mn">Tibetan</textLang><note>Spelt otherwise.</note>
        </msItem></msContents>
        <physDesc><objectDesc form="bp_pothi"><supportDesc material="chart"><support>Paper</support>
          <extent>95 ff <dimensions unit="cm" type="leaf"><width>500</width><height>80</height></dimensions>
            <dimensions unit="cm" type="written"><width>440</width><height>50</height></dimensions></extent>
          <condition>good</condition></supportDesc><layoutDesc><layout writtenLines="6"><p/></layout></layoutDesc></objectDesc>
          <handDesc><handNote script="cursive">dbu med</handNote></handDesc></physDesc>
        <history><origin><origDate notBefore="1650" notAfter="1700">17th c.</origDate><origPlace>Lhasa</origPlace></origin>
          <acquisition>25 Sept. 1905</acquisition></history></msDesc></sourceDesc></fileDesc>
        <profileDesc><textClass><keywords scheme="#LCSH"><list><item><term>Prayers</term></item></list></keywords></textClass></profileDesc>
        </teiHeader></TEI>"##;

    #[test]
    fn a_description_becomes_fields_and_the_rest_is_kept_by_its_path() {
        let record = read_record(TEI.as_bytes()).unwrap();
        assert_eq!((record.format, record.problems.len()), (RecordFormat::Tei, 0));
        let item = record.item;
        let titles: Vec<_> =
            item.title.iter().map(|t| (t.text.as_str(), t.lang.as_str(), t.source.as_str())).collect();
        assert_eq!(
            titles,
            [("མངོན་བརྗོད", "bo", ""), ("mngon brjod", "bo-Latn-x-ewts", ""), ("A treatise", "en", "supplied")]
        );
        let people: Vec<_> =
            item.people.iter().map(|p| (p.written.as_str(), p.lang.as_str(), p.role.as_str())).collect();
        assert_eq!(people, [("ངག་དབང", "bo", "author"), ("ngag dbang", "bo-Latn-x-ewts", "author")]);
        assert_eq!(item.people[0].other["key"], "person_35");
        assert_eq!((item.shelfmark.as_str(), item.kind.as_str()), ("MS. 10 (R)", "print"));
        assert_eq!(item.languages, ["bo", "sa", "mn"]);
        assert_eq!(
            (item.dates[0].written.as_str(), item.dates[0].edtf.as_str()),
            ("17th c.", "[1650..1700]")
        );
        assert_eq!((item.places[0].written.as_str(), item.subjects[0].text.as_str()), ("Lhasa", "Prayers"));
        let book = item.book.unwrap();
        assert_eq!(
            (book.extent.leaves, book.extent.written.as_str(), book.size.as_str()),
            (Some(95), "95 ff", "80 × 500 cm")
        );
        assert_eq!(
            (book.turns.as_str(), book.support.as_str(), book.layout.lines),
            ("pothi", "Paper", Some(6))
        );
        assert_eq!(
            (book.provenance[0].text.as_str(), book.hands[0].written.as_str()),
            ("25 Sept. 1905", "dbu med")
        );
        assert_eq!(item.other["msDesc/msIdentifier/repository"][0], "Some Library");
        assert_eq!(item.other["msDesc/physDesc/objectDesc/supportDesc/condition"][0], "good");
        assert_eq!(item.other["msDesc/physDesc/objectDesc/supportDesc/extent/dimensions/width"][0], "440");
    }

    #[test]
    fn a_record_that_breaks_off_gives_what_came_before() {
        let cut = &TEI[..TEI.find("<physDesc>").unwrap()];
        let record = read_record(cut.as_bytes()).unwrap();
        assert_eq!(record.item.shelfmark, "MS. 10 (R)");
        assert_eq!(record.problems.len(), 1);
    }

    #[test]
    fn no_folio_count_is_made_up() {
        for (written, count) in [
            ("95 ff", Some(95)),
            ("413ff.", Some(413)),
            ("1 f", Some(1)),
            ("8+10 ff", None),
            ("2-4 ff [incompl]", None),
            ("ff.1,14", None),
            ("", None),
        ] {
            assert_eq!(super::leaves(written), count, "{written}");
        }
    }
}
