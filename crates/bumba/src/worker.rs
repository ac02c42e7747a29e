//! The one who works: holds the lease, settles what was left, derives, and keeps the index up with the feed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bumba_index::Index;
use bumba_ingest::{Progress, Rooms, work};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinHandle;

use crate::exit::Failure;

const LEASE: &str = "worker";
/// A holder that says nothing for so long has died.
const HOLDS_FOR: SignedDuration = SignedDuration::from_secs(30);
const SAYS_EVERY: Duration = Duration::from_secs(8);

/// The worker's lease while it is held. Another process takes over soon after this one dies.
pub struct Lease {
    rooms: Rooms,
    holder: String,
    /// When it was taken.
    pub since: Timestamp,
    keeper: JoinHandle<()>,
}

impl Lease {
    /// Takes the lease, where nobody else has it.
    pub async fn take(rooms: &Rooms) -> Result<Option<Self>, Failure> {
        let holder = format!("{}{}-{:x}", OURS, this_process(std::process::id()), (rooms.chance)());
        let since = (rooms.now)();
        if !hold(rooms, &holder).await? {
            forget_the_dead(rooms).await?;
            if !hold(rooms, &holder).await? {
                return Ok(None);
            }
        }
        let (there, name) = (rooms.clone(), holder.clone());
        let keeper = tokio::spawn(async move {
            loop {
                tokio::time::sleep(SAYS_EVERY).await;
                if let Err(error) = hold(&there, &name).await {
                    tracing::warn!("the worker's lease could not be kept: {}", error.message);
                }
            }
        });
        Ok(Some(Self { rooms: rooms.clone(), holder, since, keeper }))
    }

    /// Gives it back.
    pub async fn release(self) -> Result<(), Failure> {
        self.keeper.abort();
        Ok(self.rooms.catalogue.release_lease(LEASE, &self.holder).await?)
    }
}

const OURS: &str = "bumba ";

/// A process as its holder's name says it: its number means something within one namespace of one machine alone.
fn this_process(pid: u32) -> String {
    let of = |path: &str| std::fs::read_link(path).map(|link| link.display().to_string()).unwrap_or_default();
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    format!("{pid}@{}/{}", boot.trim(), of("/proc/self/ns/pid"))
}

/// Gives back the lease of a holder that was killed on this machine: nobody waits for it to run out.
async fn forget_the_dead(rooms: &Rooms) -> Result<(), Failure> {
    let Some(holder) = rooms.catalogue.lease_holder(LEASE, (rooms.now)()).await? else { return Ok(()) };
    let pid = holder
        .strip_prefix(OURS)
        .and_then(|rest| rest.split('@').next())
        .and_then(|pid| pid.parse::<u32>().ok());
    let Some(pid) = pid else { return Ok(()) };
    let here = holder.starts_with(&format!("{OURS}{}-", this_process(pid)));
    if here && !std::path::Path::new(&format!("/proc/{pid}")).exists() {
        rooms.catalogue.release_lease(LEASE, &holder).await?;
    }
    Ok(())
}

async fn hold(rooms: &Rooms, holder: &str) -> Result<bool, Failure> {
    let now = (rooms.now)();
    Ok(rooms.catalogue.hold_lease(LEASE, holder, now, now + HOLDS_FOR).await?)
}

/// Whether somebody works.
pub async fn somebody_works(rooms: &Rooms) -> Result<bool, Failure> {
    Ok(rooms.catalogue.lease_holder(LEASE, (rooms.now)()).await?.is_some())
}

/// Does all that waits: what was left between store and catalogue, what is to be derived, what is to be indexed.
pub async fn catch_up(lease: &Lease, index: &Arc<dyn Index>, progress: &dyn Progress) -> Result<(), Failure> {
    let rooms = &lease.rooms;
    let worker = format!("worker {}", std::process::id());
    work::settle(rooms, &worker).await?;
    follow(rooms, index).await?;
    let second = format!("{worker} b");
    let (one, two) = tokio::join!(
        work::derive_all(rooms, &worker, lease.since, progress),
        work::derive_all(rooms, &second, lease.since, progress),
    );
    one?;
    two?;
    follow(rooms, index).await
}

/// Brings the index to the end of the feed.
pub async fn follow(rooms: &Rooms, index: &Arc<dyn Index>) -> Result<(), Failure> {
    bumba_index::follow(rooms.catalogue.as_ref(), index.clone(), rooms.today()).await?;
    Ok(())
}

/// Works until it is told to stop.
pub async fn serve(rooms: Rooms, index: Arc<dyn Index>, stopped: Arc<AtomicBool>) {
    struct Quiet(Arc<AtomicBool>);
    impl Progress for Quiet {
        fn begin(&self, _files: u64, _bytes: u64) {}
        fn read(&self, _bytes: u64) {}
        fn file(&self) {}
        fn deriving(&self, _left: u64) {}
        fn stop(&self) -> bool {
            self.0.load(Ordering::SeqCst)
        }
    }
    let mut lease = None;
    while !stopped.load(Ordering::SeqCst) {
        if lease.is_none() {
            lease = Lease::take(&rooms).await.unwrap_or_else(|error| {
                tracing::warn!("{}", error.message);
                None
            });
        }
        if let Some(lease) = &lease
            && let Err(error) = catch_up(lease, &index, &Quiet(stopped.clone())).await
            && !stopped.load(Ordering::SeqCst)
        {
            tracing::error!("{}", error.message);
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    if let Some(lease) = lease {
        let _ = lease.release().await;
    }
}
