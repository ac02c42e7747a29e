//! The rooms that ingest works with, and the time and chance it is given.

use std::sync::Arc;

use bumba_catalogue::{Catalogue, CatalogueError};
use bumba_model::{Ark, ArkError};
use bumba_store::{Derived, Message, Store, StoreError, User};
use jiff::Timestamp;

/// What ingest works with.
#[derive(Clone)]
pub struct Rooms {
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// What is known.
    pub catalogue: Arc<dyn Catalogue>,
    /// What can be made again.
    pub derived: Arc<dyn Derived>,
    /// The number that new identifiers stand under.
    pub naan: String,
    /// Who does it, for events and versions.
    pub by: String,
    /// The time.
    pub now: fn() -> Timestamp,
    /// Chance for new identifiers.
    pub chance: fn() -> u64,
}

impl Rooms {
    /// The day on which access is asked for, UTC.
    #[must_use]
    pub fn today(&self) -> jiff::civil::Date {
        jiff::tz::Offset::UTC.to_datetime((self.now)()).date()
    }

    /// A new identifier that nothing has.
    pub(crate) async fn mint(&self) -> Result<Ark, IngestError> {
        loop {
            let ark = Ark::mint(&self.naan, (self.chance)());
            if self.catalogue.get(&ark).await?.is_none() && self.store.head(&ark.to_string())?.is_none() {
                return Ok(ark);
            }
        }
    }

    pub(crate) fn message(&self, text: impl Into<String>) -> Message {
        let user = User { name: self.by.clone(), address: None };
        Message { text: text.into(), user, created: (self.now)() }
    }
}

/// Why work had to stop. What was committed before stands.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The catalogue says no.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A file could not be copied into the store.
    #[error("{file}: could not be copied into the archive: {why}")]
    NotWritten {
        /// The file, as it is called in the batch.
        file: String,
        /// What the store says.
        why: StoreError,
    },
    /// Not an identifier.
    #[error(transparent)]
    Ark(#[from] ArkError),
    /// What was named is not there.
    #[error("{0}: nothing has this name here")]
    NotThere(String),
    /// A description in the store that is none.
    #[error("{id}: its {path} cannot be read: {why}. Verify the object, and restore it from a replica.")]
    Description {
        /// The object.
        id: String,
        /// The file.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// Something else in the way.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The one who runs it wants to stop.
    #[error("interrupted; run the same command again, it goes on where it stood")]
    Interrupted,
}
