//! `bumba withdraw`: a tombstone; nothing is erased.

use bumba_model::Withdrawn;
use serde_json::json;

use crate::{
    archive::Archive,
    cli::Cli,
    exit::{Failure, Outcome, Status},
    output,
};

pub async fn run(cli: &Cli, id: &str, reason: &str) -> Outcome {
    if reason.trim().is_empty() {
        return Err(Failure::call("say why: readers who look for it are told."));
    }
    let archive = Archive::open(&cli.archive()).await?;
    let ark = archive.named(id).await?;
    let mut object = bumba_ingest::objects::object(&archive.rooms, &ark)?;
    if object.withdrawn.is_some() {
        return Err(Failure::call(format!("{ark}: was withdrawn already.")));
    }
    let at = (archive.rooms.now)().to_string();
    object.withdrawn = Some(Withdrawn { at, reason: reason.to_owned(), by: String::new() });
    bumba_ingest::objects::write(&archive.rooms, &object, "withdrawal", reason).await?;
    super::index_now(&archive).await?;
    if cli.json {
        output::document(&json!({"id": ark, "withdrawn": reason}));
    } else {
        output::say(&format!("{ark} is out of sight. Its bytes stay in the store."));
    }
    Ok(Status::Done)
}
