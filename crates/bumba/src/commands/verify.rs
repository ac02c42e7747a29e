//! `bumba verify`: every byte, compared with what the inventories promise.

use bumba_store::{Depth, Store};
use serde_json::{Value, json};

use crate::{
    archive::Archive,
    cli::{Cli, Verify},
    exit::{Failure, Outcome, Status},
    output,
};

pub async fn run(cli: &Cli, args: &Verify) -> Outcome {
    let archive = Archive::open(&cli.archive()).await?;
    let store = archive.rooms.store.clone();
    let mut ids = Vec::new();
    let mut damaged = Vec::new();
    if args.ids.is_empty() {
        for id in store.ids()? {
            match id {
                Ok(id) => ids.push(id),
                Err(error) => damaged.push(json!({"id": null, "path": null, "what": error.to_string(), "replica": null, "healed": false})),
            }
        }
    }
    for name in &args.ids {
        ids.push(archive.named(name).await?.to_string());
    }
    let depth = if args.quick { Depth::Quick } else { Depth::Full };
    let now = archive.rooms.now;
    let work = move || -> Result<_, Failure> {
        let (mut files, mut bytes) = (0, 0);
        for id in &ids {
            let report = store.verify(id, depth)?;
            if depth == Depth::Quick {
                damaged.extend(shorter(store.as_ref(), id)?);
            }
            files += report.files;
            bytes += report.bytes;
            if report.is_clean() && depth == Depth::Full {
                let line = json!({"at": now().to_string(), "event": "fixity check", "outcome": "success", "files": report.files, "bytes": report.bytes});
                store.log(id, "fixity.jsonl", &line.to_string())?;
            }
            damaged.extend(report.damage.iter().map(|damage| {
                json!({"id": id, "path": damage.path, "what": damage.what.to_string(), "replica": "local", "healed": false})
            }));
        }
        Ok((ids.len(), files, bytes, damaged))
    };
    let (objects, files, bytes, damaged) =
        tokio::task::spawn_blocking(work).await.map_err(|error| Failure::unusable(error.to_string()))??;
    if cli.json {
        output::document(&json!({"objects": objects, "files": files, "bytes": bytes, "damaged": damaged}));
    } else {
        for one in &damaged {
            output::say(&format!(
                "{} {}: {}. Restore it from a replica or ingest a whole copy.",
                one["id"].as_str().unwrap_or("?"),
                one["path"].as_str().unwrap_or_default(),
                one["what"].as_str().unwrap_or_default()
            ));
        }
        output::text(&format!(
            "{objects} objects, {files} files, {}; {} damaged",
            output::bytes(bytes),
            damaged.len()
        ));
    }
    Ok(if damaged.is_empty() { Status::Done } else { Status::Damage })
}

/// Files that are not as long as they came: OCFL keeps no lengths, the item's record does.
fn shorter(store: &dyn Store, id: &str) -> Result<Vec<Value>, Failure> {
    // What cannot be read is told by the inventories' check.
    let (Ok(Some(stored)), Some(head)) = (bumba_ingest::register::stored(store, id), store.head(id)?) else {
        return Ok(Vec::new());
    };
    let files = stored.object.item().map_or(&[][..], |item| &item.files);
    let wrong = files.iter().filter_map(|file| {
        let there = head.files.get(&file.path)?.bytes?;
        (there != file.bytes).then(|| {
            let what = format!("is {there} bytes long, and was {} when it came", file.bytes);
            json!({"id": id, "path": file.path, "what": what, "replica": "local", "healed": false})
        })
    });
    Ok(wrong.collect())
}
