//! `bumba show`: one object whole.

use serde_json::json;

use crate::{
    archive::Archive,
    cli::Cli,
    exit::{Failure, Outcome, Status},
    output,
};

pub async fn run(cli: &Cli, id: &str) -> Outcome {
    let archive = Archive::open(&cli.archive()).await?;
    let ark = archive.named(id).await?;
    let held = archive.rooms.catalogue.get(&ark).await?.ok_or_else(|| Failure::not_there(id))?;
    let mut value = serde_json::to_value(&held.object).unwrap_or_default();
    let events = archive.rooms.catalogue.events(&ark).await?;
    if let Some(object) = value.as_object_mut() {
        object.insert("events".to_owned(), json!(events));
        object.insert("version".to_owned(), json!(held.version));
        object.insert("changed".to_owned(), json!(held.changed));
    }
    output::document(&value);
    Ok(Status::Done)
}
