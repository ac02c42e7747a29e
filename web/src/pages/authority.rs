//! `/authorities/ARK`: the names in every script, and what is tied to them.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use bumba_access::Viewer;
use bumba_model::Ark;

use super::{collection::web_address, html, moved};
use crate::{
    address,
    asked::{self, Asked},
    base::Base,
    head::Head,
    problem::Problem,
    said::{Said, language_name},
    site::Site,
    view::card::{Card, card},
};

/// Tied items that are shown.
const SHOWN: usize = 60;

#[derive(Template)]
#[template(path = "authority.html")]
struct AuthorityPage {
    head: Head,
    kind: String,
    name: Said,
    vertical: Vec<NameRow>,
    names: Vec<NameGroup>,
    dates: Vec<String>,
    coordinates: String,
    notes: Vec<Said>,
    same_as: Vec<SameRow>,
    cards: Vec<Card>,
    more: bool,
    search: String,
    ark: String,
    link: String,
}

struct NameGroup {
    language: String,
    rows: Vec<NameRow>,
}

struct NameRow {
    said: Said,
    language: String,
    kind: String,
    source: String,
}

struct SameRow {
    scheme: String,
    id: String,
    href: Option<String>,
}

/// Answers.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path((naan, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    base: Base,
) -> Result<Response, Problem> {
    let viewer = Viewer::Public;
    let (held, authority) = match asked::authority(&site, viewer, &format!("ark:{naan}/{name}")).await? {
        Asked::Here(found) => found,
        Asked::Moved(to) => return Ok(moved(address::authority(&to), query.as_deref())),
    };
    let id = &held.object.id;
    let tied = site.catalogue.tied_to(id).await?;
    let ids: Vec<Ark> = tied.into_iter().filter(|row| row.sort == "item").map(|row| row.id).collect();
    let more = ids.len() > SHOWN;
    let mut cards = Vec::new();
    for asked in asked::items(&site, viewer, ids.get(..SHOWN.min(ids.len())).unwrap_or_default()).await? {
        cards.push(card(&site, &asked, "").await?);
    }
    let head_name = authority
        .names
        .iter()
        .find(|name| name.lang.starts_with("en"))
        .or_else(|| authority.names.iter().find(|name| !crate::said::is_vertical(&name.lang, &name.text)))
        .or_else(|| authority.names.first());
    let name =
        head_name.map_or_else(|| Said::new(id.to_string(), ""), |name| Said::new(&name.text, &name.lang));
    let (vertical, names): (Vec<NameRow>, Vec<NameRow>) = authority
        .names
        .iter()
        .map(|name| NameRow {
            said: Said::new(&name.text, &name.lang),
            language: language_name(&name.lang),
            kind: if name.kind == "preferred" { String::new() } else { name.kind.clone() },
            source: name.source.clone(),
        })
        .partition(|row| row.said.is_vertical());
    let here = address::authority(id);
    let mut head = Head::new(&site, "authority", &name.text);
    head.canonical = Some(base.of(&here));
    let page = AuthorityPage {
        kind: held.object.kind().to_owned(),
        vertical,
        names: by_language(names),
        dates: authority
            .dates
            .iter()
            .map(|date| date.written.clone())
            .filter(|date| !date.is_empty())
            .collect(),
        coordinates: authority
            .coordinates
            .map(|[lat, lon]| format!("{lat:.4}, {lon:.4}"))
            .unwrap_or_default(),
        notes: authority.notes.iter().map(Said::from).collect(),
        same_as: authority
            .same_as
            .iter()
            .map(|same| SameRow {
                scheme: same.scheme.clone(),
                href: elsewhere(&same.scheme, &same.id),
                id: same.id.clone(),
            })
            .collect(),
        cards,
        more,
        search: address::search_for(&name.text),
        ark: id.to_string(),
        link: base.of(&here),
        name,
        head,
    };
    html(&page)
}

/// Names of one language under one heading, in the order of the record.
fn by_language(names: Vec<NameRow>) -> Vec<NameGroup> {
    let mut groups: Vec<NameGroup> = Vec::new();
    for row in names {
        match groups.iter_mut().find(|group| group.language == row.language) {
            Some(group) => group.rows.push(row),
            None => groups.push(NameGroup { language: row.language.clone(), rows: vec![row] }),
        }
    }
    groups
}

/// The page of the same thing in a list that is known here.
fn elsewhere(scheme: &str, id: &str) -> Option<String> {
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    match scheme.to_ascii_lowercase().as_str() {
        "wikidata" if plain => Some(format!("https://www.wikidata.org/wiki/{id}")),
        "viaf" if plain => Some(format!("https://viaf.org/viaf/{id}")),
        "bdrc" if plain => Some(format!("https://library.bdrc.io/show/bdr:{id}")),
        "tgn" if plain => Some(format!("https://vocab.getty.edu/tgn/{id}")),
        _ => web_address(id),
    }
}
