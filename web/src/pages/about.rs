//! `/about`: what this is, and how to ask it.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};

use super::html;
use crate::{address, head::Head, problem::Problem, site::Site};

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    head: Head,
    examples: Vec<Example>,
}

struct Example {
    query: &'static str,
    lang: &'static str,
    href: String,
    finds: &'static str,
}

/// Answers.
pub async fn page(State(site): State<Arc<Site>>) -> Result<Response, Problem> {
    let example = |query, lang, finds| Example { query, lang, href: address::search_for(query), finds };
    let examples = vec![
        example("steppe song", "en", "items with both words, in any lines and in the description"),
        example("\"hanging there\"", "en", "the words one after the other, also over the end of a line"),
        example("steppe OR desert", "en", "items with one of them"),
        example("song NOT wedding", "en", "items with the first and without the second"),
        example("(steppe OR desert) song", "en", "brackets say what belongs together"),
        example(
            "太宗",
            "zh-Hant",
            "two characters and more are looked for as they stand together, simplified and traditional alike",
        ),
        example(
            "Жангар",
            "mn-Cyrl",
            "a name that the archive lists is looked for in every script it is listed in",
        ),
    ];
    html(&AboutPage { head: Head::new(&site, "about", "About, and how to ask"), examples })
}
