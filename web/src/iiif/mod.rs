//! For programs: Presentation 3, Image 3.

pub mod annotations;
pub mod collection;
pub mod image;
pub mod manifest;

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use bumba_iiif::presentation::LanguageMap;
use bumba_model::{Text, Title};
use serde::Serialize;

use crate::problem::Problem;

const PRESENTATION: &str = "application/ld+json;profile=\"http://iiif.io/api/presentation/3/context.json\"";

/// A document under its media type (Presentation API 3, section 6.2; Image API 3, section 5.1).
fn document(value: &impl Serialize, media_type: &'static str) -> Result<Response, Problem> {
    let body = serde_json::to_string(value).map_err(|error| Problem::broken(&error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (header::VARY, HeaderValue::from_static("accept")),
    ];
    Ok((headers, body).into_response())
}

/// The linked-data type where it is asked for, else plain JSON.
fn negotiated(headers: &HeaderMap, linked: &'static str) -> &'static str {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("application/ld+json") { linked } else { "application/json" }
}

fn titles(titles: &[Title], instead: &str) -> LanguageMap {
    let map: LanguageMap = titles
        .iter()
        .filter(|title| !title.text.is_empty())
        .map(|title| (&title.lang, &title.text))
        .collect();
    if map.is_empty() { LanguageMap::new("none", instead) } else { map }
}

fn texts(texts: &[Text]) -> LanguageMap {
    texts.iter().filter(|text| !text.text.is_empty()).map(|text| (&text.lang, &text.text)).collect()
}
