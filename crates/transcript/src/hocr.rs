//! hOCR 1.2: HTML whose classes say what is a page and a line, and whose titles say where.

use crate::{
    Kind, PageSize, Reading, SourceLine, TranscriptError, alto,
    fault::Faults,
    language,
    number::{edges, finite, points},
    reading::Ids,
    reading_order::Placed,
    xml::{Element, Step, Xml},
};

/// Typesetting elements that are lines (hOCR 1.2, §4.3 and §5).
const LINES: [&str; 5] = ["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"];

/// Elements of HTML that are never closed.
const VOID: [&str; 8] = ["area", "br", "col", "hr", "img", "input", "link", "meta"];

/// How deep HTML may be before it is no page of text.
const DEEPEST: usize = 500;

#[derive(Default)]
struct Hocr {
    pages: Vec<(Option<PageSize>, Vec<Placed>)>,
    /// Name and language of the elements that are open.
    open: Vec<(String, String)>,
    /// The line that is read, and how many elements were open around it.
    line: Option<(SourceLine, usize)>,
    empty: usize,
    ids: Ids,
}

pub(crate) fn read(text: &str, mut faults: Faults) -> Result<Reading, TranscriptError> {
    let mut xml = Xml::html(text);
    let mut hocr = Hocr::default();
    let mut root = String::new();
    loop {
        match xml.next()? {
            Step::Open(element) => {
                if root.is_empty() {
                    root = element.name().to_owned();
                    if !root.eq_ignore_ascii_case("html") {
                        return Err(TranscriptError::WrongRoot {
                            kind: Kind::Hocr,
                            expected: "html",
                            found: root,
                        });
                    }
                }
                hocr.open(&element, &mut faults);
                if hocr.open.len() > DEEPEST {
                    faults.tell("truncated", || {
                        format!("elements are nested more than {DEEPEST} deep; read up to there")
                    });
                    break;
                }
            }
            Step::Text(text) => {
                if let Some((line, _)) = &mut hocr.line {
                    line.text.push_str(&text);
                }
            }
            Step::Close(ending) => hocr.close(ending.name(), &mut faults),
            Step::End => break,
            Step::Broken(why) => {
                faults
                    .tell("truncated", || format!("the HTML breaks off: {why}. The lines before are kept."));
                break;
            }
        }
    }
    if root.is_empty() {
        return Err(TranscriptError::WrongRoot { kind: Kind::Hocr, expected: "html", found: root });
    }
    // A line that is still open was not whole.
    let mut reading = Reading::new(Kind::Hocr);
    reading.empty_lines = hocr.empty;
    Ok(alto::pages(hocr.pages, &[], reading, faults))
}

impl Hocr {
    fn open(&mut self, element: &Element<'_>, faults: &mut Faults) {
        let name = element.name().to_ascii_lowercase();
        if VOID.contains(&name.as_str()) {
            return;
        }
        let own = element.get("lang").map(|code| language::tag(&code)).filter(|tag| !tag.is_empty());
        let lang = own.or_else(|| self.open.last().map(|(_, lang)| lang.clone())).unwrap_or_default();
        self.open.push((name, lang.clone()));
        let classes = element.text("class");
        let is = |wanted: &str| classes.split_whitespace().any(|class| class == wanted);
        let title = element.text("title");
        if is("ocr_page") {
            let size = bbox(&title)
                .map(|[left, top, right, bottom]| PageSize { width: right - left, height: bottom - top });
            self.pages.push((size.filter(|size| size.width > 0.0 && size.height > 0.0), Vec::new()));
        } else if let Some(sort) = LINES.iter().find(|class| is(class)) {
            self.close_line(faults);
            let line = SourceLine {
                id: element.text("id"),
                region: bbox(&title).and_then(|[left, top, right, bottom]| edges(left, top, right, bottom)),
                polygon: property(&title, "poly").and_then(points),
                lang,
                sort: if *sort == "ocr_line" { String::new() } else { (*sort).to_owned() },
                ..SourceLine::default()
            };
            self.line = Some((line, self.open.len()));
        }
    }

    /// An end closes the innermost element of its name and all in it; one that closes nothing is HTML's everyday.
    fn close(&mut self, name: &str, faults: &mut Faults) {
        let name = name.to_ascii_lowercase();
        let Some(at) = self.open.iter().rposition(|(open, _)| *open == name) else { return };
        self.open.truncate(at);
        if self.line.as_ref().is_some_and(|(_, depth)| at < *depth) {
            self.close_line(faults);
        }
    }

    fn close_line(&mut self, faults: &mut Faults) {
        let Some((mut line, _)) = self.line.take() else { return };
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.text.is_empty() {
            self.empty += 1;
            return;
        }
        crate::reading_order::settle(&mut line);
        if line.region.is_none() {
            faults.tell("no-region", || {
                format!("line {} has no bbox that can be; kept without a place", line.id)
            });
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
            lines.push(Placed { block: String::new(), line });
        }
    }
}

/// A property of a title: `bbox 1 2 3 4; baseline 0 -5`.
fn property<'a>(title: &'a str, name: &str) -> Option<&'a str> {
    title.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix(' '))
}

fn bbox(title: &str) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = property(title, "bbox")?.split_whitespace().filter_map(finite).collect();
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use crate::{Kind, identify, read_as};

    const HOCR: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html><head><meta name="ocr-system" content="tesseract 5"><title></title></head><body>
        <div class='ocr_page' title='image "a.tif"; bbox 0 0 1000 2000; ppageno 0'><p class='ocr_par' lang='mon'>
        <span class='ocr_line' id='line_1_1' title="bbox 36 92 618 134; baseline 0 -5">
          <span class='ocrx_word' title='bbox 36 92 100 134'>Эрднин</span> <span class='ocrx_word'>экн<br></span>&nbsp;&amp;</span>
        <span class='ocr_header' title="bbox 5 5 1 1">Jangar</span><span class='ocr_line' title='bbox 1 1 2 2'> </span>
        </p></div></body></html>"#;

    #[test]
    fn lines_are_found_by_their_class_and_unclosed_elements_do_no_harm() {
        assert_eq!(identify(HOCR.as_bytes(), "a.html"), Some(Kind::Hocr));
        let reading = read_as(Kind::Hocr, HOCR.as_bytes()).unwrap();
        let [line, header] = &reading.tiers[0].lines[..] else { panic!("two lines: {reading:?}") };
        assert_eq!(
            (line.id.as_str(), line.text.as_str(), line.lang.as_str()),
            ("line_1_1", "Эрднин экн &", "mn")
        );
        assert_eq!(line.region.map(<[u32; 4]>::from), Some([36, 92, 582, 42]));
        assert_eq!((header.text.as_str(), header.region), ("Jangar", None));
        assert_eq!((reading.empty_lines, reading.faults[0].code), (1, "no-region"));
        assert!(reading.page.is_some_and(|page| page.height == 2000.0));
    }
}
