//! Where the words of a page stand, as ALTO 4.2 (Library of Congress, `alto-4-2.xsd`).

use super::page::{Page, Place, SetLine};
use crate::xml::escape;
use std::fmt::Write as _;

/// The ALTO of a page whose picture is named `file`. Units are pixels.
pub(crate) fn alto(page: &Page, file: &str) -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        "\n",
        r#"<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-2.xsd" SCHEMAVERSION="4.2">"#,
        "\n <Description>\n  <MeasurementUnit>pixel</MeasurementUnit>\n",
    ));
    // Writing to a String cannot fail.
    let _ = write!(
        xml,
        "  <sourceImageInformation><fileName>{}</fileName></sourceImageInformation>\n </Description>\n <Tags>\n",
        escape(file)
    );
    for kind in ["main", "title", "folio"] {
        let _ = writeln!(xml, r#"  <LayoutTag ID="{kind}" LABEL="{kind}"/>"#);
    }
    let (width, height) = (page.width, page.height);
    let _ = write!(
        xml,
        " </Tags>\n <Layout>\n  <Page ID=\"page\" PHYSICAL_IMG_NR=\"1\" WIDTH=\"{width}\" HEIGHT=\"{height}\">\n   \
         <PrintSpace HPOS=\"0\" VPOS=\"0\" WIDTH=\"{width}\" HEIGHT=\"{height}\">\n"
    );
    for (b, block) in page.blocks.iter().enumerate() {
        let Some(place) = Place::all(block.lines.iter().filter_map(SetLine::place)) else { continue };
        let lang = block.lines.first().map_or("und", |line| line.lang);
        let _ = writeln!(
            xml,
            r#"    <TextBlock ID="b{b}" TAGREFS="{}" {} LANG="{lang}">"#,
            block.kind,
            attributes(place)
        );
        for (l, line) in block.lines.iter().enumerate() {
            let Some(place) = line.place() else { continue };
            let _ =
                writeln!(xml, r#"     <TextLine ID="b{b}l{l}" {} LANG="{}">"#, attributes(place), line.lang);
            for (w, word) in line.words.iter().enumerate() {
                if w > 0 {
                    xml.push_str("      <SP/>\n");
                }
                let _ = writeln!(
                    xml,
                    r#"      <String ID="b{b}l{l}w{w}" {} CONTENT="{}"/>"#,
                    attributes(word.place),
                    escape(&word.text)
                );
            }
            xml.push_str("     </TextLine>\n");
        }
        xml.push_str("    </TextBlock>\n");
    }
    xml.push_str("   </PrintSpace>\n  </Page>\n </Layout>\n</alto>\n");
    xml
}

fn attributes(Place { x, y, w, h }: Place) -> String {
    format!(r#"HPOS="{x}" VPOS="{y}" WIDTH="{w}" HEIGHT="{h}""#)
}
