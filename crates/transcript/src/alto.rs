//! ALTO 2 to 4 (Library of Congress): lines of strings with boxes.

use std::collections::HashMap;

use crate::{
    Kind, PageSize, Reading, SourceLine, Tier, TranscriptError, Unit,
    fault::Faults,
    language,
    number::{edges, finite, points},
    reading::Ids,
    reading_order::{self, Placed},
    xml::{Element, Step, Xml},
};

#[derive(Default)]
struct Alto {
    unit: Unit,
    tags: HashMap<String, String>,
    order: Vec<String>,
    /// Size and lines of each page.
    pages: Vec<(Option<PageSize>, Vec<Placed>)>,
    block: (String, String),
    line: Option<SourceLine>,
    in_string: bool,
    empty: usize,
    ids: Ids,
}

pub(crate) fn read(mut xml: Xml<'_>, mut faults: Faults) -> Result<Reading, TranscriptError> {
    let mut alto = Alto::default();
    let mut in_unit = false;
    loop {
        match xml.next()? {
            Step::Open(element) => {
                in_unit = element.name() == "MeasurementUnit";
                alto.open(&element, &mut faults);
            }
            Step::Text(text) if in_unit => {
                alto.unit = match text.trim().to_ascii_lowercase().as_str() {
                    "" => alto.unit,
                    "mm10" => Unit::Mm10,
                    "inch1200" => Unit::Inch1200,
                    _ => Unit::Pixel,
                };
            }
            Step::Text(_) => {}
            Step::Close(ending) => match ending.name() {
                "MeasurementUnit" => in_unit = false,
                "String" => alto.in_string = false,
                "TextLine" => alto.close_line(&mut faults),
                _ => {}
            },
            Step::End => break,
            Step::Broken(why) => {
                faults.tell("truncated", || {
                    format!("the XML breaks off: {why}. The lines before are kept; if a whole copy exists, ingest it.")
                });
                break;
            }
        }
    }
    Ok(alto.finish(faults))
}

impl Alto {
    fn open(&mut self, element: &Element<'_>, faults: &mut Faults) {
        match element.name() {
            "OtherTag" | "LayoutTag" | "StructureTag" => {
                self.tags.insert(element.text("ID"), element.text("LABEL"));
            }
            "ElementRef" => self.order.extend(element.get("REF")),
            "Page" => {
                let side = |name| element.get(name).and_then(|text| finite(&text)).filter(|side| *side > 0.0);
                let size = side("WIDTH").zip(side("HEIGHT"));
                self.pages.push((size.map(|(width, height)| PageSize { width, height }), Vec::new()));
            }
            "TextBlock" => self.block = (element.text("ID"), lang(element)),
            "TextLine" => {
                self.close_line(faults);
                self.line = Some(self.line_of(element, faults));
            }
            "String" | "HYP" => {
                self.in_string = element.name() == "String";
                if let Some(line) = &mut self.line {
                    line.text.push_str(&element.text("CONTENT"));
                }
            }
            "SP" => {
                if let Some(line) = &mut self.line {
                    line.text.push(' ');
                }
            }
            "Polygon" => {
                // The outlines of words and letters are not the line's.
                if let Some(line) = &mut self.line
                    && !self.in_string
                {
                    line.polygon = points(&element.text("POINTS"));
                }
            }
            _ => {}
        }
    }

    fn line_of(&self, element: &Element<'_>, faults: &mut Faults) -> SourceLine {
        let number = |name| element.get(name).and_then(|text| finite(&text));
        let corner = number("HPOS").zip(number("VPOS"));
        let size = number("WIDTH").zip(number("HEIGHT"));
        let region = corner
            .zip(size)
            .and_then(|((left, top), (width, height))| edges(left, top, left + width, top + height));
        let id = element.text("ID");
        if region.is_none() && element.get("HPOS").is_some() {
            faults.tell("region", || {
                format!("line {id} has a place that cannot be; its outline is taken if it has one")
            });
        }
        let own = lang(element);
        SourceLine {
            id,
            region,
            baseline: element.get("BASELINE").and_then(|text| points(&text)),
            lang: if own.is_empty() { self.block.1.clone() } else { own },
            sort: element
                .text("TAGREFS")
                .split_whitespace()
                .find_map(|tag| self.tags.get(tag))
                .cloned()
                .unwrap_or_default(),
            ..SourceLine::default()
        }
    }

    fn close_line(&mut self, faults: &mut Faults) {
        let Some(mut line) = self.line.take() else { return };
        line.text = line.text.trim().to_owned();
        if line.text.is_empty() {
            self.empty += 1;
            return;
        }
        if self.pages.is_empty() {
            self.pages.push((None, Vec::new()));
        }
        reading_order::settle(&mut line);
        if line.region.is_none() {
            faults
                .tell("no-region", || format!("line {} has no place on the page; kept without one", line.id));
        }
        if line.id.is_empty() {
            let before: usize = self.pages.iter().map(|(_, lines)| lines.len()).sum();
            line.id = (before + 1).to_string();
        }
        line.id = self.ids.once(line.id, faults);
        if let Some((_, lines)) = self.pages.last_mut() {
            lines.push(Placed { block: self.block.0.clone(), line });
        }
    }

