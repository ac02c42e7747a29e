//! The lines of a page, beside its picture.

use std::collections::HashMap;

use askama::Template;
use bumba_model::{Ark, Item, Line, Region};

use crate::{
    address::{self, Place},
    said::{Marked, direction, is_vertical, language_name},
};

/// Marks of lines, by the line's identifier.
pub type Marks = HashMap<String, Vec<[usize; 2]>>;

/// The lines of a page, a layer a block.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "page_text.html")]
pub struct PageText {
    /// The layers that say something here.
    pub layers: Vec<PageLayer>,
}

/// One layer on one page.
#[derive(Clone, Debug)]
pub struct PageLayer {
    /// What it is called.
    pub label: String,
    /// Its language in words.
    pub language: String,
    /// BCP 47.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// Whether it is written downwards.
    pub vertical: bool,
    /// Whether a machine made it.
    pub machine: bool,
    /// Its lines.
    pub lines: Vec<PageLine>,
}

/// A line.
#[derive(Clone, Debug)]
pub struct PageLine {
    /// Its identifier.
    pub id: String,
    /// `x,y,w,h`, where it has a place.
    pub region: String,
    /// Whether it runs across in a layer that is written downwards.
    pub across: bool,
    /// Where it leads.
    pub href: Option<String>,
    /// Its text.
    pub marked: Marked,
}

impl PageText {
    /// Of the lines of a canvas that may be read.
    #[must_use]
    pub fn new(id: &Ark, item: &Item, n: u32, lines: &[Line], marks: &Marks, q: &str) -> Self {
        let mut layers = Vec::new();
        for layer in &item.layers {
            let of_layer: Vec<&Line> = lines.iter().filter(|line| line.layer == layer.id).collect();
            let Some(first) = of_layer.first() else { continue };
            layers.push(PageLayer {
                label: layer_label(&layer.label, &layer.kind),
                language: language_name(&layer.lang),
                lang: layer.lang.clone(),
                dir: direction(&layer.lang),
                vertical: is_vertical(&layer.lang, &first.text),
                machine: layer.method == "machine",
                lines: of_layer.iter().map(|line| page_line(id, n, line, marks, q)).collect(),
            });
        }
        Self { layers }
    }
}

fn page_line(id: &Ark, n: u32, line: &Line, marks: &Marks, q: &str) -> PageLine {
    let to = |region: Region| Place { canvas: Some(n), region: Some(region), q: q.to_owned(), time: None };
    PageLine {
        id: line.id.clone(),
        region: line.region.map(|r| format!("{},{},{},{}", r.x, r.y, r.w, r.h)).unwrap_or_default(),
        across: runs_across(&line.text),
        href: line.region.map(|region| address::place(id, &to(region))),
        marked: Marked::new(&line.text, marks.get(&line.id).map_or(&[][..], Vec::as_slice)),
    }
}

/// Whether a line would lie on its side among columns: by its first letter. Chinese, Japanese and Korean stand upright in them.
fn runs_across(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| {
        !matches!(c, '\u{1800}'..='\u{18AF}' | '\u{11660}'..='\u{1166C}' | '\u{1100}'..='\u{11FF}'
            | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
    })
}

/// What a layer is called: its own name, else its kind.
#[must_use]
pub fn layer_label(label: &str, kind: &str) -> String {
    let kind = match kind {
        "ocr" => "text of the page",
        "" => "text",
        other => other,
    };
    match (label, kind) {
        ("", kind) => kind.to_owned(),
        (label, "text" | "transcript") => label.to_owned(),
        (label, kind) => format!("{label} ({kind})"),
    }
}
