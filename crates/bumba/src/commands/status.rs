//! `bumba status`: what waits, runs, failed.

use bumba_catalogue::JobState;
use serde_json::json;

use crate::{
    archive::Archive,
    cli::Cli,
    exit::{Outcome, Status},
    output, worker,
};

pub async fn run(cli: &Cli) -> Outcome {
    let archive = Archive::open(&cli.archive()).await?;
    let catalogue = &archive.rooms.catalogue;
    let mut states = serde_json::Map::new();
    for (name, state) in
        [("waiting", JobState::Waiting), ("running", JobState::Running), ("failed", JobState::Failed)]
    {
        states.insert(
            name.to_owned(),
            serde_json::to_value(catalogue.jobs(state, 1000).await?).unwrap_or_default(),
        );
    }
    let newest = catalogue.newest().await?;
    let indexed = archive.index()?.position()?;
    let counts = catalogue.counts().await?;
    let works = worker::somebody_works(&archive.rooms).await?;
    if cli.json {
        output::document(&json!({
            "jobs": states, "feed": newest, "index": indexed, "counts": counts, "worker": works,
        }));
        return Ok(Status::Done);
    }
    output::text(&format!(
        "{} items, {} files, {}; {} pages and sides; {} lines of text",
        counts.items,
        counts.files,
        output::bytes(counts.bytes),
        counts.canvases,
        counts.lines
    ));
    output::text(&format!(
        "Feed at {}, index at {indexed}. {}",
        newest.0,
        if works { "Somebody works." } else { "Nobody works now." }
    ));
    for (name, jobs) in &states {
        let jobs = jobs.as_array().map_or(&[][..], Vec::as_slice);
        output::text(&format!("{name}: {}", jobs.len()));
        for job in jobs.iter().filter(|job| !job["why"].is_null()) {
            output::text(&format!(
                "  {}: {}",
                job["key"].as_str().unwrap_or_default(),
                job["why"].as_str().unwrap_or_default()
            ));
        }
    }
    Ok(Status::Done)
}
