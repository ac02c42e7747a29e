//! `/authorities/`: people, places, works, subjects.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use bumba_catalogue::{ListQuery, Summary};

use super::{html, moved};
use crate::{address, head::Head, params::Params, problem::Problem, said::Said, site::Site};

/// Names on a page.
const SHOWN: u32 = 200;

#[derive(Template)]
#[template(path = "authorities.html")]
struct AuthoritiesPage {
    head: Head,
    groups: Vec<Group>,
    next: Option<String>,
    first: Option<String>,
}

struct Group {
    label: &'static str,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: Said,
    others: Vec<Said>,
}

/// Answers.
pub async fn page(State(site): State<Arc<Site>>, params: Params) -> Result<Response, Problem> {
    let after = params.get("after").map(str::to_owned);
    let query = ListQuery {
        sort: Some("authority".to_owned()),
        after: after.clone(),
        limit: SHOWN,
        ..ListQuery::default()
    };
    let list = site.catalogue.list(&query).await?;
    let mut groups: Vec<Group> = [
        ("agent", "People and bodies"),
        ("place", "Places"),
        ("work", "Works"),
        ("subject", "Subjects"),
        ("", "Others"),
    ]
    .into_iter()
    .map(|(kind, label)| Group {
        label,
        rows: list.rows.iter().filter(|row| kind_of(row) == kind).map(row).collect(),
    })
    .collect();
    groups.retain(|group| !group.rows.is_empty());
    let page = AuthoritiesPage {
        head: Head::new(&site, "authorities", "Names"),
        groups,
        next: list
            .next
            .map(|after| address::with_query(address::authorities(), [("after".to_owned(), after)])),
        first: after.map(|_| address::authorities()),
    };
    html(&page)
}

/// `/authorities`
pub async fn bare(RawQuery(query): RawQuery) -> Response {
    moved(address::authorities(), query.as_deref())
}

fn kind_of(row: &Summary) -> &str {
    match row.kind.as_str() {
        kind @ ("agent" | "place" | "work" | "subject") => kind,
        _ => "",
    }
}

fn row(row: &Summary) -> Row {
    let mut names: Vec<Said> = row.title.iter().map(Said::from).collect();
    let first = names
        .iter()
        .position(|name| name.lang.split('-').next() == Some("en"))
        .or_else(|| names.iter().position(|name| !name.is_vertical()))
        .unwrap_or(0);
    let name = if names.is_empty() { Said::new(row.id.to_string(), "") } else { names.remove(first) };
    names.truncate(5);
    Row { href: address::authority(&row.id), name, others: names }
}
