//! Objects by identifier, and the events and collections around them.

use std::collections::HashSet;

use bumba_catalogue::{CatalogueError, Held};
use bumba_model::{Ark, Event};
use sqlx::{SqliteConnection, SqlitePool};

use crate::{error::Result, record::HeldRow};

pub(crate) async fn get(db: &mut SqliteConnection, id: &str) -> Result<Option<Held>> {
    let row =
        sqlx::query_as!(HeldRow, "SELECT id, json, version, changed, seq FROM objects WHERE id = ?", id)
            .fetch_optional(db)
            .await?;
    Ok(row.map(HeldRow::held).transpose()?)
}

pub(crate) async fn get_many(db: &SqlitePool, ids: &[Ark]) -> Result<Vec<Held>> {
    let ids = serde_json::Value::from_iter(ids.iter().map(Ark::to_string)).to_string();
    let rows = sqlx::query_as!(
        HeldRow,
        r#"SELECT o.id AS "id!", o.json AS "json!", o.version AS "version!", o.changed AS "changed!", o.seq AS "seq!"
           FROM json_each(?) asked CROSS JOIN objects o ON o.id = asked.value ORDER BY asked.key"#,
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(HeldRow::held).collect::<std::result::Result<_, _>>()?)
}

/// From the nearest to the outermost; nothing twice, so that a circle ends.
pub(crate) async fn ancestors(db: &mut SqliteConnection, id: &Ark) -> Result<Vec<Held>> {
    let mut seen = HashSet::from([id.to_string()]);
    let mut at = id.to_string();
    let mut ancestors = Vec::new();
    loop {
        let part_of = sqlx::query_scalar!("SELECT part_of FROM objects WHERE id = ?", at)
            .fetch_optional(&mut *db)
            .await?
            .flatten();
        let Some(part_of) = part_of.filter(|part_of| seen.insert(part_of.clone())) else { break };
        let Some(held) = get(db, &part_of).await? else { break };
        ancestors.push(held);
        at = part_of;
    }
    Ok(ancestors)
}

pub(crate) async fn events(db: &SqlitePool, id: &Ark) -> Result<Vec<Event>> {
    let id = id.to_string();
    let rows = sqlx::query_scalar!(
        "SELECT e.json FROM events e JOIN objects o ON o.n = e.object WHERE o.id = ? ORDER BY e.at_ns, e.n",
        id
    )
    .fetch_all(db)
    .await?;
    let read = |json: String| {
        serde_json::from_str(&json)
            .map_err(|why| CatalogueError::Record { id: id.clone(), why: why.to_string() }.into())
    };
    rows.into_iter().map(read).collect()
}
