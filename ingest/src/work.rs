//! Durable work: what was begun and not ended goes on.

use std::time::Duration;

use bumba_catalogue::{Job, NewJob};
use bumba_model::Ark;
use bumba_store::StoreError;
use jiff::{SignedDuration, Timestamp};

use crate::{
    derive::derive,
    progress::Progress,
    register::register,
    rooms::{IngestError, Rooms},
};

/// A version that may stand in the store and not yet in the catalogue.
pub const REGISTER: &str = "register";
/// An item whose pyramids and peaks are to be made.
pub const DERIVE: &str = "derive";

/// How long a worker may be silent before its job is another's.
const LOST_AFTER: SignedDuration = SignedDuration::from_secs(120);
/// How often a job is tried.
const TRIES: u32 = 5;

/// Asked for before a version is committed, ended by its record.
pub(crate) fn register_job(id: &Ark) -> NewJob {
    NewJob { kind: REGISTER.to_owned(), key: format!("{REGISTER} {id}"), payload: id.to_string().into() }
}

/// Asked for when an item has new files.
pub(crate) fn derive_job(id: &Ark) -> NewJob {
    NewJob { kind: DERIVE.to_owned(), key: format!("{DERIVE} {id}"), payload: id.to_string().into() }
}

/// Puts what a killed process left between store and catalogue.
///
/// # Errors
/// Where the catalogue says no.
pub async fn settle(rooms: &Rooms, worker: &str) -> Result<(), IngestError> {
    while let Some(job) = claim(rooms, REGISTER, worker, Timestamp::MIN).await? {
        let now = (rooms.now)();
        match of_payload(&job) {
            Some(id) if is_being_made(rooms, &id).await? => {
                let again = now + SignedDuration::from_secs(10);
                rooms.catalogue.failed(job.id, worker, "is being made", Some(again), now).await?;
            }
            Some(id) if register(rooms, &id, Some(job.id)).await?.is_some() => {
                rooms.catalogue.enqueue(derive_job(&id), now).await?;
            }
            // Nothing was committed: the one who asked was killed before.
            _ => rooms.catalogue.done(job.id, worker, now).await?,
        }
    }
    Ok(())
}

/// Whether a living process holds the object's draft: it is about to commit. Else the one who asked was killed before.
async fn is_being_made(rooms: &Rooms, id: &Ark) -> Result<bool, IngestError> {
    let (store, id) = (rooms.store.clone(), id.to_string());
    let begun = tokio::task::spawn_blocking(move || store.begin(&id).map(drop))
        .await
        .map_err(std::io::Error::other)?;
    match begun {
        Ok(()) => Ok(false),
        Err(StoreError::Busy { .. }) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Makes what is to be derived, until nothing waits that can be done now. Gives how many jobs it did.
/// Jobs that were handed out before `alone_since`, when this process became the only one who works, are taken back at once.
///
/// # Errors
/// Where the catalogue says no. What one item refuses is that item's failure.
pub async fn derive_all(
    rooms: &Rooms,
    worker: &str,
    alone_since: Timestamp,
    progress: &dyn Progress,
) -> Result<u64, IngestError> {
    let mut did = 0;
    while let Some(job) = claim(rooms, DERIVE, worker, alone_since).await? {
        progress.deriving(rooms.catalogue.unfinished(&[DERIVE]).await?);
        let outcome = match of_payload(&job) {
            Some(id) => watched(rooms, worker, &job, &id).await,
            None => Ok(()),
        };
        let now = (rooms.now)();
        match outcome {
            Ok(()) => rooms.catalogue.done(job.id, worker, now).await?,
            Err(error) => {
                let wait = SignedDuration::from_secs(i64::from(job.tries) * 30);
                let again = (job.tries < TRIES).then(|| now + wait);
                tracing::warn!("{}: {error}", job.key);
                rooms.catalogue.failed(job.id, worker, &error.to_string(), again, now).await?;
            }
        }
        did += 1;
        if progress.stop() {
            return Err(IngestError::Interrupted);
        }
    }
    Ok(did)
}

/// Derives, and says meanwhile that it is still at it.
async fn watched(rooms: &Rooms, worker: &str, job: &Job, id: &Ark) -> Result<(), IngestError> {
    let (there, id) = (rooms.clone(), id.clone());
    let mut work = tokio::task::spawn_blocking(move || derive(&there, &id));
    loop {
        match tokio::time::timeout(Duration::from_secs(20), &mut work).await {
            Ok(done) => return done.map_err(std::io::Error::other)?,
            Err(_) => rooms.catalogue.still_working(job.id, worker, (rooms.now)()).await?,
        }
    }
}

async fn claim(
    rooms: &Rooms,
    kind: &str,
    worker: &str,
    alone_since: Timestamp,
) -> Result<Option<Job>, IngestError> {
    let now = (rooms.now)();
    Ok(rooms.catalogue.claim(&[kind], worker, now, alone_since.max(now - LOST_AFTER)).await?)
}

fn of_payload(job: &Job) -> Option<Ark> {
    job.payload.as_str()?.parse().ok()
}
