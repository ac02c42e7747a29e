//! `/media/ID`: a file, byte for byte.

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
    view::files::file_name,
};

/// Answers.
pub async fn serve(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = asked::file(&site, Viewer::Public, &id).await?;
    let file = asked.file()?;
    let (media_type, inline) = safe(&file.technical.media_type);
    let about = About {
        media_type: media_type.to_owned(),
        tag: file.digests.sha512.clone(),
        name: file_name(&file.original_name, &file.path),
        inline,
    };
    let (store, item, path) = (site.store.clone(), asked.of.id().to_string(), file.path.clone());
    let blob = blocking(move || store.open(&item, &path)).await?.map_err(|error| Problem::broken(&error))?;
    Ok(answer(blob, &about, &headers))
}

/// The type to send and whether a browser may open it on our site. What could run as a script or a page there is saved,
/// under a type that runs nowhere.
fn safe(media_type: &str) -> (&str, bool) {
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    match kind {
        "image/svg+xml" => ("application/octet-stream", false),
        "application/pdf" | "text/plain" | "text/vtt" => (media_type, true),
        "application/xml" | "text/xml" | "text/csv" | "application/json" => (media_type, false),
        kind if ["image/", "audio/", "video/"].iter().any(|start| kind.starts_with(start)) => {
            (media_type, true)
        }
        _ => ("application/octet-stream", false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_on_our_site_is_saved_instead() {
        assert_eq!(safe("audio/wav"), ("audio/wav", true));
        assert_eq!(safe("application/xml"), ("application/xml", false));
        for wild in ["text/html", "text/javascript", "image/svg+xml", "application/xhtml+xml", "", "x"] {
            assert_eq!(safe(wild), ("application/octet-stream", false), "{wild}");
        }
    }
}
