//! Durable work: what was begun and not ended goes on.

use std::time::Duration;

use bumba_catalogue::{Job, NewJob};
use bumba_model::Ark;
use jiff::SignedDuration;

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
    while let Some(job) = claim(rooms, REGISTER, worker).await? {
        match of_payload(&job) {
            Some(id) if register(rooms, &id, Some(job.id)).await?.is_some() => {
                rooms.catalogue.enqueue(derive_job(&id), (rooms.now)()).await?;
            }
            // Nothing is committed: it may be about to be, in another process.
            _ => {
                let now = (rooms.now)();
                let again = (job.tries < TRIES).then(|| now + SignedDuration::from_secs(60));
                match again {
                    Some(again) => {
                        rooms.catalogue.failed(job.id, worker, "not committed", Some(again), now).await?;
                    }
                    None => rooms.catalogue.done(job.id, worker, now).await?,
                }
            }
        }
    }
    Ok(())
}

/// Makes what is to be derived, until nothing waits that can be done now. Gives how many jobs it did.
///
/// # Errors
/// Where the catalogue says no. What one item refuses is that item's failure.
pub async fn derive_all(rooms: &Rooms, worker: &str, progress: &dyn Progress) -> Result<u64, IngestError> {
    let mut did = 0;
    while let Some(job) = claim(rooms, DERIVE, worker).await? {
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

async fn claim(rooms: &Rooms, kind: &str, worker: &str) -> Result<Option<Job>, IngestError> {
    let now = (rooms.now)();
    Ok(rooms.catalogue.claim(&[kind], worker, now, now - LOST_AFTER).await?)
}

fn of_payload(job: &Job) -> Option<Ark> {
    job.payload.as_str()?.parse().ok()
}
