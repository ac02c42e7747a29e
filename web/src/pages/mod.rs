//! Pages for people: one page, one file.

pub mod about;
pub mod ark;
pub mod authorities;
pub mod authority;
pub mod collection;
pub mod collections;
pub mod home;
pub mod item;
pub mod search;

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::problem::Problem;

/// A page, not kept by caches that are shared: an embargo may begin.
fn html(page: &impl Template) -> Result<Response, Problem> {
    let mut response = Html(page.render()?).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=0, must-revalidate"));
    Ok(response)
}

/// 308 to another address of the site, with the query kept.
pub(crate) fn moved(to: String, query: Option<&str>) -> Response {
    let to = match query {
        Some(query) if !query.is_empty() => format!("{to}?{query}"),
        _ => to,
    };
    match HeaderValue::from_str(&to) {
        Ok(to) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Err(_) => Problem::wrong("The address cannot be written.").into_response(),
    }
}
