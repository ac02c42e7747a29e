//! `bumba authority`: names of people, places and works.

use std::path::Path;

use bumba_ingest::{Disk, Silent, plan::Plan};
use bumba_model::What;
use serde_json::json;

use crate::{
    archive::Archive,
    cli::{self, Cli},
    exit::{Failure, Outcome, Status},
    output,
};

pub async fn run(cli: &Cli, args: &cli::Authority) -> Outcome {
    let archive = Archive::open(&cli.archive()).await?;
    match args {
        cli::Authority::Import { file } => import(cli, &archive, file).await,
        cli::Authority::Merge { from, into } => merge(cli, &archive, from, into).await,
    }
}

async fn import(cli: &Cli, archive: &Archive, file: &Path) -> Outcome {
    let (authorities, problems) =
        bumba_ingest::authorities_of(file).map_err(|problem| Failure::call(problem.to_string()))?;
    let count = authorities.len();
    let plan = Plan { authorities, problems, ..Plan::default() };
    let outcomes =
        bumba_ingest::run(&archive.rooms, plan, std::sync::Arc::new(Disk), std::sync::Arc::new(Silent))
            .await?;
    super::index_now(archive).await?;
    for problem in outcomes.told.iter().chain(&outcomes.refused) {
        output::say(&format!("{}: {}", problem.path, problem.message));
    }
    if cli.json {
        output::document(&json!({"authorities": count, "refused": outcomes.refused, "told": outcomes.told}));
    } else {
        output::say(&format!("{count} authorities."));
    }
    Ok(if outcomes.refused.is_empty() { Status::Done } else { Status::Part })
}

async fn merge(cli: &Cli, archive: &Archive, from: &str, into: &str) -> Outcome {
    let (from, into) = (archive.named(from).await?, archive.named(into).await?);
    if from == into {
        return Err(Failure::call(format!("{from}: is the same as {into}.")));
    }
    let rooms = &archive.rooms;
    let (mut gone, mut stays) =
        (bumba_ingest::objects::object(rooms, &from)?, bumba_ingest::objects::object(rooms, &into)?);
    let (What::Authority(old), What::Authority(new)) = (&mut gone.what, &mut stays.what) else {
        return Err(Failure::call("only authorities are merged, and only with one another."));
    };
    if old.kind != new.kind {
        return Err(Failure::call(format!(
            "{from} is a {}, {into} a {}: they are not the same thing.",
            old.kind, new.kind
        )));
    }
    for name in &old.names {
        if !new.names.iter().any(|there| there.text == name.text && there.lang == name.lang) {
            new.names.push(name.clone());
        }
    }
    old.merged_into = Some(into.clone());
    bumba_ingest::objects::write(
        rooms,
        &stays,
        "metadata modification",
        &format!("took the names of {from}"),
    )
    .await?;
    bumba_ingest::objects::write(rooms, &gone, "metadata modification", &format!("merged into {into}"))
        .await?;
    super::index_now(archive).await?;
    if cli.json {
        output::document(&json!({"from": from, "into": into}));
    } else {
        output::say(&format!("{from} sends its readers on to {into}."));
    }
    Ok(Status::Done)
}
