//! How to cite, and the address that does not change.

use askama::Template;

use crate::{address::Place, asked::AskedItem, said::clock};

use super::titles::Titles;

/// The line to cite and the permanent link.
#[derive(Clone, Debug, Template)]
#[template(path = "cite.html")]
pub struct Cite {
    /// The line.
    pub line: String,
    /// The absolute address.
    pub link: String,
    /// The identifier.
    pub ark: String,
    /// The manifest's absolute address.
    pub manifest: String,
    /// Whether the identifier is one for trials, which promises nothing.
    pub trial: bool,
}

impl Cite {
    /// Of an item at a place, in this archive.
    #[must_use]
    pub fn new(asked: &AskedItem, place: &Place, archive: &str, link: String, manifest: String) -> Self {
        let item = asked.item();
        let mut parts = Vec::new();
        if let Some(person) = item.people.iter().find(|person| !person.written.is_empty()) {
            parts.push(person.written.clone());
        }
        parts.push(Titles::of(&item.title, &item.local_id).first.text);
        if let Some(date) = item.dates.first().filter(|date| !date.written.is_empty()) {
            parts.push(date.written.clone());
        }
        parts.push(archive.to_owned());
        if !item.shelfmark.is_empty() {
            parts.push(item.shelfmark.clone());
        }
        if let Some(canvas) = place.canvas.and_then(|n| item.canvases.get(n as usize - 1)) {
            parts.push(canvas.label.clone());
        }
        if let Some((from, _)) = place.time {
            parts.push(format!("at {}", clock(from)));
        }
        parts.retain(|part| !part.is_empty());
        Self {
            line: format!("{}. {link}", parts.join(", ")),
            link,
            ark: asked.id().to_string(),
            manifest,
            trial: asked.id().naan() == bumba_model::Ark::TRIAL_NAAN,
        }
    }
}
