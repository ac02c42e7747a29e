//! Exit statuses, and failures that carry one.

use std::process::ExitCode;

use bumba_catalogue::CatalogueError;
use bumba_index::{FollowError, IndexError};
use bumba_ingest::IngestError;
use bumba_store::StoreError;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Done = 0,
    /// Done in part: what was refused is listed.
    Part = 1,
    /// The call is wrong.
    Call = 2,
    /// The archive is not usable.
    Unusable = 3,
    /// Damage was found.
    Damage = 4,
    /// What was named is not there.
    NotThere = 5,
    /// Interrupted, and can go on.
    Interrupted = 130,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Why a command could not be done.
#[derive(Debug)]
pub struct Failure {
    /// How it ends.
    pub status: Status,
    /// For people.
    pub message: String,
}

impl Failure {
    /// A wrong call.
    pub fn call(message: impl Into<String>) -> Self {
        Self { status: Status::Call, message: message.into() }
    }

    /// An archive that cannot be used.
    pub fn unusable(message: impl Into<String>) -> Self {
        Self { status: Status::Unusable, message: message.into() }
    }

    /// Something that is not there.
    pub fn not_there(name: &str) -> Self {
        Self {
            status: Status::NotThere,
            message: format!("{name}: nothing here has this name. bumba list shows what is here."),
        }
    }
}

/// What a command gives back.
pub type Outcome = Result<Status, Failure>;

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        let status = match &error {
            IngestError::NotThere(_) => Status::NotThere,
            IngestError::Ark(_) => Status::Call,
            IngestError::Interrupted => Status::Interrupted,
            IngestError::Description { .. } => Status::Damage,
            _ => Status::Unusable,
        };
        Self { status, message: error.to_string() }
    }
}

impl From<CatalogueError> for Failure {
    fn from(error: CatalogueError) -> Self {
        let status = if matches!(error, CatalogueError::Name(_) | CatalogueError::Taken { .. }) {
            Status::Call
        } else {
            Status::Unusable
        };
        Self { status, message: error.to_string() }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let status = match &error {
            StoreError::NoObject { .. } | StoreError::NoFile { .. } | StoreError::NoVersion { .. } => {
                Status::NotThere
            }
            StoreError::Damaged { .. } => Status::Damage,
            _ => Status::Unusable,
        };
        Self { status, message: error.to_string() }
    }
}

impl From<FollowError> for Failure {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Catalogue(error) => error.into(),
            FollowError::Index(error) => error.into(),
            FollowError::CutOff(_) => Self::unusable(error.to_string()),
        }
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        let status = if matches!(error, IndexError::Query(_)) { Status::Call } else { Status::Unusable };
        Self { status, message: error.to_string() }
    }
}
