//! What could not be done: RFC 9457 for programs, a page with a way on for people.

use std::fmt;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bumba_catalogue::CatalogueError;
use bumba_model::{ArkError, Withdrawn};
use serde_json::json;
use std::sync::Arc;

use crate::{address, head::Head, site::Site};

/// Why an address did not give what it should.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    /// What `type` ends in.
    kind: &'static str,
    title: String,
    detail: String,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &str, detail: impl Into<String>) -> Self {
        Self { status, kind, title: title.to_owned(), detail: detail.into() }
    }

    /// 400: the address says something that cannot be meant.
    #[must_use]
    pub fn wrong(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "wrong-address", "This address cannot be read", detail)
    }

    /// 404: nothing has this name.
    #[must_use]
    pub fn nothing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "nothing-here", "Nothing has this address", detail)
    }

    /// 404: the check character does not fit.
    #[must_use]
    pub fn slip(error: &ArkError) -> Self {
        match error {
            ArkError::Slip(_) => {
                Self::new(StatusCode::NOT_FOUND, "typing-slip", "A typing slip", error.to_string())
            }
            ArkError::Form(_) => Self::nothing(error.to_string()),
        }
    }

    /// 403: a rule keeps it for those who work here.
    #[must_use]
    pub fn closed(what: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "not-open",
            "Not open to readers",
            format!("{what} is kept here, and a rule of access keeps it for those who work at the archive."),
        )
    }

    /// 410: it was withdrawn, and why.
    #[must_use]
    pub fn withdrawn(withdrawn: &Withdrawn) -> Self {
        let day = withdrawn.at.get(..10).unwrap_or_default();
        let reason = if withdrawn.reason.is_empty() { "No reason was given." } else { &withdrawn.reason };
        let when = if day.is_empty() { String::new() } else { format!(" on {day}") };
        Self::new(
            StatusCode::GONE,
            "withdrawn",
            "Withdrawn",
            format!("What stood here was withdrawn{when}. The reason: {reason}"),
        )
    }

    /// 404: what could be made of a file is not there.
    #[must_use]
    pub fn not_made(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-made", "Not there", detail)
    }

    /// 416: there are not so many bytes.
    #[must_use]
    pub fn no_such_range(length: u64) -> Self {
        Self::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "no-such-range",
            "No such bytes",
            format!("The file has {length} bytes; none of those asked for are among them."),
        )
    }

    /// 405.
    #[must_use]
    pub fn method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method",
            "This address can only be read",
            "Only GET and HEAD are answered here.",
        )
    }

    /// 503: not now.
    #[must_use]
    pub fn busy(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "not-now", "Not now", detail)
    }

    /// 500: the fault is ours. What it was goes to the log alone.
    #[must_use]
    pub fn broken(error: &dyn fmt::Display) -> Self {
        tracing::error!(%error, "a request could not be answered");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "our-fault",
            "The fault is ours",
            "Something in the archive could not be read. It is in the log of those who run it; nothing was changed.",
        )
    }

    fn document(&self) -> Response {
        let body = json!({
            "type": format!("about:blank#{}", self.kind),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        let kind = HeaderValue::from_static("application/problem+json");
        (self.status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
    }

    fn page(&self, site: &Site) -> Response {
        let page = ProblemPage {
            head: Head::new(site, "error", &self.title),
            problem: self,
            home: address::home(),
            collections: address::collections(),
        };
        match page.render() {
            Ok(html) => (self.status, axum::response::Html(html)).into_response(),
            Err(_) => self.document(),
        }
    }
}

impl IntoResponse for Problem {
    /// A bare answer with the problem beside it: [`dress`] knows who asked and writes it out.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<CatalogueError> for Problem {
    fn from(error: CatalogueError) -> Self {
        match &error {
            CatalogueError::Name(slip) => Self::slip(slip),
            _ => Self::broken(&error),
        }
    }
}

impl From<ArkError> for Problem {
    fn from(error: ArkError) -> Self {
        Self::slip(&error)
    }
}

/// A page that cannot be rendered is our fault.
impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::broken(&error)
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    head: Head,
    problem: &'a Problem,
    home: String,
    collections: String,
}

impl ProblemPage<'_> {
    fn status(&self) -> u16 {
        self.problem.status.as_u16()
    }

    fn is_withdrawn(&self) -> bool {
        self.problem.status == StatusCode::GONE
    }
}

/// Writes problems out for whoever asked: a page where HTML is wanted, else a document.
pub async fn dress(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let page = wants_a_page(request.headers(), request.uri().path());
    let head = request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let kept: Vec<_> =
        [header::CONTENT_RANGE, header::ACCEPT_RANGES, header::ALLOW, header::ACCESS_CONTROL_ALLOW_ORIGIN]
            .into_iter()
            .filter_map(|name| Some((name.clone(), response.headers().get(name)?.clone())))
            .collect();
    let mut dressed = if page { problem.page(&site) } else { problem.document() };
    for (name, value) in kept {
        dressed.headers_mut().insert(name, value);
    }
    dressed.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if head { dressed.map(|_| axum::body::Body::empty()) } else { dressed }
}

/// Browsers say `text/html`. Who says nothing, or takes anything, gets a page of the site and a document of what is for programs.
fn wants_a_page(headers: &HeaderMap, path: &str) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") {
        return true;
    }
    let for_programs = ["/iiif/", "/media/", "/api/", "/assets/", "/healthz", "/readyz"];
    !accept.contains("json") && !for_programs.iter().any(|start| path.starts_with(start))
}
