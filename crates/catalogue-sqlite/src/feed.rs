//! The feed. Its numbers are given by the one writer's transaction, and SQLite lets one writer in at a time: what
//! commits later has the greater number, and what is taken back gives its number back with it.

use bumba_catalogue::{CatalogueError, FeedEntry, FeedWhat, Seq};
use bumba_model::Object;
use sqlx::{SqliteConnection, SqlitePool};

use crate::{error::Result, time};

fn word(what: FeedWhat) -> &'static str {
    match what {
        FeedWhat::Create => "create",
        FeedWhat::Update => "update",
        FeedWhat::Withdraw => "withdraw",
    }
}

pub(crate) async fn append(
    db: &mut SqliteConnection,
    n: i64,
    object: &Object,
    what: FeedWhat,
    at: &str,
) -> Result<Seq> {
    let (id, sort, what, at_ns) =
        (object.id.to_string(), object.sort(), word(what), time::nanoseconds_of(at));
    let seq = sqlx::query_scalar!(
        r#"INSERT INTO feed (object, id, sort, what, at, at_ns) VALUES (?, ?, ?, ?, ?, ?)
           RETURNING seq AS "seq!: i64""#,
        n,
        id,
        sort,
        what,
        at,
        at_ns
    )
    .fetch_one(db)
    .await?;
    Ok(Seq(seq))
}

pub(crate) async fn feed(db: &SqlitePool, after: Seq, limit: u32) -> Result<Vec<FeedEntry>> {
    let rows = sqlx::query!(
        r#"SELECT seq AS "seq!", id, sort, what, at FROM feed WHERE seq > ? ORDER BY seq LIMIT ?"#,
        after.0,
        limit
    )
    .fetch_all(db)
    .await?;
    let entry = |seq, id: String, sort, what: &str, at| {
        let unreadable = |why: String| CatalogueError::Record { id: id.clone(), why };
        let what = match what {
            "create" => FeedWhat::Create,
            "update" => FeedWhat::Update,
            "withdraw" => FeedWhat::Withdraw,
            other => return Err(unreadable(format!("nothing is done by {other:?}")).into()),
        };
        Ok(FeedEntry { seq: Seq(seq), id: id.parse()?, sort, what, at })
    };
    rows.into_iter().map(|row| entry(row.seq, row.id, row.sort, &row.what, row.at)).collect()
}

pub(crate) async fn newest(db: &SqlitePool) -> Result<Seq> {
    let seq =
        sqlx::query_scalar!(r#"SELECT coalesce(max(seq), 0) AS "seq!: i64" FROM feed"#).fetch_one(db).await?;
    Ok(Seq(seq))
}

/// Forgets every record, line, event and entry. The numbers go on: AUTOINCREMENT remembers them.
pub(crate) async fn forget_records(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query!("UPDATE forgotten SET seq = max(seq, (SELECT coalesce(max(seq), 0) FROM feed))")
        .execute(&mut *db)
        .await?;
    // Tables whole, children first: far quicker than row by row behind their object.
    sqlx::query!("DELETE FROM lines").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM titles").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM files").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM canvases").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM placements").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM ranges").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM range_spans").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM performance_spans").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM layers").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM layer_sources").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM authority_names").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM ties").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM events").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM feed").execute(&mut *db).await?;
    sqlx::query!("DELETE FROM objects").execute(&mut *db).await?;
    Ok(())
}
