//! PAGE content, 2010 to 2019 (PRImA): regions, lines, words with outlines and alternative readings.

use crate::{
    Kind, PageSize, Reading, SourceLine, TranscriptError, alto,
    fault::Faults,
    language,
    number::{finite, points},
    reading::Ids,
    reading_order::{self, Placed},
    xml::{Element, Step, Xml},
};

/// What a reading is of.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Region,
    Line,
    Word,
    Glyph,
}

/// A text region that is open.
#[derive(Default)]
struct Block {
    id: String,
    lang: String,
    sort: String,
    outline: Option<Vec<[u32; 2]>>,
    text: Best,
    lines: usize,
}

/// The reading with the lowest index (PAGE 2013 and later: alternatives are numbered from 0, best first).
#[derive(Default)]
struct Best {
    index: Option<f64>,
    text: String,
}

/// A group of the reading order: its index, its members with theirs, whether they are ordered.
struct Group {
    index: f64,
    ordered: bool,
    members: Vec<(f64, Vec<String>)>,
}

#[derive(Default)]
struct Page {
    pages: Vec<(Option<PageSize>, Vec<Placed>)>,
    direction: String,
    page_lang: String,
    groups: Vec<Group>,
    order: Vec<String>,
    levels: Vec<Level>,
    blocks: Vec<Block>,
    line: Option<(SourceLine, Best)>,
    words: Vec<Best>,
    equiv: Option<(f64, Option<String>, Option<String>)>,
    leaf: Leaf,
    empty: usize,
    ids: Ids,
}

/// Which text is being read.
#[derive(Clone, Copy, Default, PartialEq)]
enum Leaf {
    #[default]
    None,
    Unicode,
    Plain,
}

pub(crate) fn read(mut xml: Xml<'_>, mut faults: Faults) -> Result<Reading, TranscriptError> {
    let mut page = Page::default();
    loop {
        match xml.next()? {
            Step::Open(element) => page.open(&element, &mut faults),
            Step::Text(text) => page.text(&text),
            Step::Close(ending) => page.close(ending.name(), &mut faults),
            Step::End => break,
            Step::Broken(why) => {
                faults.tell("truncated", || {
                    format!("the XML breaks off: {why}. The lines before are kept; if a whole copy exists, ingest it.")
                });
                break;
            }
        }
    }
    let mut reading = Reading::new(Kind::Page);
    reading.empty_lines = page.empty;
    reading.reading_direction = page.direction;
    Ok(alto::pages(page.pages, &page.order, reading, faults))
}

impl Page {
    fn open(&mut self, element: &Element<'_>, faults: &mut Faults) {
        match element.name() {
            "Page" => {
                let side = |name| element.get(name).and_then(|text| finite(&text)).filter(|side| *side > 0.0);
                let size = side("imageWidth").zip(side("imageHeight"));
                let size = size.map(|(width, height)| PageSize { width, height });
                self.pages.push((size, Vec::new()));
                self.page_lang = language::named(&element.text("primaryLanguage"));
                self.direct(element);
            }
            "OrderedGroup" | "OrderedGroupIndexed" | "UnorderedGroup" | "UnorderedGroupIndexed" => {
                let group = Group {
                    index: index(element),
                    ordered: element.name().starts_with("Ordered"),
                    members: element.get("regionRef").map(|id| (-1.0, vec![id])).into_iter().collect(),
                };
                self.groups.push(group);
            }
            "RegionRef" | "RegionRefIndexed" => {
                if let (Some(group), Some(id)) = (self.groups.last_mut(), element.get("regionRef")) {
                    group.members.push((index(element), vec![id]));
                }
            }
            "TextRegion" => {
                self.levels.push(Level::Region);
                self.direct(element);
                let own = language::named(&element.text("primaryLanguage"));
                self.blocks.push(Block {
                    id: element.text("id"),
                    lang: if own.is_empty() { self.page_lang.clone() } else { own },
                    sort: sort(element),
                    ..Block::default()
                });
            }
            "TextLine" => {
                self.levels.push(Level::Line);
                let own = language::named(&element.text("primaryLanguage"));
                let block = self.blocks.last();
                let line = SourceLine {
                    id: element.text("id"),
                    lang: if own.is_empty() {
                        block.map(|block| block.lang.clone()).unwrap_or_default()
                    } else {
                        own
                    },
                    sort: match (sort(element), block) {
                        (own, Some(block)) if own.is_empty() => block.sort.clone(),
                        (own, _) => own,
                    },
                    ..SourceLine::default()
                };
                self.line = Some((line, Best::default()));
                self.words.clear();
            }
            "Word" => {
                self.levels.push(Level::Word);
                self.words.push(Best::default());
            }
            "Glyph" => self.levels.push(Level::Glyph),
            "Coords" => self.outline(points(&element.text("points")), element.get("points"), faults),
            // PAGE 2010 gives each point an element.
            "Point" => {
                if let Some([point]) =
                    points(&format!("{},{}", element.text("x"), element.text("y"))).as_deref()
                {
                    self.add_point(*point);
                }
            }
            "Baseline" => {
                if let (Some((line, _)), Some(Level::Line)) = (&mut self.line, self.levels.last()) {
                    line.baseline = points(&element.text("points"));
                }
            }
            "TextEquiv" => self.equiv = Some((index(element), None, None)),
            "Unicode" => self.leaf = Leaf::Unicode,
            "PlainText" => self.leaf = Leaf::Plain,
            _ => {}
        }
    }

