//! `/healthz`: the process answers. `/readyz`: what it stands on answers too.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::{
    problem::Problem,
    site::{Site, blocking},
};

/// `/healthz`
pub async fn alive() -> Json<Value> {
    Json(json!({"status": "alive"}))
}

/// `/readyz`: catalogue and index answer; how far the index follows is told.
pub async fn ready(State(site): State<Arc<Site>>) -> Result<Json<Value>, Problem> {
    let newest = site.catalogue.newest().await.map_err(|error| not_ready("catalogue", &error))?;
    let index = site.index.clone();
    let position = blocking(move || index.position()).await?.map_err(|error| not_ready("index", &error))?;
    Ok(Json(json!({"status": "ready", "feed": newest.0, "index": position})))
}

fn not_ready(what: &str, error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, what, "not ready");
    Problem::busy(format!("The {what} does not answer. The log says why."))
}
