//! `/media/ID/text.vtt?layer=`: the lines over a sound, for `<track>`.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use bumba_access::Viewer;

use crate::{asked, params::Params, problem::Problem, site::Site};

/// The most lines of one side.
const LINES: u32 = 100_000;

/// Answers.
pub async fn serve(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let asked = asked::file(&site, Viewer::Public, &id).await?;
    let layer =
        params.get("layer").ok_or_else(|| Problem::wrong("layer= is missing: which text is meant?"))?;
    let item = asked.of.item();
    let shows = |canvas: &&bumba_model::Canvas| {
        item.placements.iter().any(|placement| placement.canvas == canvas.id && placement.file == asked.id.n)
    };
    let canvas =
        item.canvases.iter().find(shows).ok_or_else(|| Problem::nothing("This file is on no canvas."))?;
    if !item.layers.iter().any(|one| one.id == layer) {
        return Err(Problem::nothing(format!("layer={layer}: there is no such text over this file.")));
    }
    if !asked.of.may_lines(layer, &canvas.id) {
        return Err(Problem::closed("This text"));
    }
    let (mut lines, _) = asked.of.lines(&site, &canvas.id, LINES).await?;
    lines.retain(|line| line.layer == layer);
    let text = bumba_transcript::write_webvtt(&lines);
    let headers =
        [(header::CONTENT_TYPE, "text/vtt; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")];
    Ok((headers, text).into_response())
}
