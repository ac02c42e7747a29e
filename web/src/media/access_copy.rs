//! `/media/ID/opus`, `/media/ID/mp3`: what this build cannot give yet, told with the reason.

use std::sync::Arc;

use axum::extract::{Path, State};
use bumba_access::Viewer;

use crate::{asked, problem::Problem, site::Site};

/// `/media/ID/opus`
pub async fn opus(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Problem {
    missing(&site, &id, "Opus").await
}

/// `/media/ID/mp3`
pub async fn mp3(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Problem {
    missing(&site, &id, "MP3").await
}

async fn missing(site: &Site, id: &str, format: &str) -> Problem {
    match asked::file(site, Viewer::Public, id).await {
        Ok(_) => Problem::not_made(format!(
            "This build of Bumba makes no {format} copies. The master can be heard under /media/{id}."
        )),
        Err(problem) => problem,
    }
}
