//! `bumba ingest`: folders and tables in.

use std::{fs::File, io::BufWriter, path::Path, sync::Arc};

use bumba_ingest::{
    Disk, Form, Outcomes, Rehearsal, Tables,
    plan::{Plan, Wishes, plan},
    scan::scan,
    write_report,
};
use serde_json::json;

use crate::{
    archive::Archive,
    cli::{Cli, Ingest},
    exit::{Failure, Outcome, Status},
    interrupt, output,
    progress_bar::Bar,
    worker,
};

pub async fn run(cli: &Cli, args: &Ingest) -> Outcome {
    let form = match &args.report {
        Some(path) => Some(Form::of_name(&path.to_string_lossy()).ok_or_else(|| {
            Failure::call(format!("{}: a report is .html, .csv or .json.", path.display()))
        })?),
        None => None,
    };
    let names = match &args.names {
        Some(label) => Some(encoding_of(label)?),
        None => None,
    };
    for source in &args.sources {
        if !source.is_dir() {
            return Err(Failure::call(format!(
                "{}: is no folder. Give the folder that holds the items.",
                source.display()
            )));
        }
    }
    let archive = Archive::open(&cli.archive()).await?;
    let into = match &args.into {
        Some(name) => Some(archive.named(name).await?),
        None => None,
    };
    if let Some(collection) = &args.collection {
        archive.named(collection).await?;
    }
    let wishes = Wishes { collection: args.collection.clone(), into };
    let mut whole = Plan::default();
    for source in &args.sources {
        let scanned = scan(source, names);
        let tables = Tables::find(&scanned, args.table.as_deref());
        let one = plan(&scanned, tables, &wishes);
        whole.collections.extend(one.collections);
        whole.authorities.extend(one.authorities);
        whole.items.extend(one.items);
        whole.problems.extend(one.problems);
    }
    if args.plan {
        let bar = Arc::new(Bar::new(cli.quiet, interrupt::watch()));
        let rehearsal = bumba_ingest::rehearse(&archive.rooms, &whole, Arc::new(Disk), bar).await?;
        return tell_plan(cli, &whole, &rehearsal, args, form);
    }
    let sources: Vec<_> =
        whole.items.iter().flat_map(|item| &item.files).map(|file| file.source.clone()).collect();
    let stopped = interrupt::watch();
    let bar = Arc::new(Bar::new(cli.quiet, stopped));
    bumba_ingest::work::settle(&archive.rooms, &format!("ingest {}", std::process::id())).await?;
    let outcomes = bumba_ingest::run(&archive.rooms, whole, Arc::new(Disk), bar.clone()).await;
    let outcomes = match outcomes {
        Ok(outcomes) => outcomes,
        Err(error) => {
            bar.end();
            return Err(error.into());
        }
    };
    finish(&archive, &bar, args.wait).await?;
    bar.end();
    if args.and_remove {
        remove_sources(&archive, &outcomes, &sources)?;
    }
    if let (Some(path), Some(form)) = (&args.report, form) {
        report(&outcomes, form, path)?;
    }
    tell(cli, &outcomes);
    Ok(if outcomes.refused.is_empty() && outcomes.damaged.is_empty() { Status::Done } else { Status::Part })
}

fn encoding_of(label: &str) -> Result<&'static encoding_rs::Encoding, Failure> {
    encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        Failure::call(format!(
            "{label}: no encoding of that name is known. Try gb18030, big5 or windows-1251."
        ))
    })
}

