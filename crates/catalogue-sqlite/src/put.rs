//! Writing an object whole.

use bumba_catalogue::{CatalogueError, FeedWhat, Put, Seq};
use bumba_model::{Ark, Event, Object};
use sqlx::SqliteConnection;

use crate::{error::Result, feed, job, line, natural, parts, record, record::Record, time};

/// What a put needs, made before the one writer is asked for.
pub(crate) struct Ready {
    put: Put,
    record: Record,
    /// With its JSON.
    events: Vec<(Event, String)>,
}

impl Ready {
    pub(crate) fn new(mut put: Put) -> Result<Self> {
        let record = Record::of(&put.object)?;
        line::sort(&mut put.lines, &put.object);
        let unreadable = |why: serde_json::Error| CatalogueError::Record {
            id: put.object.id.to_string(),
            why: why.to_string(),
        };
        let events = std::mem::take(&mut put.events)
            .into_iter()
            .map(|event| record::canonical(&event).map(|json| (event, json)))
            .collect::<serde_json::Result<_>>()
            .map_err(unreadable)?;
        Ok(Self { put, record, events })
    }
}

/// Within the caller's transaction.
pub(crate) async fn put(db: &mut SqliteConnection, ready: &Ready) -> Result<Seq> {
    let Ready { put, record, events } = ready;
    let id = put.object.id.to_string();
    if let Some(job) = put.ends {
        job::end(db, job).await?;
    }

    let held = sqlx::query!(r#"SELECT n AS "n!", version, seq, json FROM objects WHERE id = ?"#, id)
        .fetch_optional(&mut *db)
        .await?;
    let mut lines_stand = false;
    if let Some(held) = &held {
        lines_stand = line::stand(db, held.n, &put.lines).await?;
        if lines_stand
            && held.version == i64::from(put.version)
            && held.json == record.json
            && events_stand(db, held.n, events).await?
        {
            return Ok(Seq(held.seq));
        }
    }

    refuse_a_name_taken(db, &put.object, &record.name).await?;
    let n = write_row(db, put, record).await?;
    if held.is_some() {
        parts::forget(db, n).await?;
    }
    parts::write(db, n, &put.object, record).await?;
    if !lines_stand {
        line::replace(db, n, &put.lines).await?;
    }
    for (event, json) in events {
        let (at, kind, outcome) = (time::nanoseconds_of(&event.at), &event.kind, event.outcome.as_str());
        sqlx::query!(
            "INSERT INTO events (object, at_ns, kind, outcome, json) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (object, json) DO NOTHING",
            n,
            at,
            kind,
            outcome,
            json
        )
        .execute(&mut *db)
        .await?;
    }

    let what = match (&put.object.withdrawn, &held) {
        (Some(_), _) => FeedWhat::Withdraw,
        (None, None) => FeedWhat::Create,
        (None, Some(_)) => FeedWhat::Update,
    };
    let seq = feed::append(db, n, &put.object, what, &put.changed).await?;
    sqlx::query!("UPDATE objects SET seq = ? WHERE n = ?", seq.0, n).execute(&mut *db).await?;
    Ok(seq)
}

async fn events_stand(db: &mut SqliteConnection, n: i64, events: &[(Event, String)]) -> Result<bool> {
    for (_, json) in events {
        let stands = sqlx::query_scalar!(
            r#"SELECT 1 AS "one!: i64" FROM events WHERE object = ? AND json = ?"#,
            n,
            json
        )
        .fetch_optional(&mut *db)
        .await?;
        if stands.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Slugs are one list; items are named within what they are part of; authorities within the archive.
async fn refuse_a_name_taken(db: &mut SqliteConnection, object: &Object, name: &str) -> Result<()> {
    if name.is_empty() {
        return Ok(());
    }
    let id = object.id.to_string();
    let holder = match object.sort() {
        "collection" | "exhibit" => {
            sqlx::query_scalar!(
                "SELECT id FROM objects
                 WHERE sort IN ('collection', 'exhibit') AND name <> '' AND name = ? AND id <> ?",
                name,
                id
            )
            .fetch_optional(db)
            .await?
        }
        "item" => {
            let part_of = object.part_of().map(Ark::to_string).unwrap_or_default();
            sqlx::query_scalar!(
                "SELECT id FROM objects
                 WHERE sort = 'item' AND name <> '' AND coalesce(part_of, '') = ? AND name = ? AND id <> ?",
                part_of,
                name,
                id
            )
            .fetch_optional(db)
            .await?
        }
        "authority" => {
            sqlx::query_scalar!(
                "SELECT id FROM objects WHERE sort = 'authority' AND name <> '' AND name = ? AND id <> ?",
                name,
                id
            )
            .fetch_optional(db)
            .await?
        }
        _ => None,
    };
    match holder {
        Some(holder) => Err(CatalogueError::Taken { name: name.to_owned(), holder }.into()),
        None => Ok(()),
    }
}

async fn write_row(db: &mut SqliteConnection, put: &Put, record: &Record) -> Result<i64> {
    let object = &put.object;
    let (id, sort, kind) = (object.id.to_string(), object.sort(), object.kind());
    let part_of = object.part_of().map(Ark::to_string);
    let name_key = natural::key(&record.name);
    let withdrawn = object.withdrawn.is_some();
    let lines = record::count(put.lines.len());
    let n = sqlx::query_scalar!(
        r#"INSERT INTO objects (id, sort, kind, part_of, name, name_key, version, changed, withdrawn,
             merged_into, seq, title, rules, files, canvases, lines, bytes, seconds, json)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET
             sort = excluded.sort, kind = excluded.kind, part_of = excluded.part_of, name = excluded.name,
             name_key = excluded.name_key, version = excluded.version, changed = excluded.changed,
             withdrawn = excluded.withdrawn, merged_into = excluded.merged_into, title = excluded.title,
             rules = excluded.rules, files = excluded.files, canvases = excluded.canvases,
             lines = excluded.lines, bytes = excluded.bytes, seconds = excluded.seconds, json = excluded.json
           RETURNING n AS "n!: i64""#,
        id,
        sort,
        kind,
        part_of,
        record.name,
        name_key,
        put.version,
        put.changed,
        withdrawn,
        record.merged_into,
        record.title,
        record.rules,
        record.files,
        record.canvases,
        lines,
        record.bytes,
        record.seconds,
        record.json
    )
    .fetch_one(db)
    .await?;
    Ok(n)
}
