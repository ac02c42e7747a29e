//! From names to identifiers.

use std::collections::HashSet;

use bumba_model::Ark;
use sqlx::{SqliteConnection, SqlitePool};

use crate::{error::Result, record::folded};

pub(crate) async fn resolve(db: &mut SqliteConnection, name: &str) -> Result<Option<Ark>> {
    let name = name.trim();
    let ark = if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("ark:")) {
        Some(name.parse::<Ark>()?)
    } else {
        None
    };
    let found = match &ark {
        Some(ark) => {
            let id = ark.to_string();
            sqlx::query_scalar!("SELECT id FROM objects WHERE id = ?", id).fetch_optional(&mut *db).await?
        }
        None => {
            sqlx::query_scalar!(
                "SELECT id FROM objects WHERE sort IN ('collection', 'exhibit') AND name <> '' AND name = ?",
                name
            )
            .fetch_optional(&mut *db)
            .await?
        }
    };
    match found {
        Some(id) => Ok(Some(follow(db, id).await?.parse()?)),
        None => Ok(None),
    }
}

/// To the end of a chain of merged authorities: the last that is held, or where a circle closes.
async fn follow(db: &mut SqliteConnection, mut id: String) -> Result<String> {
    let mut seen = HashSet::from([id.clone()]);
    loop {
        let into = sqlx::query_scalar!(
            r#"SELECT other.id FROM objects o JOIN objects other ON other.id = o.merged_into WHERE o.id = ?"#,
            id
        )
        .fetch_optional(&mut *db)
        .await?;
        match into {
            Some(into) if seen.insert(into.clone()) => id = into,
            _ => return Ok(id),
        }
    }
}

pub(crate) async fn item_named(
    db: &SqlitePool,
    part_of: Option<&Ark>,
    local_id: &str,
) -> Result<Option<Ark>> {
    let part_of = part_of.map(Ark::to_string).unwrap_or_default();
    let id = sqlx::query_scalar!(
        "SELECT id FROM objects
         WHERE sort = 'item' AND name <> '' AND coalesce(part_of, '') = ? AND name = ?",
        part_of,
        local_id
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(|id| id.parse()).transpose()?)
}

pub(crate) async fn authority_of_table(db: &SqlitePool, local_id: &str) -> Result<Option<Ark>> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM objects WHERE sort = 'authority' AND name <> '' AND name = ?",
        local_id
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(|id| id.parse()).transpose()?)
}

pub(crate) async fn authorities_named(db: &SqlitePool, name: &str) -> Result<Vec<Ark>> {
    let folded = folded(name);
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT o.id FROM authority_names a JOIN objects o ON o.n = a.object
         WHERE a.folded = ? AND o.withdrawn = 0 ORDER BY o.id",
        folded
    )
    .fetch_all(db)
    .await?;
    ids.into_iter().map(|id| Ok(id.parse()?)).collect()
}