    fn direct(&mut self, element: &Element<'_>) {
        if self.direction.is_empty() {
            self.direction = element.text("readingDirection");
        }
    }

    fn outline(&mut self, outline: Option<Vec<[u32; 2]>>, written: Option<String>, faults: &mut Faults) {
        match (self.levels.last(), &mut self.line, self.blocks.last_mut()) {
            (Some(Level::Line), Some((line, _)), _) => {
                if outline.is_none() && written.is_some() {
                    faults.tell("coords", || {
                        format!("line {} has no outline that can be read; its baseline's box is taken if it has one", line.id)
                    });
                }
                line.polygon = outline;
            }
            (Some(Level::Region), _, Some(block)) => block.outline = outline,
            _ => {}
        }
    }

    fn add_point(&mut self, point: [u32; 2]) {
        match (self.levels.last(), &mut self.line, self.blocks.last_mut()) {
            (Some(Level::Line), Some((line, _)), _) => line.polygon.get_or_insert_default().push(point),
            (Some(Level::Region), _, Some(block)) => block.outline.get_or_insert_default().push(point),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, unicode, plain)) = &mut self.equiv {
            match self.leaf {
                Leaf::Unicode => unicode.get_or_insert_default().push_str(text),
                Leaf::Plain => plain.get_or_insert_default().push_str(text),
                Leaf::None => {}
            }
        }
    }

    fn close(&mut self, name: &str, faults: &mut Faults) {
        match name {
            "Unicode" | "PlainText" => self.leaf = Leaf::None,
            "TextEquiv" => self.close_equiv(),
            "Word" | "Glyph" => {
                self.levels.pop();
            }
            "TextLine" => {
                self.levels.pop();
                self.close_line(faults);
            }
            "TextRegion" => {
                self.levels.pop();
                self.close_region(faults);
            }
            "OrderedGroup" | "OrderedGroupIndexed" | "UnorderedGroup" | "UnorderedGroupIndexed" => {
                let Some(mut group) = self.groups.pop() else { return };
                if group.ordered {
                    group.members.sort_by(|a, b| a.0.total_cmp(&b.0));
                }
                let ids = group.members.into_iter().flat_map(|(_, ids)| ids).collect();
                match self.groups.last_mut() {
                    Some(outer) => outer.members.push((group.index, ids)),
                    None => self.order.extend(ids),
                }
            }
            _ => {}
        }
    }

    fn close_equiv(&mut self) {
        let Some((index, unicode, plain)) = self.equiv.take() else { return };
        let text = unicode.filter(|text| !text.trim().is_empty()).or(plain).unwrap_or_default();
        let best = match self.levels.last() {
            Some(Level::Line) => self.line.as_mut().map(|(_, best)| best),
            Some(Level::Word) => self.words.last_mut(),
            Some(Level::Region) => self.blocks.last_mut().map(|block| &mut block.text),
            Some(Level::Glyph) | None => None,
        };
        if let Some(best) = best
            && best.index.is_none_or(|known| index < known)
        {
            *best = Best { index: Some(index), text };
        }
    }

    fn close_line(&mut self, faults: &mut Faults) {
        let Some((mut line, best)) = self.line.take() else { return };
        line.text = best.text.trim().to_owned();
        if line.text.is_empty() {
            let words: Vec<&str> =
                self.words.iter().map(|word| word.text.trim()).filter(|word| !word.is_empty()).collect();
            line.text = words.join(" ");
        }
        if let Some(block) = self.blocks.last_mut() {
            block.lines += usize::from(!line.text.is_empty());
        }
        let block = self.blocks.last().map(|block| block.id.clone()).unwrap_or_default();
        self.keep(block, line, faults);
    }

    /// A region that was read as a whole, without lines, is a line of its own.
    fn close_region(&mut self, faults: &mut Faults) {
        let Some(block) = self.blocks.pop() else { return };
        if block.lines == 0 && !block.text.text.trim().is_empty() {
            let line = SourceLine {
                id: block.id.clone(),
                polygon: block.outline,
                lang: block.lang,
                sort: block.sort,
                text: block.text.text.trim().to_owned(),
                ..SourceLine::default()
            };
            self.keep(block.id, line, faults);
        }
        if let Some(outer) = self.blocks.last_mut() {
            outer.lines += block.lines;
        }
    }

    fn keep(&mut self, block: String, mut line: SourceLine, faults: &mut Faults) {
        if line.text.is_empty() {
            self.empty += 1;
            return;
        }
        reading_order::settle(&mut line);
        if line.region.is_none() {
            faults
                .tell("no-region", || format!("line {} has no place on the page; kept without one", line.id));
        }
        if self.pages.is_empty() {
            self.pages.push((None, Vec::new()));
        }
        if line.id.is_empty() {
            let before: usize = self.pages.iter().map(|(_, lines)| lines.len()).sum();
            line.id = (before + 1).to_string();
        }
        line.id = self.ids.once(line.id, faults);
        if let Some((_, lines)) = self.pages.last_mut() {
            lines.push(Placed { block, line });
        }
    }
}

