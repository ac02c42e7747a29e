//! Dublin Core (DCMI Metadata Terms) and OLAC metadata 1.1.

use bumba_model::{Date, Item, Person, PlaceName, RelatedItem, Text, Title};

use crate::{
    access,
    column::{is_tag, tag},
    describe::identifier,
    fields::book,
    record::keep_left,
    xml_tree::Element,
};

/// The fifteen elements.
const ELEMENTS: [&str; 15] = [
    "title",
    "creator",
    "subject",
    "description",
    "publisher",
    "contributor",
    "date",
    "type",
    "format",
    "identifier",
    "source",
    "language",
    "relation",
    "coverage",
    "rights",
];

/// Whether an element holds Dublin Core: a title or identifier, and no child but those that records have.
pub(crate) fn holds(root: &Element) -> bool {
    let known = root.elements().filter(|element| ELEMENTS.contains(&element.name.as_str())).count();
    let named = root.all("title").next().is_some() || root.all("identifier").next().is_some();
    named
        && known * 2 > root.elements().count()
        && ["dc", "metadata", "record", "oai_dc", "qualifieddc", "simpledc"].contains(&root.name.as_str())
}

pub(crate) fn read(root: &Element) -> Item {
    let mut item = Item::default();
    let mut left = Vec::new();
    for element in root.elements() {
        let lang = tag(element.get("lang").unwrap_or_default());
        // OLAC: <dc:contributor xsi:type="olac:role" olac:code="singer">.
        let refined = element.get("type").and_then(|kind| kind.rsplit(':').next()).unwrap_or_default();
        let code = element.get("code").unwrap_or_default();
        let text = element.text();
        if text.is_empty() && code.is_empty() {
            continue;
        }
        let person = |role: &str| Person {
            role: if code.is_empty() { role.to_owned() } else { code.to_owned() },
            written: text.clone(),
            lang: lang.clone(),
            ..Person::default()
        };
        match element.name.as_str() {
            "title" => item.title.push(Title::new(&text, &lang)),
            "alternative" => item.title.push(Title { kind: "variant".into(), ..Title::new(&text, &lang) }),
            "creator" => item.people.push(person("creator")),
            "contributor" => item.people.push(person("contributor")),
            "publisher" => item.people.push(person("publisher")),
            "subject" if refined == "language" && is_tag(code) => {
                item.subjects.push(Text::new(if text.is_empty() { code } else { &text }, &lang));
            }
            "subject" => item.subjects.push(Text::new(if text.is_empty() { code } else { &text }, &lang)),
            "description" if refined.is_empty() => item.notes.push(Text::new(&text, &lang)),
            "abstract" => item.summary.push(Text::new(&text, &lang)),
            "tableOfContents" => item.notes.push(Text::new(&text, &lang)),
            "provenance" => book(&mut item).provenance.push(Text::new(&text, &lang)),
            "date" | "created" | "issued" => {
                item.dates.push(Date::from_cell(if code.is_empty() { &text } else { code }));
            }
            "coverage" | "spatial" => {
                item.places.push(PlaceName { written: text, lang, ..PlaceName::default() });
            }
            "language" => {
                let written = tag(if code.is_empty() { &text } else { code });
                if is_tag(&written) {
                    item.languages.push(written);
                } else {
                    left.push(("language".to_owned(), text));
                }
            }
            "identifier" => item.identifiers.push(identifier(&text)),
            "relation" | "isPartOf" | "source" | "references" | "hasPart" | "isVersionOf" => {
                item.related
                    .push(RelatedItem { how: format!("{}: {text}", element.name), ..RelatedItem::default() });
            }
            "rights" if item.rights.written.is_empty() => access::statement(&mut item.rights, &text),
            "license" => text.clone_into(&mut item.rights.uri),
            "rightsHolder" => text.clone_into(&mut item.rights.holder),
            "accessRights" => text.clone_into(&mut item.rights.note),
            "extent" => book(&mut item).extent.written = text,
            "type" if refined.is_empty() || refined == "DCMIType" => {
                if item.kind.is_empty() {
                    item.kind = text.to_lowercase();
                } else {
                    left.push(("type".to_owned(), text));
                }
            }
            // OLAC's linguistic-type, discourse-type and linguistic-field, and whatever else: kept by name.
            name => {
                let path = if refined.is_empty() { name.to_owned() } else { format!("{name} ({refined})") };
                left.push((path, if text.is_empty() { code.to_owned() } else { text }));
            }
        }
    }
    keep_left(&mut item, left);
    item
}

#[cfg(test)]
mod tests {
    use crate::{RecordFormat, identify_record, read_record};

    #[test]
    fn an_olac_record_gives_roles_languages_and_keeps_the_rest() {
        let olac = r#"<?xml version="1.0"?><olac:olac xmlns:olac="http://www.language-archives.org/OLAC/1.1/"
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            <dc:title xml:lang="xal">Җаңһр</dc:title><dcterms:alternative xml:lang="zh-hans">江格尔</dcterms:alternative>
            <dc:contributor xsi:type="olac:role" olac:code="singer">Ээлян Овла</dc:contributor>
            <dc:language xsi:type="olac:language" olac:code="xal"/><dc:date xsi:type="dcterms:W3CDTF">1908</dc:date>
            <dc:type xsi:type="dcterms:DCMIType">Sound</dc:type><dc:type xsi:type="olac:linguistic-type" olac:code="primary_text"/>
            <dcterms:spatial>Malodorbet</dcterms:spatial><dc:rights>CC BY 4.0</dc:rights><dc:identifier>oai:x.org:1</dc:identifier></olac:olac>"#;
        assert_eq!(identify_record(olac.as_bytes()), Some(RecordFormat::Olac));
        let item = read_record(olac.as_bytes()).unwrap().item;
        let titles: Vec<_> =
            item.title.iter().map(|t| (t.text.as_str(), t.lang.as_str(), t.kind.as_str())).collect();
        assert_eq!(titles, [("Җаңһр", "xal", ""), ("江格尔", "zh-Hans", "variant")]);
        assert_eq!((item.people[0].role.as_str(), item.people[0].written.as_str()), ("singer", "Ээлян Овла"));
        assert_eq!(
            (item.languages[0].as_str(), item.dates[0].edtf.as_str(), item.kind.as_str()),
            ("xal", "1908", "sound")
        );
        assert_eq!(item.other["type (linguistic-type)"][0], "primary_text");
        assert_eq!(item.places[0].written, "Malodorbet");
        assert!(item.rights.uri.ends_with("/by/4.0/"));
    }

    #[test]
    fn simple_dublin_core_is_known_and_other_xml_is_not() {
        let dc = r#"<oai_dc:dc xmlns:oai_dc="x" xmlns:dc="y"><dc:title>A</dc:title><dc:creator>B</dc:creator></oai_dc:dc>"#;
        assert_eq!(identify_record(dc.as_bytes()), Some(RecordFormat::DublinCore));
        assert_eq!(identify_record(b"<html><title>A</title></html>"), None);
        assert_eq!(identify_record(b"{}"), None);
    }
}
