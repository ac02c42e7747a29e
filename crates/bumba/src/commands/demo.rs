//! `bumba demo`: a small archive, made by code and taken in like anybody's.

use std::{path::Path, sync::Arc};

use bumba_ingest::{
    Disk, Tables,
    plan::{Wishes, plan},
    scan::scan,
};
use serde_json::json;

use crate::{
    archive::Archive,
    cli::{self, Cli, Role},
    config::Config,
    exit::{Failure, Outcome, Status},
    interrupt, output,
    progress_bar::Bar,
    worker,
};

pub async fn run(cli: &Cli, args: &cli::Demo) -> Outcome {
    let path = cli.archive.clone().unwrap_or_else(|| "demo-archive".into());
    if !path.join(crate::config::FILE).exists() {
        Archive::init(&path, &Config { name: "Bumba, a small archive".to_owned(), ..Config::default() })?;
    }
    let archive = Archive::open(&path).await?;
    if archive.rooms.catalogue.counts().await?.items == 0 {
        fill(cli, &archive).await?;
    }
    let items = archive.rooms.catalogue.counts().await?.items;
    if args.no_serve {
        if cli.json {
            output::document(&json!({"archive": path.display().to_string(), "items": items}));
        } else {
            output::say(&format!("A small archive of {items} items is in {}.", path.display()));
        }
        return Ok(Status::Done);
    }
    super::serve::serve(&archive, args.listen, Role::All).await
}

async fn fill(cli: &Cli, archive: &Archive) -> Result<(), Failure> {
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::unusable(format!("no room for the demo's files: {error}")))?;
    make(cli, folder.path()).await?;
    let scanned = scan(folder.path(), None);
    let tables = Tables::find(&scanned, None);
    let batch = plan(&scanned, tables, &Wishes::default());
    let bar = Arc::new(Bar::new(cli.quiet, interrupt::watch()));
    let outcomes = bumba_ingest::run(&archive.rooms, batch, Arc::new(Disk), bar.clone()).await?;
    for problem in outcomes.refused.iter().chain(&outcomes.damaged) {
        output::say(&format!("{}: {}", problem.path, problem.message));
    }
    if let Some(lease) = worker::Lease::take(&archive.rooms).await? {
        let index = archive.index()?;
        let done = worker::catch_up(&lease, &index, bar.as_ref()).await;
        lease.release().await?;
        done?;
    }
    bar.end();
    Ok(())
}

async fn make(cli: &Cli, folder: &Path) -> Result<(), Failure> {
    let (folder, quiet) = (folder.to_owned(), cli.quiet);
    let mut tell = move |what: &str| {
        if !quiet {
            output::say(what);
        }
    };
    let made = tokio::task::spawn_blocking(move || bumba_demo::make(&folder, &mut tell)).await;
    made.map_err(|error| Failure::unusable(error.to_string()))?
        .map_err(|error| Failure::unusable(error.to_string()))
}