    fn finish(self, faults: Faults) -> Reading {
        let mut reading = Reading::new(Kind::Alto);
        reading.empty_lines = self.empty;
        reading.unit = self.unit;
        pages(self.pages, &self.order, reading, faults)
    }
}

fn lang(element: &Element<'_>) -> String {
    element
        .get("LANG")
        .or_else(|| element.get("language"))
        .map(|code| language::tag(&code))
        .unwrap_or_default()
}

/// The first page is the tier without a name; a file of several is told, and its other pages are tiers of their own.
pub(crate) fn pages(
    pages: Vec<(Option<PageSize>, Vec<Placed>)>,
    order: &[String],
    mut reading: Reading,
    mut faults: Faults,
) -> Reading {
    if pages.len() > 1 {
        faults.tell("several-pages", || {
            format!(
                "the file holds {} pages; one image shows one. The others are tiers named by their number.",
                pages.len()
            )
        });
    }
    for (n, (size, mut lines)) in pages.into_iter().enumerate() {
        reading_order::sort(&mut lines, order);
        if n == 0 {
            reading.page = size;
        }
        reading.tiers.push(Tier {
            name: if n == 0 { String::new() } else { format!("page {}", n + 1) },
            hint: "ocr",
            lines: lines.into_iter().map(|placed| placed.line).collect(),
            ..Tier::default()
        });
    }
    if reading.tiers.is_empty() {
        reading.tiers.push(Tier { hint: "ocr", ..Tier::default() });
    }
    reading.faults = faults.finish();
    reading
}

#[cfg(test)]
mod tests {
    use crate::{Kind, read_as};

    const ALTO: &str = r#"<?xml version="1.0"?><a:alto xmlns:a="http://www.loc.gov/standards/alto/ns-v4#">
        <a:Description><a:MeasurementUnit>pixel</a:MeasurementUnit></a:Description>
        <a:Tags><a:OtherTag ID="T1" LABEL="HeadingLine"/></a:Tags>
        <a:ReadingOrder><a:OrderedGroup><a:ElementRef REF="b2"/><a:ElementRef REF="b1"/></a:OrderedGroup></a:ReadingOrder>
        <a:Layout><a:Page WIDTH="1000" HEIGHT="2000"><a:PrintSpace>
        <a:TextBlock ID="b1" LANG="fra"><a:TextLine ID="l1" HPOS="10.4" VPOS="20" WIDTH="100" HEIGHT="30" BASELINE="10 45 110 45">
          <a:Shape><a:Polygon POINTS="10,20 110,20 110,50 10,50"/></a:Shape>
          <a:String CONTENT="rois &amp;"/><a:SP/><a:String CONTENT="prin"/><a:HYP CONTENT="-"/></a:TextLine>
          <a:TextLine ID="empty" HPOS="0" VPOS="0" WIDTH="1" HEIGHT="1"><a:String CONTENT=""/></a:TextLine></a:TextBlock>
        <a:TextBlock ID="b2"><a:TextLine ID="l2" TAGREFS="T9 T1"><a:Shape><a:Polygon POINTS="5 6 9 16"/></a:Shape>
          <a:String CONTENT="Incipit"/></a:TextLine></a:TextBlock>
        </a:PrintSpace></a:Page></a:Layout></a:alto>"#;

    #[test]
    fn lines_come_in_reading_order_with_text_and_place() {
        let reading = read_as(Kind::Alto, ALTO.as_bytes()).unwrap();
        let [second, first] = &reading.tiers[0].lines[..] else { panic!("two lines") };
        assert_eq!((second.id.as_str(), second.sort.as_str()), ("l2", "HeadingLine"));
        assert_eq!(second.region.map(<[u32; 4]>::from), Some([5, 6, 4, 10]));
        assert_eq!((first.text.as_str(), first.lang.as_str()), ("rois & prin-", "fr"));
        assert_eq!(first.region.map(<[u32; 4]>::from), Some([10, 20, 100, 30]));
        assert_eq!(first.polygon.as_ref().map(Vec::len), Some(4));
        assert_eq!(first.baseline, Some(vec![[10, 45], [110, 45]]));
        assert_eq!((reading.empty_lines, reading.faults.len()), (1, 0));
        assert!(reading.page.is_some_and(|page| page.width == 1000.0));
    }

    #[test]
    fn a_place_that_cannot_be_is_told_and_the_line_kept() {
        let alto = ALTO
            .replace(r#"HPOS="10.4""#, r#"HPOS="NaN""#)
            .replace("<a:Shape>", "<!--")
            .replace("</a:Shape>", "-->");
        let reading = read_as(Kind::Alto, alto.as_bytes()).unwrap();
        assert_eq!(reading.lines().count(), 2);
        let codes: Vec<_> = reading.faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["region", "no-region"]);
    }

    #[test]
    fn a_million_nested_elements_end_the_reading_not_the_program() {
        let alto = ALTO.replace("<a:TextBlock ID=\"b2\">", &"<x>".repeat(1_000_000));
        let reading = read_as(Kind::Alto, alto.as_bytes()).unwrap();
        assert_eq!(reading.lines().count(), 1);
        assert_eq!(reading.faults[0].code, "truncated");
    }
}
