//! `/media/ID/peaks.dat`: audiowaveform's format, with byte ranges.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use bumba_access::Viewer;

use super::bytes::{About, answer};
use crate::{
    asked,
    problem::Problem,
    site::{Site, blocking},
};

/// Answers.
pub async fn serve(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = asked::file(&site, Viewer::Public, &id).await?;
    let (derived, key) = (site.derived.clone(), asked.id.peaks());
    let blob = blocking(move || derived.open(&key)).await?.map_err(|error| Problem::broken(&error))?;
    let blob = blob.ok_or_else(|| {
        Problem::not_made("This file has no peaks: it is no sound, or they are still being made.")
    })?;
    let about = About {
        media_type: "application/octet-stream".to_owned(),
        tag: format!("{}-peaks-{}", asked.file()?.digests.sha512, blob.len()),
        name: format!("{}.dat", asked.id.segment()),
        inline: false,
    };
    Ok(answer(blob, &about, &headers))
}