/// Until all of it can be found and seen; or until somebody else has it in hand.
async fn finish(archive: &Archive, bar: &Bar, wait: bool) -> Result<(), Failure> {
    let rooms = &archive.rooms;
    loop {
        if let Some(lease) = worker::Lease::take(rooms).await? {
            let index = archive.index()?;
            let done = worker::catch_up(&lease, &index, bar).await;
            lease.release().await?;
            return done;
        }
        if !wait {
            return Ok(());
        }
        let waiting = rooms.catalogue.unfinished(&[bumba_ingest::work::DERIVE]).await?;
        if waiting == 0 && archive.index()?.position()? >= rooms.catalogue.newest().await?.0.unsigned_abs() {
            return Ok(());
        }
        if bumba_ingest::Progress::stop(bar) {
            return Err(bumba_ingest::IngestError::Interrupted.into());
        }
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
}

fn tell_plan(
    cli: &Cli,
    plan: &Plan,
    rehearsal: &Rehearsal,
    args: &Ingest,
    form: Option<Form>,
) -> Result<Status, Failure> {
    let mut outcomes = Outcomes::default();
    outcomes.note(plan.problems.iter().chain(&rehearsal.problems).cloned());
    let would = |file: &bumba_ingest::plan::PlannedFile| {
        rehearsal.files.get(&file.shown).copied().unwrap_or("refused")
    };
    if let (Some(path), Some(form)) = (&args.report, form) {
        report(&outcomes, form, path)?;
    }
    let file = |file: &bumba_ingest::plan::PlannedFile| json!({"source": file.shown, "path": file.path, "role": file.role, "bytes": file.bytes, "beside": file.beside, "would": would(file)});
    if cli.json {
        let items: Vec<_> = plan
            .items
            .iter()
            .map(|item| json!({"item": item.name, "part_of": item.part_of, "files": item.files.iter().map(file).collect::<Vec<_>>()}))
            .collect();
        output::document(&json!({
            "items": items, "collections": plan.collections.len(), "authorities": plan.authorities.len(),
            "refused": outcomes.refused, "told": outcomes.told,
        }));
    } else {
        for item in &plan.items {
            let bytes: u64 = item.files.iter().map(|file| file.bytes).sum();
            output::text(&format!("{}: {} files, {}", item.name, item.files.len(), output::bytes(bytes)));
            for file in &item.files {
                let beside = file.beside.as_ref().map_or(String::new(), |path| format!(", beside {path}"));
                output::text(&format!("  {} → {}{beside} ({})", file.shown, file.path, would(file)));
            }
        }
        tell_problems(&outcomes);
    }
    Ok(if outcomes.refused.is_empty() { Status::Done } else { Status::Part })
}

fn tell(cli: &Cli, outcomes: &Outcomes) {
    if cli.json {
        output::document(&serde_json::to_value(outcomes).unwrap_or_default());
        return;
    }
    tell_problems(outcomes);
    if !cli.quiet {
        output::say(&format!(
            "{} items, {} files, {} taken in; {} files were held already; {} refused, {} damaged.",
            outcomes.items_in,
            outcomes.files_in,
            output::bytes(outcomes.bytes_in),
            outcomes.held_already,
            outcomes.refused.len(),
            outcomes.damaged.len()
        ));
    }
}

fn tell_problems(outcomes: &Outcomes) {
    for problem in outcomes.told.iter().chain(&outcomes.damaged).chain(&outcomes.refused) {
        output::say(&format!("{}: {}", problem.path, problem.message));
    }
}

fn report(outcomes: &Outcomes, form: Form, path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::unusable(format!("{}: the report cannot be written: {error}", path.display()))
    };
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    write_report(outcomes, form, &jiff::Timestamp::now().to_string(), &mut file).map_err(failed)?;
    std::io::Write::flush(&mut file).map_err(failed)
}

/// Removes sources whose bytes stand in the store: each copy is read again, and compared with the source.
fn remove_sources(
    archive: &Archive,
    outcomes: &Outcomes,
    sources: &[std::path::PathBuf],
) -> Result<(), Failure> {
    let mut kept = std::collections::HashSet::new();
    for ark in &outcomes.items {
        let id = ark.to_string();
        let report = archive.rooms.store.verify(&id, bumba_store::Depth::Full)?;
        if report.is_clean()
            && let Some(head) = archive.rooms.store.head(&id)?
        {
            kept.extend(head.files.values().map(|file| file.sha512.to_string()));
        }
    }
    for source in sources {
        let digest = bumba_ingest::digest_of(source)
            .map_err(|error| Failure::unusable(format!("{}: {error}", source.display())))?;
        if kept.contains(&digest) {
            std::fs::remove_file(source).map_err(|error| {
                Failure::unusable(format!(
                    "{}: is kept, and cannot be removed here: {error}",
                    source.display()
                ))
            })?;
        }
    }
    Ok(())
}
