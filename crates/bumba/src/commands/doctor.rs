//! `bumba doctor`: what is set up, what is missing, what to do.

use bumba_store::Depth;
use serde_json::json;

use crate::{
    archive::Archive,
    cli::Cli,
    exit::{Outcome, Status},
    output, worker,
};

pub async fn run(cli: &Cli) -> Outcome {
    let archive = Archive::open(&cli.archive()).await?;
    let rooms = &archive.rooms;
    let mut advice: Vec<String> = Vec::new();
    if archive.config.naan == bumba_model::Ark::TRIAL_NAAN {
        advice.push("Identifiers stand under 99999, the number for trials. Ask for one of your own at arks.org, and begin a new archive with bumba init --naan.".to_owned());
    }
    if archive.config.web.base_url.is_none() {
        advice.push("The site does not know its own address, so it serves this machine alone. Say it in bumba.toml: [web] base_url = \"https://…\"".to_owned());
    }
    let newest = rooms.catalogue.newest().await?.0.unsigned_abs();
    let indexed = match archive.index() {
        Ok(index) => Some(index.position()?),
        Err(failure) => {
            advice.push(failure.message);
            None
        }
    };
    if indexed.is_some_and(|indexed| indexed < newest) && !worker::somebody_works(rooms).await? {
        advice.push("The index is behind. bumba serve, or any bumba ingest, brings it up.".to_owned());
    }
    let failed = rooms.catalogue.jobs(bumba_catalogue::JobState::Failed, 1000).await?.len();
    if failed > 0 {
        advice.push(format!("{failed} jobs failed. bumba status says why."));
    }
    let (mut objects, mut damaged) = (0_u64, 0_u64);
    for id in rooms.store.ids()? {
        objects += 1;
        match id {
            Ok(id) if rooms.store.verify(&id, Depth::Quick)?.is_clean() => {}
            _ => damaged += 1,
        }
    }
    let counts = rooms.catalogue.counts().await?;
    if damaged > 0 {
        advice.push(format!("{damaged} objects are damaged. bumba verify says which files."));
    }
    if cli.json {
        output::document(&json!({
            "archive": archive.path.display().to_string(), "naan": archive.config.naan, "objects": objects,
            "damaged": damaged, "items": counts.items, "feed": newest, "index": indexed, "advice": advice,
        }));
    } else {
        output::text(&format!(
            "{} holds {objects} objects, {} items, {}.",
            archive.path.display(),
            counts.items,
            output::bytes(counts.bytes)
        ));
        for one in &advice {
            output::text(&format!("· {one}"));
        }
        if advice.is_empty() {
            output::text("All is well.");
        }
    }
    Ok(if damaged > 0 { Status::Damage } else { Status::Done })
}
