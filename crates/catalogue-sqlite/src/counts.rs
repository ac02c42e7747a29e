//! How much is held.

use bumba_catalogue::Counts;
use sqlx::SqlitePool;

use crate::error::Result;

pub(crate) async fn counts(db: &SqlitePool) -> Result<Counts> {
    let row = sqlx::query!(
        r#"SELECT
             count(*) FILTER (WHERE sort = 'item') AS "items!: i64",
             count(*) FILTER (WHERE sort = 'collection') AS "collections!: i64",
             count(*) FILTER (WHERE sort = 'performance') AS "performances!: i64",
             count(*) FILTER (WHERE sort = 'authority' AND merged_into IS NULL) AS "authorities!: i64",
             coalesce(sum(files), 0) AS "files!: i64",
             coalesce(sum(bytes), 0) AS "bytes!: i64",
             coalesce(sum(canvases), 0) AS "canvases!: i64",
             coalesce(sum(lines), 0) AS "lines!: i64",
             CAST(round(total(seconds)) AS INTEGER) AS "seconds!: i64"
           FROM objects WHERE withdrawn = 0"#
    )
    .fetch_one(db)
    .await?;
    let whole = |count: i64| u64::try_from(count).unwrap_or_default();
    Ok(Counts {
        items: whole(row.items),
        collections: whole(row.collections),
        performances: whole(row.performances),
        authorities: whole(row.authorities),
        files: whole(row.files),
        bytes: whole(row.bytes),
        canvases: whole(row.canvases),
        lines: whole(row.lines),
        seconds: whole(row.seconds),
    })
}
