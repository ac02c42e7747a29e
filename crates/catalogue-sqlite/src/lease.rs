//! Leases and settings.

use jiff::Timestamp;
use sqlx::{SqliteConnection, SqlitePool};

use crate::{error::Result, time::nanoseconds};

pub(crate) async fn hold(
    db: &mut SqliteConnection,
    name: &str,
    holder: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool> {
    let (now, until) = (nanoseconds(now), nanoseconds(until));
    let changed = sqlx::query!(
        "INSERT INTO leases (name, holder, until_ns) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ns = excluded.until_ns
         WHERE leases.holder = excluded.holder OR leases.until_ns <= ?4",
        name,
        holder,
        until,
        now
    )
    .execute(db)
    .await?
    .rows_affected();
    Ok(changed > 0)
}

pub(crate) async fn release(db: &mut SqliteConnection, name: &str, holder: &str) -> Result<()> {
    sqlx::query!("DELETE FROM leases WHERE name = ? AND holder = ?", name, holder).execute(db).await?;
    Ok(())
}

pub(crate) async fn holder(db: &SqlitePool, name: &str, now: Timestamp) -> Result<Option<String>> {
    let now = nanoseconds(now);
    let holder = sqlx::query_scalar!("SELECT holder FROM leases WHERE name = ? AND until_ns > ?", name, now)
        .fetch_optional(db)
        .await?;
    Ok(holder)
}

pub(crate) async fn setting(db: &SqlitePool, key: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("SELECT value FROM settings WHERE key = ?", key).fetch_optional(db).await?)
}

pub(crate) async fn set_setting(db: &mut SqliteConnection, key: &str, value: &str) -> Result<()> {
    sqlx::query!(
        "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value
    )
    .execute(db)
    .await?;
    Ok(())
}
