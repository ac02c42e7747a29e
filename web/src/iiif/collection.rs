//! `/iiif/collection/ARK` or `/iiif/collection/SLUG`: what is in a collection, and may be seen.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use bumba_access::Viewer;
use bumba_catalogue::{ListQuery, Sort};
use bumba_iiif::presentation::{Collection, CollectionItem, ItemKind, Link};

use super::{PRESENTATION, document, negotiated, texts, titles};
use crate::{
    address,
    asked::{self, Asked},
    base::Base,
    pages::moved,
    problem::Problem,
    site::Site,
};

/// The most members that one document names.
const MOST: usize = 10_000;

/// `/iiif/collection/ark:NAAN/NAME`
pub async fn by_ark(
    State(site): State<Arc<Site>>,
    Path((naan, name)): Path<(String, String)>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&site, &format!("ark:{naan}/{name}"), &base, &headers).await
}

/// `/iiif/collection/SLUG`
pub async fn by_slug(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&site, &slug, &base, &headers).await
}

async fn serve(site: &Site, name: &str, base: &Base, headers: &HeaderMap) -> Result<Response, Problem> {
    let viewer = Viewer::Public;
    let found = match asked::collection(site, viewer, name).await? {
        Asked::Here(found) => found,
        Asked::Moved(to) => return Ok(moved(address::iiif_collection(&to), None)),
    };
    let id = &found.held.object.id;
    let label = titles(&found.collection.title, &found.collection.slug);
    let mut out = Collection::new(base.of(&address::iiif_collection(id)), label.clone());
    out.about.summary = texts(&found.collection.summary);
    out.about.homepage.push(Link::page(base.of(&address::collection(id)), label));
    if let Some(above) = found.above.first() {
        let above_label = titles(&above.object.titles(), "collection");
        let above = base.of(&address::iiif_collection(&above.object.id));
        out.about.part_of.push(Link::new("Collection", above, above_label));
    }
    for sort in ["collection", "item"] {
        let mut query = ListQuery {
            sort: Some(sort.to_owned()),
            part_of: Some(id.clone()),
            order: Sort::Name,
            limit: 500,
            ..ListQuery::default()
        };
        loop {
            let page = site.catalogue.list(&query).await?;
            for row in asked::visible(site, viewer, page.rows).await? {
                let (kind, address) = match sort {
                    "item" => (ItemKind::Manifest, address::manifest(&row.id)),
                    _ => (ItemKind::Collection, address::iiif_collection(&row.id)),
                };
                let label = titles(&row.title, &row.name);
                out.items.push(CollectionItem { kind, id: base.of(&address), label, thumbnail: None });
            }
            query.after = page.next;
            if query.after.is_none() || out.items.len() >= MOST {
                break;
            }
        }
    }
    document(&out, negotiated(headers, PRESENTATION))
}
