//! Jobs.

use bumba_catalogue::{CatalogueError, Job, JobId, JobState, NewJob};
use jiff::Timestamp;
use sqlx::{SqliteConnection, SqlitePool};

use crate::{error::Result, time::nanoseconds};

struct JobRow {
    id: i64,
    kind: String,
    key: String,
    payload: String,
    state: String,
    tries: i64,
    why: Option<String>,
}

impl JobRow {
    fn job(self) -> Result<Job> {
        let unreadable = |why: String| CatalogueError::Record { id: format!("job {}", self.id), why };
        Ok(Job {
            id: JobId(self.id),
            payload: serde_json::from_str(&self.payload).map_err(|why| unreadable(why.to_string()))?,
            state: match self.state.as_str() {
                "waiting" => JobState::Waiting,
                "running" => JobState::Running,
                "done" => JobState::Done,
                "failed" => JobState::Failed,
                other => return Err(unreadable(format!("no job stands {other:?}")).into()),
            },
            kind: self.kind,
            key: self.key,
            tries: u32::try_from(self.tries).unwrap_or(u32::MAX),
            why: self.why,
        })
    }
}

fn word(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "waiting",
        JobState::Running => "running",
        JobState::Done => "done",
        JobState::Failed => "failed",
    }
}

fn as_json(kinds: &[&str]) -> String {
    serde_json::Value::from_iter(kinds.iter().copied()).to_string()
}

pub(crate) async fn enqueue(db: &mut SqliteConnection, job: &NewJob, now: Timestamp) -> Result<JobId> {
    let held = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM jobs WHERE key = ? AND state IN ('waiting', 'running')"#,
        job.key
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(id) = held {
        return Ok(JobId(id));
    }
    let (payload, now) = (job.payload.to_string(), nanoseconds(now));
    let id = sqlx::query_scalar!(
        r#"INSERT INTO jobs (kind, key, payload, state, tries, asked_ns) VALUES (?, ?, ?, 'waiting', 0, ?)
           RETURNING id AS "id!: i64""#,
        job.kind,
        job.key,
        payload,
        now
    )
    .fetch_one(db)
    .await?;
    Ok(JobId(id))
}

/// Each of the two is the first that fits in the order of an index: many jobs that wait make no claim slower.
pub(crate) async fn claim(
    db: &mut SqliteConnection,
    kinds: &[&str],
    worker: &str,
    now: Timestamp,
    lost_since: Timestamp,
) -> Result<Option<Job>> {
    let (kinds, now, lost_since) = (as_json(kinds), nanoseconds(now), nanoseconds(lost_since));
    let row = sqlx::query_as!(
        JobRow,
        r#"UPDATE jobs SET state = 'running', tries = tries + 1, worker = ?1, heard_ns = ?2, again_ns = NULL
           WHERE id = (
             SELECT min(id) FROM (
               SELECT * FROM (
                 SELECT id FROM jobs
                 WHERE state = 'waiting' AND kind IN (SELECT value FROM json_each(?3))
                   AND coalesce(again_ns, ?2) <= ?2
                 ORDER BY id LIMIT 1)
               UNION ALL
               SELECT * FROM (
                 SELECT id FROM jobs
                 WHERE state = 'running' AND kind IN (SELECT value FROM json_each(?3)) AND heard_ns < ?4
                 ORDER BY id LIMIT 1)))
           RETURNING id AS "id!: i64", kind AS "kind!", key AS "key!", payload AS "payload!", state AS "state!",
             tries AS "tries!: i64", why AS "why?: String""#,
        worker,
        now,
        kinds,
        lost_since
    )
    .fetch_optional(db)
    .await?;
    row.map(JobRow::job).transpose()
}

/// One row was changed, or the job is another worker's.
fn kept(changed: u64, job: JobId) -> Result<()> {
    if changed == 0 { Err(CatalogueError::Lost(job.0).into()) } else { Ok(()) }
}

pub(crate) async fn still_working(
    db: &mut SqliteConnection,
    job: JobId,
    worker: &str,
    now: Timestamp,
) -> Result<()> {
    let now = nanoseconds(now);
    let changed = sqlx::query!(
        "UPDATE jobs SET heard_ns = ? WHERE id = ? AND worker = ? AND state IN ('running', 'done')",
        now,
        job.0,
        worker
    )
    .execute(db)
    .await?
    .rows_affected();
    kept(changed, job)
}

/// A job that its put has ended already is done for its worker too.
pub(crate) async fn done(db: &mut SqliteConnection, job: JobId, worker: &str, now: Timestamp) -> Result<()> {
    let now = nanoseconds(now);
    let changed = sqlx::query!(
        "UPDATE jobs SET state = 'done', ended_ns = ? WHERE id = ? AND worker = ? AND state IN ('running', 'done')",
        now,
        job.0,
        worker
    )
    .execute(db)
    .await?
    .rows_affected();
    kept(changed, job)
}

/// Ended by the put that it asked for, whoever has it.
pub(crate) async fn end(db: &mut SqliteConnection, job: JobId) -> Result<()> {
    sqlx::query!("UPDATE jobs SET state = 'done' WHERE id = ? AND state <> 'done'", job.0)
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn failed(
    db: &mut SqliteConnection,
    job: JobId,
    worker: &str,
    why: &str,
    again: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let (again, now) = (again.map(nanoseconds), nanoseconds(now));
    let changed = match again {
        Some(again) => {
            sqlx::query!(
                "UPDATE jobs SET state = 'waiting', worker = NULL, heard_ns = NULL, why = ?, again_ns = ?
                 WHERE id = ? AND worker = ? AND state = 'running'",
                why,
                again,
                job.0,
                worker
            )
            .execute(db)
            .await?
        }
        None => {
            sqlx::query!(
                "UPDATE jobs SET state = 'failed', why = ?, ended_ns = ?
                 WHERE id = ? AND worker = ? AND state = 'running'",
                why,
                now,
                job.0,
                worker
            )
            .execute(db)
            .await?
        }
    };
    kept(changed.rows_affected(), job)
}

pub(crate) async fn jobs(db: &SqlitePool, state: JobState, limit: u32) -> Result<Vec<Job>> {
    let state = word(state);
    let rows = sqlx::query_as!(
        JobRow,
        r#"SELECT id AS "id!", kind, key, payload, state, tries, why FROM jobs
           WHERE state = ? ORDER BY id LIMIT ?"#,
        state,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(JobRow::job).collect()
}

pub(crate) async fn unfinished(db: &SqlitePool, kinds: &[&str]) -> Result<u64> {
    let (all, kinds) = (kinds.is_empty(), as_json(kinds));
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!: i64" FROM jobs
           WHERE state IN ('waiting', 'running') AND (? OR kind IN (SELECT value FROM json_each(?)))"#,
        all,
        kinds
    )
    .fetch_one(db)
    .await?;
    Ok(u64::try_from(count).unwrap_or_default())
}
