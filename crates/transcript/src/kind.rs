//! Which format a file is in, and the way to its reader.

use serde::Serialize;

use crate::{
    Reading, TranscriptError, alto, decode, eaf,
    fault::{Faults, beginning},
    hocr, page, srt, webvtt,
    xml::{Step, Xml},
};

/// How far into a file is looked to know it.
const HEAD: usize = 64 * 1024;

/// A format of transcripts or page texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// ELAN annotation format, 2.7 to 3.0.
    Eaf,
    /// WebVTT (W3C).
    WebVtt,
    /// SubRip, as found in the wild.
    Srt,
    /// ALTO 2 to 4 (Library of Congress).
    Alto,
    /// PAGE content, 2010 to 2019 (PRImA).
    Page,
    /// hOCR 1.2.
    Hocr,
}

impl Kind {
    /// The media type to keep with the file.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Eaf => "text/x-eaf+xml",
            Self::WebVtt => "text/vtt",
            Self::Srt => "application/x-subrip",
            Self::Alto => "application/alto+xml",
            Self::Page => "application/vnd.prima.page+xml",
            Self::Hocr => "text/vnd.hocr+html",
        }
    }

    /// Whether its lines have times, not places.
    #[must_use]
    pub fn timed(self) -> bool {
        matches!(self, Self::Eaf | Self::WebVtt | Self::Srt)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Eaf => "EAF",
            Self::WebVtt => "WebVTT",
            Self::Srt => "SRT",
            Self::Alto => "ALTO",
            Self::Page => "PAGE",
            Self::Hocr => "hOCR",
        })
    }
}

/// The format of a file, by its content. `name` decides for SRT alone, which has no mark of its own.
#[must_use]
pub fn identify(bytes: &[u8], name: &str) -> Option<Kind> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let text = decode::xml(head, &mut Faults::default());
    let text = text.trim_start();
    if text
        .strip_prefix("WEBVTT")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
    {
        return Some(Kind::WebVtt);
    }
    if text.starts_with('<') {
        return of_root(text);
    }
    let srt = name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("srt"));
    srt.then_some(Kind::Srt)
}

fn of_root(text: &str) -> Option<Kind> {
    // A DTD is looked past here; the reader refuses it by name.
    let root = root_name(text)?;
    match root.rsplit_once(':').map_or(root, |(_, name)| name) {
        "ANNOTATION_DOCUMENT" => Some(Kind::Eaf),
        "alto" => Some(Kind::Alto),
        "PcGts" => Some(Kind::Page),
        name if name.eq_ignore_ascii_case("html")
            && (text.contains("ocr_") || text.contains("ocr-system")) =>
        {
            Some(Kind::Hocr)
        }
        _ => None,
    }
}

/// The name of the first element, past comments, instructions and a document type.
fn root_name(mut text: &str) -> Option<&str> {
    loop {
        text = &text[text.find('<')?..];
        if let Some(comment) = text.strip_prefix("<!--") {
            text = &comment[comment.find("-->")?..];
        } else if text.starts_with("<?") {
            text = &text[text.find("?>")?..];
        } else if text.starts_with("<!") {
            let internal = text.find('[').filter(|at| text.find('>').is_none_or(|end| *at < end));
            text = &text[text[internal.unwrap_or(0)..].find(if internal.is_some() { ']' } else { '>' })?
                + internal.unwrap_or(0)..];
        } else {
            let name = &text[1..];
            return name.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next();
        }
    }
}

/// Reads a file whose format is found by [`identify`].
///
/// # Errors
/// Where nothing can be read: [`TranscriptError`] says why and what to do. A fault in a file that can be read stands
/// in [`Reading::faults`].
pub fn read(bytes: &[u8], name: &str) -> Result<Reading, TranscriptError> {
    if bytes.is_empty() {
        return Err(TranscriptError::Empty);
    }
    read_as(identify(bytes, name).ok_or(TranscriptError::Unknown)?, bytes)
}

/// Reads a file as a format.
///
/// # Errors
/// As [`read`]; also where the file is not of that format.
pub fn read_as(kind: Kind, bytes: &[u8]) -> Result<Reading, TranscriptError> {
    read_in(kind, bytes, None)
}

/// Reads a file in a format and in an encoding that someone named (a label of the WHATWG Encoding Standard:
/// `gb18030`, `windows-1251`), for old files that do not say it themselves. A byte order mark is stronger.
///
/// # Errors
/// As [`read_as`]; also for an encoding that does not exist.
pub fn read_in(kind: Kind, bytes: &[u8], encoding: Option<&str>) -> Result<Reading, TranscriptError> {
    if bytes.is_empty() {
        return Err(TranscriptError::Empty);
    }
    let mut faults = Faults::default();
    let text = match (encoding, kind) {
        (Some(label), _) => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes())
                .ok_or_else(|| TranscriptError::NoSuchEncoding(label.to_owned()))?;
            decode::with(encoding, bytes, &mut faults)
        }
        (None, Kind::Srt) => decode::plain(bytes, &mut faults),
        (None, Kind::WebVtt) => decode::with(encoding_rs::UTF_8, bytes, &mut faults),
        (None, _) => decode::xml(bytes, &mut faults),
    };
    let text: &str = &text;
    if !matches!(kind, Kind::Srt | Kind::WebVtt) && !text.trim_start().starts_with('<') {
        return Err(TranscriptError::NotXml { kind, begins: beginning(text) });
    }
    match kind {
        Kind::Eaf => eaf::read(root(kind, text, "ANNOTATION_DOCUMENT")?, faults),
        Kind::WebVtt => webvtt::read(text, faults),
        Kind::Srt => Ok(srt::read(text, faults)),
        Kind::Alto => alto::read(root(kind, text, "alto")?, faults),
        Kind::Page => page::read(root(kind, text, "PcGts")?, faults),
        Kind::Hocr => hocr::read(text, faults),
    }
}

/// The stream of an XML file after its root element has opened, if it is the one expected.
fn root<'a>(kind: Kind, text: &'a str, expected: &'static str) -> Result<Xml<'a>, TranscriptError> {
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Step::Open(element) if element.name() == expected => return Ok(xml),
            Step::Open(element) => {
                return Err(TranscriptError::WrongRoot { kind, expected, found: element.name().to_owned() });
            }
            Step::End | Step::Broken(_) => {
                return Err(TranscriptError::WrongRoot { kind, expected, found: String::new() });
            }
            Step::Text(_) | Step::Close(_) => {}
        }
    }
}