fn index(element: &Element<'_>) -> f64 {
    element.get("index").and_then(|text| finite(&text)).unwrap_or(0.0)
}

/// `custom="structure {type:Commentary;}"` (Transkribus, eScriptorium, Calfa), else the region's own type.
fn sort(element: &Element<'_>) -> String {
    let custom = element.text("custom");
    let named = custom.split_once("structure").and_then(|(_, rest)| rest.split_once("type:"));
    match named {
        Some((_, rest)) => rest.split([';', '}']).next().unwrap_or_default().trim().to_owned(),
        None => element.text("type"),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, read_as};

    const PAGE: &str = r#"<?xml version="1.0"?>
        <PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Page imageWidth="1000" imageHeight="2000">
        <ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="1" regionRef="r1"/><RegionRefIndexed index="0" regionRef="r2"/></OrderedGroup></ReadingOrder>
        <TextRegion id="r1" readingDirection="top-to-bottom" primaryLanguage="Chinese"><Coords points="0,0 9,9"/>
          <TextLine id="l1" custom="structure {type:Commentary;}"><Coords points="10,20 40,20 40,90 10,90"/><Baseline points="25,20 25,90"/>
            <TextEquiv index="1"><Unicode>大宗</Unicode></TextEquiv><TextEquiv index="0"><Unicode>太宗</Unicode></TextEquiv></TextLine>
          <TextLine id="l2"><Coords points=""/><Baseline points="60,20 60,90"/><TextEquiv><Unicode>皇帝</Unicode></TextEquiv></TextLine>
          <TextLine id="l3"><Coords points=""/><TextEquiv><Unicode>帝姓李氏</Unicode></TextEquiv></TextLine>
          <TextLine id="l4"><Coords points="1,1 2,2"/><TextEquiv><Unicode></Unicode></TextEquiv></TextLine>
          <TextEquiv><Unicode>太宗 皇帝 帝姓李氏</Unicode></TextEquiv></TextRegion>
        <TextRegion id="r2"><Coords points="100,200 300,400"/><TextEquiv><Unicode>全唐詩</Unicode></TextEquiv></TextRegion>
        <TextRegion id="r3"><TextLine id="w"><Coords points="1,1 5,5"/>
          <Word><TextEquiv><Unicode>two</Unicode></TextEquiv><Glyph><TextEquiv><Unicode>t</Unicode></TextEquiv></Glyph></Word>
          <Word><TextEquiv><Unicode>words</Unicode></TextEquiv></Word></TextLine></TextRegion>
        </Page></PcGts>"#;

    #[test]
    fn lines_come_in_reading_order_with_their_best_reading_and_place() {
        let reading = read_as(Kind::Page, PAGE.as_bytes()).unwrap();
        let read: Vec<_> = reading
            .lines()
            .map(|line| (line.id.as_str(), line.text.as_str(), line.region.map(<[u32; 4]>::from)))
            .collect();
        assert_eq!(
            read,
            [
                ("r2", "全唐詩", Some([100, 200, 200, 200])),
                ("l1", "太宗", Some([10, 20, 30, 70])),
                ("l2", "皇帝", Some([60, 20, 1, 70])),
                ("l3", "帝姓李氏", None),
                ("w", "two words", Some([1, 1, 4, 4])),
            ]
        );
        assert_eq!(reading.reading_direction, "top-to-bottom");
        assert_eq!(reading.tiers[0].lines[1].sort, "Commentary");
        assert_eq!(reading.tiers[0].lines[1].lang, "zh");
        assert_eq!(reading.empty_lines, 1);
        let codes: Vec<_> = reading.faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["coords", "coords", "no-region"]);
    }

    #[test]
    fn points_that_are_elements_are_read_as_in_2010() {
        let page = r#"<PcGts><Page><TextRegion id="r"><TextLine id="l"><Coords><Point x="1" y="2"/><Point x="11" y="22"/></Coords>
            <TextEquiv><PlainText>old</PlainText></TextEquiv></TextLine></TextRegion></Page></PcGts>"#;
        let reading = read_as(Kind::Page, page.as_bytes()).unwrap();
        assert_eq!(reading.tiers[0].lines[0].region.map(<[u32; 4]>::from), Some([1, 2, 10, 20]));
        assert_eq!(reading.tiers[0].lines[0].text, "old");
        assert_eq!(reading.faults, []);
    }
}
