#![doc = include_str!("../README.md")]

#[cfg(feature = "contract")]
pub mod contract;
mod error;
mod feed;
mod job;
mod list;
mod put;

use async_trait::async_trait;
use bumba_model::{Ark, Event, Line};
use jiff::Timestamp;

pub use error::CatalogueError;
pub use feed::{FeedEntry, FeedWhat, Seq};
pub use job::{Job, JobId, JobState, NewJob};
pub use list::{Counts, LineQuery, ListQuery, Page, Sort, Summary};
pub use put::{Held, Put};

/// What a catalogue gives back.
pub type Result<T> = std::result::Result<T, CatalogueError>;

/// Records, jobs and the feed of changes.
///
/// Every method is one transaction. A call that returns an error has changed nothing. What a call has done is on
/// the disk before it returns.
///
/// What was withdrawn is found by its identifier, slug or name, and by a list that asks for it. What finds by content
/// (names of authorities, ties, performances on an item) and what counts leave it out.
#[async_trait]
pub trait Catalogue: Send + Sync {
    // What is held.

    /// Writes an object whole, in place of what stood under its identifier: its record, its lines, its events, one
    /// entry in the feed, and the end of the job that made it. All or nothing.
    ///
    /// Events are added to those already known: the same event (equal in every field) is held once. Lines take the
    /// place of the object's lines.
    /// A put whose object, version, lines and events all stand there already makes no entry and gives the entry that
    /// there is. Its job ends all the same; one that has ended, or is not there, is no fault.
    ///
    /// # Errors
    /// [`CatalogueError::Taken`] where another object has its slug (collections and exhibits share them), its name
    /// within what it is part of (items) or its name in a table (authorities); no name at all is nobody's.
    /// [`CatalogueError::Record`] for a record that could not be read back: a time that is not a number.
    async fn put(&self, put: Put) -> Result<Seq>;

    /// The object, as it was last put. Withdrawn ones too; merged authorities as they are, not what they were merged into.
    async fn get(&self, id: &Ark) -> Result<Option<Held>>;

    /// Several at once, in the order asked for; those that are not there are left out.
    async fn get_many(&self, ids: &[Ark]) -> Result<Vec<Held>>;

    /// The identifier behind a name: an ARK in any form, or the slug of a collection or exhibit.
    /// Follows merged authorities to the last that is there; a circle ends in itself. `None` where nothing has it.
    ///
    /// # Errors
    /// [`CatalogueError::Name`] for an ARK with a typing slip, and for what begins as one and is none.
    async fn resolve(&self, name: &str) -> Result<Option<Ark>>;

    /// The item that has this name within this collection or set (`None`: in none).
    async fn item_named(&self, part_of: Option<&Ark>, local_id: &str) -> Result<Option<Ark>>;

    /// The authority that came under this name in a table.
    async fn authority_of_table(&self, local_id: &str) -> Result<Option<Ark>>;

    /// Authorities that have exactly this name in any script, by folded equality of case and NFC alone; sorted by identifier.
    /// Merged ones too.
    async fn authorities_named(&self, name: &str) -> Result<Vec<Ark>>;

    /// A page of summaries.
    async fn list(&self, query: &ListQuery) -> Result<Page<Summary>>;

    /// Items, performances and exhibits that name an authority in their record; sorted by identifier.
    async fn tied_to(&self, authority: &Ark) -> Result<Vec<Summary>>;

    /// Performances with a span on this item; sorted by identifier.
    async fn performances_on(&self, item: &Ark) -> Result<Vec<Ark>>;

    /// The collections and sets something is in: from the nearest to the outermost. Ends at a circle, and where one is
    /// not there.
    async fn ancestors(&self, id: &Ark) -> Result<Vec<Held>>;

    /// Lines of an item in the order of layer and line.
    async fn lines(&self, item: &Ark, query: &LineQuery) -> Result<Vec<Line>>;

    /// Events of an object, oldest first.
    async fn events(&self, id: &Ark) -> Result<Vec<Event>>;

    /// How much is held.
    async fn counts(&self) -> Result<Counts>;

    /// Forgets every record, line, event and the feed, so that all can be put again. Jobs, leases and settings stay.
    /// The feed's numbers go on where they stood: whoever follows it sees that all has changed.
    async fn forget_records(&self) -> Result<()>;

    // The feed.

    /// Entries after `after`, oldest first, at most `limit`. What a reader has seen is all that there was up to there:
    /// a later commit never appears before an entry that was already handed out.
    async fn feed(&self, after: Seq, limit: u32) -> Result<Vec<FeedEntry>>;

    /// The number of the newest entry; 0 where there is none, as after [`Self::forget_records`].
    async fn newest(&self) -> Result<Seq>;

    // Work.

    /// Adds a job. One with the same key, of whatever kind, that has not ended is the same job: twice asked is once done.
    async fn enqueue(&self, job: NewJob, now: Timestamp) -> Result<JobId>;

    /// Hands out the oldest job of these kinds that waits and whose time has come, or whose worker has not been heard
    /// of since `lost_since`. It counts as tried once more. Nothing where no kind is named.
    async fn claim(
        &self,
        kinds: &[&str],
        worker: &str,
        now: Timestamp,
        lost_since: Timestamp,
    ) -> Result<Option<Job>>;

    /// Says that a job is still worked on.
    ///
    /// # Errors
    /// [`CatalogueError::Lost`] where it is not, or not any more, this worker's.
    async fn still_working(&self, job: JobId, worker: &str, now: Timestamp) -> Result<()>;

    /// Ends a job. Its worker may say so twice, and after the put that ended it.
    ///
    /// # Errors
    /// [`CatalogueError::Lost`] where it is not, or not any more, this worker's.
    async fn done(&self, job: JobId, worker: &str, now: Timestamp) -> Result<()>;

    /// Ends a try. It waits until `again`, or has failed for good where there is none.
    ///
    /// # Errors
    /// [`CatalogueError::Lost`] where another worker has it by now.
    async fn failed(
        &self,
        job: JobId,
        worker: &str,
        why: &str,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()>;

    /// Jobs in a state, oldest first.
    async fn jobs(&self, state: JobState, limit: u32) -> Result<Vec<Job>>;

    /// How many jobs of these kinds have not ended (wait or run); of all kinds where none is named.
    async fn unfinished(&self, kinds: &[&str]) -> Result<u64>;

    /// Takes or keeps a lease: true where nobody else's holds at `now`.
    async fn hold_lease(&self, name: &str, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool>;

    /// Gives a lease back; says nothing where it is another's.
    async fn release_lease(&self, name: &str, holder: &str) -> Result<()>;

    /// Who holds a lease at `now`.
    async fn lease_holder(&self, name: &str, now: Timestamp) -> Result<Option<String>>;

    // Settings.

    /// A setting.
    async fn setting(&self, key: &str) -> Result<Option<String>>;

    /// Writes a setting.
    async fn set_setting(&self, key: &str, value: &str) -> Result<()>;
}
