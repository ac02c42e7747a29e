//! What the site stands on.

use std::sync::Arc;

use bumba_catalogue::Catalogue;
use bumba_index::Index;
use bumba_store::{Derived, Store};
use jiff::{Timestamp, civil, tz::TimeZone};
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// All that a request can reach.
pub struct Site {
    /// Records.
    pub catalogue: Arc<dyn Catalogue>,
    /// Search.
    pub index: Arc<dyn Index>,
    /// Masters and texts.
    pub store: Arc<dyn Store>,
    /// What was made of them: pyramids (`NAAN-NAME/fN.tif`) and peaks (`NAAN-NAME/fN.dat`).
    pub derived: Arc<dyn Derived>,
    /// What absolute addresses begin with, no `/` at its end. Where it is not said they begin with the request's host,
    /// on loopback alone.
    pub base_url: Option<String>,
    /// What the archive is called, on every page.
    pub name: String,
    /// The time.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// How many pictures may be rendered at once.
    pub renders: Arc<Semaphore>,
}

impl Site {
    /// Over these parts, with the machine's clock and two renders at a time.
    #[must_use]
    pub fn new(
        catalogue: Arc<dyn Catalogue>,
        index: Arc<dyn Index>,
        store: Arc<dyn Store>,
        derived: Arc<dyn Derived>,
        base_url: Option<String>,
    ) -> Self {
        Self {
            catalogue,
            index,
            store,
            derived,
            base_url: base_url.map(|url| url.trim_end_matches('/').to_owned()),
            name: "Bumba".to_owned(),
            clock: Arc::new(Timestamp::now),
            renders: Arc::new(Semaphore::new(2)),
        }
    }

    /// The day on which access is asked for, UTC.
    #[must_use]
    pub fn today(&self) -> civil::Date {
        (self.clock)().to_zoned_datetime(TimeZone::UTC).date()
    }
}

/// Does what blocks on a thread of its own.
///
/// # Errors
/// 500 where the work itself broke down.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::broken(&error))
}
