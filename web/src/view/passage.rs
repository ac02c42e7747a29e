//! A line that was found, with its place.

use askama::Template;
use bumba_index::{FieldMatch, Passage};
use bumba_model::{Ark, Region};

use crate::{
    address::{self, Place},
    said::{Marked, clock, direction, is_vertical},
};

/// A passage of a hit.
#[derive(Clone, Debug, Template)]
#[template(path = "passage.html")]
pub struct PassageView {
    /// Where it leads.
    pub href: String,
    /// The page's label, or the time on the tape.
    pub place: String,
    /// The text with what was looked for.
    pub marked: Marked,
    /// Its language.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// Whether it is written downwards.
    pub vertical: bool,
    /// Whether it sounds.
    pub sounds: bool,
}

impl PassageView {
    /// Of an item, for the words that led there.
    #[must_use]
    pub fn new(item: &Ark, passage: &Passage, q: &str) -> Self {
        let lang = passage.lang.clone().unwrap_or_default();
        let label = if passage.canvas.label.is_empty() {
            passage.canvas.n.to_string()
        } else {
            passage.canvas.label.clone()
        };
        let place = match passage.time {
            Some((from, _)) => format!("{label}, {}", clock(from)),
            None => label,
        };
        let to = Place {
            canvas: Some(passage.canvas.n),
            time: passage.time.map(|(from, to)| (from, Some(to).filter(|to| *to > from))),
            region: passage.region.map(Region::from),
            q: q.to_owned(),
        };
        let marks: Vec<[usize; 2]> = passage.highlights.iter().map(|(from, to)| [*from, *to]).collect();
        Self {
            href: address::place(item, &to),
            place,
            marked: Marked::new(&passage.text, &marks),
            dir: direction(&lang),
            vertical: is_vertical(&lang, &passage.text),
            lang,
            sounds: passage.time.is_some(),
        }
    }
}

/// A piece of the description that was found: "field: … hit …".
#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = r#"<p class="found-in"><span class="field">{{ field }}</span> <span lang="{{ lang }}" dir="{{ dir }}">{{ marked|safe }}</span></p>"#
)]
pub struct FieldView {
    /// The field.
    pub field: String,
    /// Its text with what was looked for.
    pub marked: Marked,
    /// Its language.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
}

impl FieldView {
    /// Of a match.
    #[must_use]
    pub fn new(found: &FieldMatch) -> Self {
        let lang = found.lang.clone().unwrap_or_default();
        let marks: Vec<[usize; 2]> = found.highlights.iter().map(|(from, to)| [*from, *to]).collect();
        Self {
            field: found.field.clone(),
            marked: Marked::new(&found.text, &marks),
            dir: direction(&lang),
            lang,
        }
    }
}
