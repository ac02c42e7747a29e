#![doc = include_str!("../README.md")]

#[cfg(any(test, feature = "contract"))]
#[allow(clippy::unwrap_used, reason = "a promise that is broken panics")]
pub mod contract;
mod engine;
mod entry;
mod error;
mod follow;
mod query;
mod request;

pub use engine::Tantivy;
pub use entry::{Audience, AuthorityEntry, Change, Facet, ItemEntry, ItemText, Line, Stream, Text};
pub use error::{IndexError, QueryError};
pub use follow::{FollowError, follow};
pub use query::check;
pub use request::{Canvas, FacetCount, FieldMatch, Form, Hit, Order, Passage, Request, Response, Understood};

/// What finds: an index of items and their texts, in one engine or another.
///
/// All calls block; a server calls them off its async threads. Writing is for one process at a time, the one that holds the worker's lease.
/// Every promise written here is tried by the contract suite (feature `contract`).
pub trait Index: Send + Sync {
    /// Puts an item or authority in the place of whatever stands under its id, or removes what stands there. Seen after the next [`commit`](Index::commit).
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another process writes; [`IndexError::Damaged`], [`IndexError::Io`].
    fn apply(&self, change: Change) -> Result<(), IndexError>;

    /// Makes all that was applied durable and visible at once, with the position of the feed that it stands at.
    /// Index and position are one write: after a crash both are those of the last commit.
    ///
    /// # Errors
    /// As [`apply`](Index::apply).
    fn commit(&self, position: u64) -> Result<(), IndexError>;

    /// The position given to the last commit; 0 for a new index.
    ///
    /// # Errors
    /// [`IndexError::Damaged`], [`IndexError::Io`].
    fn position(&self) -> Result<u64, IndexError>;

    /// What the last commit holds for a query. What the asker may not see takes no part: it is not found, counted, ranked by or quoted.
    ///
    /// # Errors
    /// [`IndexError::Query`] with the place of the fault; [`IndexError::Damaged`], [`IndexError::Io`].
    fn search(&self, request: &Request) -> Result<Response, IndexError>;
}
