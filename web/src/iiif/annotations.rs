//! `/iiif/annotations/ARK/N/LAYER`: the lines of a layer on a canvas, each on its place.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use bumba_access::Viewer;
use bumba_iiif::presentation::{Annotation, AnnotationPage, Body, LanguageMap, Motivation, fragment};

use super::{PRESENTATION, document, manifest::canvas_id, negotiated};
use crate::{
    address,
    asked::{self, Asked},
    base::Base,
    pages::moved,
    problem::Problem,
    site::Site,
    view::page_text::layer_label,
};

/// The most lines of one page or side.
const LINES: u32 = 100_000;

/// Answers.
pub async fn serve(
    State(site): State<Arc<Site>>,
    Path((naan, name, n, layer)): Path<(String, String, String, String)>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let n: u32 =
        n.parse().ok().filter(|n| *n > 0).ok_or_else(|| Problem::nothing("There is no such page."))?;
    let asked = match asked::item(&site, Viewer::Public, &format!("ark:{naan}/{name}")).await? {
        Asked::Here(asked) => asked,
        Asked::Moved(to) => return Ok(moved(address::annotations(&to, n, &layer), None)),
    };
    let item = asked.item();
    let canvas =
        item.canvases.get(n as usize - 1).ok_or_else(|| Problem::nothing("There is no such page."))?;
    let of = item
        .layers
        .iter()
        .find(|one| one.id == layer)
        .ok_or_else(|| Problem::nothing("There is no such text over this item."))?;
    if !asked.may_lines(&layer, &canvas.id) {
        return Err(Problem::closed("This text"));
    }
    let (lines, _) = asked.lines(&site, &canvas.id, LINES).await?;
    let here = base.of(&address::annotations(asked.id(), n, &layer));
    let on = canvas_id(&asked, &base, &canvas.id);
    let annotations = lines
        .iter()
        .filter(|line| line.layer == layer)
        .map(|line| Annotation {
            id: format!("{here}#{}", address::segment(&line.id)),
            motivation: Motivation::Supplementing,
            body: Body::text(&line.text, &of.lang),
            target: fragment(&on, line.time.map(|[from, to]| (from.0, to.0)), line.region.map(Into::into)),
        })
        .collect();
    let label = LanguageMap::new("none", layer_label(&of.label, &of.kind));
    document(&AnnotationPage::document(here.clone(), label, annotations), negotiated(&headers, PRESENTATION))
}
