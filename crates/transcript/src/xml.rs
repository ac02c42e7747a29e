//! XML as a stream of elements and text, without entities, without namespaces, to a depth that cannot hurt.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    escape::{resolve_predefined_entity, unescape_with},
    events::{BytesEnd, BytesStart, Event},
};

use crate::TranscriptError;

/// Real files are less than 20 deep.
const DEEPEST: usize = 500;

/// What comes next.
pub(crate) enum Step<'a> {
    Open(Element<'a>),
    Close(Ending<'a>),
    Text(Cow<'a, str>),
    /// The end, with every element closed.
    End,
    /// It cannot be read on from here; what came before was whole. Why, in words.
    Broken(String),
}

/// An element that opens. An empty one opens and closes.
pub(crate) struct Element<'a>(BytesStart<'a>);

/// An element that closes.
pub(crate) struct Ending<'a>(BytesEnd<'a>);

impl Element<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, by its name without prefix; whitespace around it is taken away.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.attributes().with_checks(false).flatten().find_map(|attribute| {
            (attribute.key.local_name().into_inner() == name).then(|| {
                let raw = attribute.value;
                match unescape_with(&raw, resolve_predefined_entity) {
                    Ok(value) => value.trim().to_owned(),
                    Err(_) => raw.trim().to_owned(),
                }
            })
        })
    }

    /// The same; empty where there is none.
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default()
    }
}

impl Ending<'_> {
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    open: usize,
    html: bool,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        Self::with(text, false)
    }

    /// HTML as scanners write it: elements may stay open, ends may stand alone.
    pub fn html(text: &'a str) -> Self {
        Self::with(text, true)
    }

    fn with(text: &'a str, html: bool) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        config.check_end_names = !html;
        config.allow_unmatched_ends = html;
        Self { reader, open: 0, html }
    }

    /// # Errors
    /// [`TranscriptError::Doctype`].
    pub fn next(&mut self) -> Result<Step<'a>, TranscriptError> {
        loop {
            return Ok(match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.open += 1;
                    if self.open > DEEPEST && !self.html {
                        return Ok(Step::Broken(format!("elements are nested more than {DEEPEST} deep")));
                    }
                    Step::Open(Element(start))
                }
                Ok(Event::End(end)) => {
                    self.open = self.open.saturating_sub(1);
                    Step::Close(Ending(end))
                }
                Ok(Event::Text(text)) => Step::Text(text.xml10_content()),
                Ok(Event::CData(data)) => Step::Text(data.xml10_content()),
                Ok(Event::GeneralRef(reference)) => Step::Text(character(&reference)),
                Ok(Event::DocType(doctype)) if doctype.contains('[') => return Err(TranscriptError::Doctype),
                Ok(Event::Eof) if self.open > 0 && !self.html => {
                    Step::Broken(format!("it ends with {} elements still open", self.open))
                }
                Ok(Event::Eof) => Step::End,
                Ok(_) => continue,
                Err(error) => {
                    Step::Broken(format!("{error}, at byte {} of its text", self.reader.error_position()))
                }
            });
        }
    }
}

/// `&name;`: what XML defines, a few that HTML does; else as it was written.
fn character<'a>(reference: &quick_xml::events::BytesRef<'_>) -> Cow<'a, str> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Cow::Owned(c.to_string());
    }
    let name: &str = reference;
    let html = || match name {
        "nbsp" => Some("\u{A0}"),
        "shy" => Some("\u{AD}"),
        "ndash" => Some("–"),
        "mdash" => Some("—"),
        "hellip" => Some("…"),
        _ => None,
    };
    match resolve_predefined_entity(name).or_else(html) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(format!("&{name};")),
    }
}
