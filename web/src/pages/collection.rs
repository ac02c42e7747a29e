//! `/collections/ARK` or `/collections/SLUG`: what it is, what is in it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use bumba_access::Viewer;
use bumba_catalogue::{ListQuery, Sort};
use bumba_model::{Ark, What};

use super::{
    collections::{Branch, tree},
    html, moved,
};
use crate::{
    address,
    asked::{self, Asked},
    base::Base,
    head::Head,
    params::Params,
    problem::Problem,
    said::Said,
    site::Site,
    view::{
        card::{Card, card},
        rights::RightsView,
        titles::Titles,
    },
};

/// Items on a page.
const SHOWN: u32 = 24;

#[derive(Template)]
#[template(path = "collection.html")]
struct CollectionPage {
    head: Head,
    titles: Titles,
    crumbs: Vec<Crumb>,
    summary: Vec<Said>,
    branches: Vec<Branch>,
    cards: Vec<Card>,
    next: Option<String>,
    first: Option<String>,
    search: String,
    id: String,
    ark: String,
    link: String,
    iiif: String,
    rights: String,
    rights_href: Option<String>,
}

/// What something is in.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// Its title.
    pub said: Said,
}

/// The way down to something: from the outermost.
#[must_use]
pub fn crumbs(above: &[bumba_catalogue::Held]) -> Vec<Crumb> {
    let crumb = |held: &bumba_catalogue::Held| Crumb {
        href: match held.object.what {
            What::Item(_) => address::item(&held.object.id),
            _ => address::collection(&held.object.id),
        },
        said: Titles::of(&held.object.titles(), "").first,
    };
    above.iter().rev().map(crumb).collect()
}

/// `/collections/ark:NAAN/NAME`
pub async fn by_ark(
    State(site): State<Arc<Site>>,
    Path((naan, name)): Path<(String, String)>,
    params: Params,
    base: Base,
) -> Result<Response, Problem> {
    page(&site, &format!("ark:{naan}/{name}"), &params, &base).await
}

/// `/collections/SLUG`: shown where it is; its permanent address is in the page.
pub async fn by_slug(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    params: Params,
    base: Base,
) -> Result<Response, Problem> {
    if let Ok(ark) = slug.parse::<Ark>() {
        return Ok(moved(address::collection(&ark), query.as_deref()));
    }
    page(&site, &slug, &params, &base).await
}

async fn page(site: &Site, name: &str, params: &Params, base: &Base) -> Result<Response, Problem> {
    let viewer = Viewer::Public;
    let found = match asked::collection(site, viewer, name).await? {
        Asked::Here(found) => found,
        Asked::Moved(to) => return Ok(moved(address::collection(&to), None)),
    };
    let id = &found.held.object.id;
    let after = params.get("after").map(str::to_owned);
    let query = ListQuery {
        sort: Some("item".to_owned()),
        part_of: Some(id.clone()),
        order: Sort::Name,
        after: after.clone(),
        limit: SHOWN,
        ..ListQuery::default()
    };
    let list = site.catalogue.list(&query).await?;
    let ids: Vec<Ark> =
        asked::visible(site, viewer, list.rows).await?.into_iter().map(|row| row.id).collect();
    let mut cards = Vec::new();
    for asked in asked::items(site, viewer, &ids).await? {
        cards.push(card(site, &asked, "").await?);
    }
    let titles = Titles::of(&found.collection.title, &found.collection.slug);
    let here = address::collection(id);
    let mut head = Head::new(site, "collection", &titles.first.text);
    head.canonical = Some(base.of(&here));
    let rights = RightsView::new(&found.collection.rights);
    let page = CollectionPage {
        crumbs: crumbs(&found.above),
        summary: found.collection.summary.iter().map(Said::from).collect(),
        branches: tree(site, viewer, Some(id)).await?,
        cards,
        next: list.next.map(|after| address::with_query(here.clone(), [("after".to_owned(), after)])),
        first: after.map(|_| here.clone()),
        search: address::search_by("collection", &id.to_string()),
        id: id.to_string(),
        ark: id.to_string(),
        link: base.of(&here),
        iiif: address::iiif_collection(id),
        rights: rights.written,
        rights_href: rights.href,
        titles,
        head,
    };
    html(&page)
}

/// What may be a link: `javascript:` and the like in a record stay words.
#[must_use]
pub fn web_address(uri: &str) -> Option<String> {
    let lower = uri.trim().to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://")).then(|| uri.trim().to_owned())
}
