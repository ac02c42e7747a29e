//! `/iiif/manifest/ARK`: an item as a Presentation 3 manifest. Text lines stand in annotation pages of their own.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use bumba_access::Viewer;
use bumba_iiif::presentation::{
    AnnotationPage, Behavior, Body, Canvas, ImageService, LanguageMap, Link, Manifest, MetadataPair, Range,
    RangeItem, Thumbnail, ViewingDirection, fragment,
};
use bumba_model::{Canvas as Page, File, Item, Placement, PlacementStatus};

use super::{PRESENTATION, document, negotiated, texts, titles};
use crate::{
    address::{self, FileId},
    asked::{self, Asked, AskedItem},
    base::Base,
    pages::moved,
    problem::Problem,
    site::Site,
    view::{description::Description, page_text::layer_label, rights::RightsView},
};

/// The size of a page of which nobody knows the size, where no other page of the item has one.
const UNKNOWN: (u32, u32) = (1000, 1400);

/// Answers.
pub async fn serve(
    State(site): State<Arc<Site>>,
    Path((naan, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = match asked::item(&site, Viewer::Public, &format!("ark:{naan}/{name}")).await? {
        Asked::Here(asked) => asked,
        Asked::Moved(to) => return Ok(moved(address::manifest(&to), query.as_deref())),
    };
    document(&manifest(&asked, &base), negotiated(&headers, PRESENTATION))
}

/// The identifier of a canvas.
#[must_use]
pub fn canvas_id(asked: &AskedItem, base: &Base, canvas: &str) -> String {
    format!("{}/canvas/{canvas}", base.of(&address::manifest(asked.id())))
}

fn manifest(asked: &AskedItem, base: &Base) -> Manifest {
    let item = asked.item();
    let mut out = Manifest::new(base.of(&address::manifest(asked.id())), titles(&item.title, &item.local_id));
    let about = &mut out.about;
    about.summary = texts(&item.summary);
    about.metadata = metadata(item);
    let rights = RightsView::new(&item.rights);
    about.rights = rights.href.as_deref().and_then(rights_uri);
    let statement = [&rights.written, &rights.holder];
    let statement: Vec<&str> =
        statement.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
    if !statement.is_empty() {
        about.required_statement = Some(MetadataPair::new(
            LanguageMap::new("en", "Rights"),
            LanguageMap::new("none", statement.join(", ")),
        ));
    }
    about.homepage.push(Link::page(base.of(&address::item(asked.id())), titles(&item.title, &item.local_id)));
    about.thumbnail.extend(thumbnail(asked, base));
    about.viewing_direction = item.book.as_ref().and_then(|book| match book.reading_direction.as_str() {
        "left-to-right" => Some(ViewingDirection::LeftToRight),
        "right-to-left" => Some(ViewingDirection::RightToLeft),
        "top-to-bottom" => Some(ViewingDirection::TopToBottom),
        "bottom-to-top" => Some(ViewingDirection::BottomToTop),
        _ => None,
    });
    about.behavior.extend(item.book.as_ref().and_then(|book| match book.turns.as_str() {
        "paged" => Some(Behavior::Paged),
        "pothi" => Some(Behavior::Individuals),
        "concertina" | "scroll" => Some(Behavior::Continuous),
        _ => None,
    }));
    if let Some(above) = asked.above().first() {
        let id = base.of(&address::iiif_collection(&above.object.id));
        if above.object.sort() == "collection" {
            out = out.part_of(id, titles(&above.object.titles(), "collection"));
        }
    }
    out.items = (1..).zip(&item.canvases).map(|(n, page)| canvas(asked, base, n, page)).collect();
    out.structures = ranges(asked, base, None, 0);
    out
}

fn canvas(asked: &AskedItem, base: &Base, n: u32, page: &Page) -> Canvas {
    let item = asked.item();
    let id = canvas_id(asked, base, &page.id);
    let label = if page.label.is_empty() { n.to_string() } else { page.label.clone() };
    let size = |page: &Page| page.width.zip(page.height).filter(|(w, h)| *w > 0 && *h > 0);
    let mut out = match page.seconds.filter(|seconds| *seconds > 0.0) {
        Some(seconds) => Canvas::sound(&id, label, seconds),
        None => {
            let (width, height) =
                size(page).or_else(|| item.canvases.iter().find_map(size)).unwrap_or(UNKNOWN);
            Canvas::page(&id, label, width, height)
        }
    };
    // A closed canvas keeps its place and its name, and is silent, blank and wordless.
    if !asked.may_canvas(&page.id) {
        return out;
    }
    let mut placements: Vec<&Placement> = item
        .placements
        .iter()
        .filter(|placement| placement.canvas == page.id && placement.status == PlacementStatus::Chosen)
        .collect();
    placements.sort_by_key(|placement| placement.order);
    for placement in placements {
        let Some(file) = item.file(placement.file).filter(|file| asked.may_file(file.n)) else { continue };
        let Some(body) = body(asked, base, page, file) else { continue };
        let time = placement.span.map(|[from, to]| (from.0, to.0));
        let target = fragment(&id, time, placement.region.map(Into::into));
        out = out.paint_at(body, target);
    }
    for layer in &item.layers {
        let writes = layer.sources.iter().any(|source| source.canvas == page.id);
        if writes && asked.may_lines(&layer.id, &page.id) {
            let page = base.of(&address::annotations(asked.id(), n, &layer.id));
            let label = LanguageMap::new("none", layer_label(&layer.label, &layer.kind));
            out = out.annotate(AnnotationPage::reference(page, label));
        }
    }
    out
}

fn body(asked: &AskedItem, base: &Base, page: &Page, file: &File) -> Option<Body> {
    let id = FileId::new(asked.id(), file.n);
    let technical = &file.technical;
    if technical.media_type.starts_with("image/") {
        let (width, height) =
            technical.width.zip(technical.height).or_else(|| page.width.zip(page.height))?;
        return Some(Body::image(&base.of(&address::image(&id)), width, height));
    }
    let seconds = technical.seconds.or(page.seconds)?;
    technical
        .media_type
        .starts_with("audio/")
        .then(|| Body::sound(base.of(&address::media(&id)), &technical.media_type, seconds))
}

fn thumbnail(asked: &AskedItem, base: &Base) -> Option<Thumbnail> {
    let shown = asked.item().canvases.iter().filter(|canvas| canvas.seconds.is_none());
    shown.into_iter().find_map(|canvas| {
        let (width, height) = canvas.width.zip(canvas.height).filter(|(w, h)| *w > 0 && *h > 0)?;
        let file = asked.shown_on(&canvas.id)?;
        let id = FileId::new(asked.id(), file.n);
        let scale = (240.0 / f64::from(width)).min(320.0 / f64::from(height)).min(1.0);
        let scaled = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
        Some(Thumbnail {
            id: base.of(&address::image_within(&id, 240, 320)),
            format: "image/jpeg".to_owned(),
            width: scaled(width),
            height: scaled(height),
            service: Some(ImageService::new(base.of(&address::image(&id)))),
        })
    })
}

fn metadata(item: &Item) -> Vec<MetadataPair> {
    Description::of(item)
        .rows
        .into_iter()
        .map(|row| {
            let value: LanguageMap =
                row.terms.iter().map(|term| (&term.said.lang, &term.said.text)).collect();
            MetadataPair::new(LanguageMap::new("en", row.label), value)
        })
        .collect()
}

/// Presentation API 3, section 3.2: only these lists may stand in `rights`.
fn rights_uri(uri: &str) -> Option<String> {
    let rest = uri.trim().strip_prefix("https://").or_else(|| uri.trim().strip_prefix("http://"))?;
    let known = ["creativecommons.org/", "rightsstatements.org/", "www.rightsstatements.org/"];
    known.iter().any(|list| rest.starts_with(list)).then(|| format!("http://{rest}"))
}

/// The ranges in one range, or at the top. Twelve levels, so that a circle ends.
fn ranges(asked: &AskedItem, base: &Base, within: Option<&str>, depth: usize) -> Vec<Range> {
    let item = asked.item();
    if depth > 12 {
        return Vec::new();
    }
    let is_within = |range: &&bumba_model::Range| match (&range.part_of, within) {
        (None, None) => true,
        (Some(parent), Some(within)) => parent == within,
        _ => false,
    };
    item.ranges
        .iter()
        .filter(is_within)
        .map(|range| {
            let spans = range.spans.iter().filter(|span| item.canvas(&span.canvas).is_some()).map(|span| {
                let id = canvas_id(asked, base, &span.canvas);
                let time = span.time.map(|[from, to]| (from.0, to.0));
                RangeItem::Canvas(fragment(&id, time, span.region.map(Into::into)))
            });
            let below = ranges(asked, base, Some(&range.id), depth + 1);
            let items =
                spans.chain(below.into_iter().map(|range| RangeItem::Range(Box::new(range)))).collect();
            let label = texts(&range.label);
            let label = if label.is_empty() { LanguageMap::new("none", &range.id) } else { label };
            Range::new(
                format!("{}/range/{}", base.of(&address::manifest(asked.id())), range.id),
                label,
                items,
            )
        })
        .collect()
}
