//! `/collections/`: the tree of all that may be seen.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use bumba_access::Viewer;
use bumba_catalogue::{ListQuery, Sort, Summary};
use bumba_model::Ark;

use super::{html, moved};
use crate::{address, asked, head::Head, problem::Problem, site::Site, view::titles::Titles};

/// How many collections a tree shows at most.
const MOST: usize = 2000;
/// How deep a tree is drawn.
const DEEP: usize = 12;

#[derive(Template)]
#[template(path = "collections.html")]
struct CollectionsPage {
    head: Head,
    tree: Vec<Branch>,
}

/// A collection and what is in it.
#[derive(Template)]
#[template(path = "branch.html")]
pub struct Branch {
    /// Where it leads.
    pub href: String,
    /// Its titles.
    pub titles: Titles,
    /// Collections in it.
    pub branches: Vec<Self>,
}

/// Answers.
pub async fn page(State(site): State<Arc<Site>>) -> Result<Response, Problem> {
    let tree = tree(&site, Viewer::Public, None).await?;
    html(&CollectionsPage { head: Head::new(&site, "collections", "Collections"), tree })
}

/// `/collections`
pub async fn bare(RawQuery(query): RawQuery) -> Response {
    moved(address::collections(), query.as_deref())
}

/// The collections below one, or all; those that may be seen.
///
/// # Errors
/// What the catalogue says.
pub async fn tree(site: &Site, viewer: Viewer, below: Option<&Ark>) -> Result<Vec<Branch>, Problem> {
    let mut all = Vec::new();
    let mut query = ListQuery {
        sort: Some("collection".to_owned()),
        order: Sort::Name,
        limit: 200,
        ..ListQuery::default()
    };
    loop {
        let page = site.catalogue.list(&query).await?;
        all.extend(asked::visible(site, viewer, page.rows).await?);
        query.after = page.next;
        if query.after.is_none() || all.len() >= MOST {
            break;
        }
    }
    let known: Vec<Ark> = all.iter().map(|row| row.id.clone()).collect();
    let mut by_parent: BTreeMap<Option<Ark>, Vec<Summary>> = BTreeMap::new();
    for row in all {
        // One whose parent is not among them stands at the top.
        let parent = row.part_of.clone().filter(|parent| known.contains(parent));
        by_parent.entry(parent).or_default().push(row);
    }
    Ok(grow(&mut by_parent, below.cloned(), DEEP))
}

/// Each row is taken once, so that a circle ends.
fn grow(
    by_parent: &mut BTreeMap<Option<Ark>, Vec<Summary>>,
    parent: Option<Ark>,
    deep: usize,
) -> Vec<Branch> {
    if deep == 0 {
        return Vec::new();
    }
    let rows = by_parent.remove(&parent).unwrap_or_default();
    rows.into_iter()
        .map(|row| Branch {
            href: address::collection(&row.id),
            titles: Titles::of(&row.title, &row.name),
            branches: grow(by_parent, Some(row.id), deep - 1),
        })
        .collect()
}
