//! `bumba rebuild`: from the store alone.

use serde_json::json;

use crate::{
    archive::Archive,
    cli::{Cli, Rebuild},
    exit::{Failure, Outcome, Status},
    interrupt, output,
    progress_bar::Bar,
    worker,
};

pub async fn run(cli: &Cli, what: Rebuild) -> Outcome {
    let archive = Archive::open(&cli.archive()).await?;
    let rooms = &archive.rooms;
    let stopped = interrupt::watch();
    let bar = Bar::new(cli.quiet, stopped);
    let Some(lease) = worker::Lease::take(rooms).await? else {
        return Err(Failure::call("a server works in this archive. Stop it, rebuild, and start it again."));
    };
    let mut problems = Vec::new();
    let mut objects = 0;
    if matches!(what, Rebuild::Catalogue | Rebuild::All) {
        let rebuilt = bumba_ingest::rebuild_catalogue(rooms).await?;
        objects = objects.max(rebuilt.objects);
        problems.extend(rebuilt.problems);
    }
    if matches!(what, Rebuild::Index | Rebuild::All) {
        archive.new_index()?;
    }
    if matches!(what, Rebuild::Derived | Rebuild::All) {
        let rebuilt = bumba_ingest::rebuild_derived(rooms).await?;
        objects = objects.max(rebuilt.objects);
        problems.extend(rebuilt.problems);
    }
    let index = archive.index()?;
    let done = worker::catch_up(&lease, &index, &bar).await;
    lease.release().await?;
    bar.end();
    done?;
    problems.sort();
    problems.dedup();
    for problem in &problems {
        output::say(problem);
    }
    if cli.json {
        output::document(&json!({"objects": objects, "problems": problems}));
    } else if !cli.quiet {
        output::say(&format!("{objects} objects, {} could not be read.", problems.len()));
    }
    Ok(if problems.is_empty() { Status::Done } else { Status::Damage })
}
