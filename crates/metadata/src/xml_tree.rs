//! A record's XML as a tree, without entities, to a size and depth that cannot hurt.

use std::{borrow::Cow, cell::Cell};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::{
    Reader,
    escape::{resolve_predefined_entity, unescape_with},
    events::{BytesStart, Event},
};

use crate::RecordError;

/// The largest record that was seen is 200 KB.
const MOST: usize = 32 * 1024 * 1024;
const DEEPEST: usize = 200;

/// An element. Names are without prefix.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
    /// Whether a reader has made something of its own text.
    taken: Cell<bool>,
}

#[derive(Debug)]
enum Node {
    Element(Element),
    Text(String),
}

/// The root element, and why the file was not read to its end.
pub(crate) fn parse(bytes: &[u8]) -> Result<(Element, Option<String>), RecordError> {
    if bytes.is_empty() {
        return Err(RecordError::Empty);
    }
    if bytes.len() > MOST {
        return Err(RecordError::TooLarge);
    }
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let broken = loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if open.len() == DEEPEST {
                    break Some(format!("elements are nested more than {DEEPEST} deep"));
                }
                open.push(element(&start));
            }
            Ok(Event::End(_)) => {
                let Some(closed) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(closed)),
                    None => return Ok((closed, None)),
                }
            }
            Ok(Event::Text(text)) => add(&mut open, &text.xml10_content()),
            Ok(Event::CData(text)) => add(&mut open, &text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(c)) => add(&mut open, c.encode_utf8(&mut [0; 4])),
                _ => match resolve_predefined_entity(&reference) {
                    Some(text) => add(&mut open, text),
                    None => add(&mut open, &format!("&{};", &*reference)),
                },
            },
            Ok(Event::DocType(doctype)) if doctype.contains('[') => return Err(RecordError::Doctype),
            Ok(Event::Eof) => break Some("it ends with elements still open".into()),
            Ok(_) => {}
            Err(error) => break Some(error.to_string()),
        }
    };
    // What was whole before the break is closed where it stands.
    while let Some(closed) = open.pop() {
        match open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(closed)),
            None => return Ok((closed, broken)),
        }
    }
    Err(RecordError::NotXml)
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        match element.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.children.push(Node::Text(text.to_owned())),
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut all = start.attributes();
    let attributes = all.with_checks(false).flatten().map(|attribute| {
        let value = match unescape_with(&attribute.value, resolve_predefined_entity) {
            Ok(value) => value.into_owned(),
            Err(_) => attribute.value.clone().into_owned(),
        };
        (attribute.key.local_name().into_inner().to_owned(), value)
    });
    Element {
        name: start.local_name().into_inner().to_owned(),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

/// By its byte order mark, else its declaration, else UTF-8.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => {
            let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
            let declaration =
                head.split("?>").next().filter(|head| head.starts_with("<?xml")).unwrap_or_default();
            let label =
                declaration.split_once("encoding").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
            let declared = label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(UTF_8);
            if declared == UTF_16LE || declared == UTF_16BE { UTF_8 } else { declared }
        }
    };
    encoding.decode(bytes).0
}

impl Element {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.trim())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Its children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element along a path of names.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |element, name| element.elements().find(|child| child.name == name))
    }

    /// All elements of a name in it, at any depth, in order.
    pub fn within<'a>(&'a self, name: &'a str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        let mut todo: Vec<&Self> = vec![self];
        while let Some(element) = todo.pop() {
            if element.name == name {
                found.push(element);
            }
            let children: Vec<&Self> = element.elements().collect();
            todo.extend(children.into_iter().rev());
        }
        found
    }

    /// All its text, whitespace collapsed; taken.
    pub fn text(&self) -> String {
        self.take();
        let mut out = String::new();
        self.gather(&mut out, &[]);
        collapse(&out)
    }

    /// Its text without that of elements of some names, which are not taken.
    pub fn text_without(&self, names: &[&str]) -> String {
        self.taken.set(true);
        for element in self.elements().filter(|element| !names.contains(&element.name.as_str())) {
            element.take();
        }
        let mut out = String::new();
        self.gather(&mut out, names);
        collapse(&out)
    }

    fn gather(&self, out: &mut String, without: &[&str]) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) if without.contains(&element.name.as_str()) => {}
                Node::Element(element) => element.gather(out, without),
            }
        }
    }

    /// Marks it and all in it as understood.
    pub fn take(&self) {
        self.taken.set(true);
        for element in self.elements() {
            element.take();
        }
    }

    /// Texts that no reader took: path and text, in order.
    pub fn left(&self) -> Vec<(String, String)> {
        let mut left = Vec::new();
        self.leave(&self.name, &mut left);
        left
    }

    fn leave(&self, path: &str, left: &mut Vec<(String, String)>) {
        if !self.taken.get() {
            let own: String = self
                .children
                .iter()
                .filter_map(|child| match child {
                    Node::Text(text) => Some(text.as_str()),
                    Node::Element(_) => None,
                })
                .collect();
            let own = collapse(&own);
            if !own.is_empty() {
                left.push((path.to_owned(), own));
            }
        }
        for element in self.elements() {
            element.leave(&format!("{path}/{}", element.name), left);
        }
    }
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
