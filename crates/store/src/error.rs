//! What can go wrong, and what to do then.

use std::io;

use crate::version::VersionNum;

/// Why the store could not do what was asked. `place` is where it happened: a folder or file of a local root, a key
/// of a remote one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No object has this identifier.
    #[error("{id}: no such object in the store. Look at the identifier; a typing slip is the usual cause.")]
    NoObject {
        /// The identifier that was asked for.
        id: String,
    },
    /// The object has no such version.
    #[error("{id}: has no version {version}.")]
    NoVersion {
        /// The object.
        id: String,
        /// The version that was asked for.
        version: VersionNum,
    },
    /// The object has no file at this path, in the version that was asked for.
    #[error("{id}: holds no file {path:?}. It may be in an earlier version.")]
    NoFile {
        /// The object.
        id: String,
        /// The logical path that was asked for.
        path: String,
    },
    /// An identifier that cannot be one.
    #[error("{id:?} cannot be the identifier of an object: {why}.")]
    BadId {
        /// The identifier.
        id: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A logical path that OCFL forbids, or that is a file and a folder at once.
    #[error("{path:?} cannot be the path of a file in an object: {why}.")]
    BadPath {
        /// The path.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// Another draft of this object is open, in this process or another.
    #[error("{id}: is being written by another draft. Wait until that one is done, then begin again.")]
    Busy {
        /// The object.
        id: String,
    },
    /// Something that is not Bumba made a version while the draft was open.
    #[error(
        "{id}: was changed by another program while this draft was open. Nothing was written; begin again."
    )]
    Overtaken {
        /// The object.
        id: String,
    },
    /// A new object without a single file.
    #[error("{id}: an object without files is not made. Put a file into the draft first.")]
    Empty {
        /// The object.
        id: String,
    },
    /// A draft was committed while a sink was still open.
    #[error("{id}: {open} file(s) of the draft were not finished. Finish or drop every sink, then commit.")]
    Unfinished {
        /// The object.
        id: String,
        /// How many sinks are open.
        open: usize,
    },
    /// What is stored is not what OCFL says it must be.
    #[error("{place}: {what}. Keep it as it is, verify the object, and restore it from a replica.")]
    Damaged {
        /// The folder or file.
        place: String,
        /// What is wrong with it.
        what: String,
    },
    /// Valid, but of a kind that this program does not read or write.
    #[error("{place}: {what}, which this version does not handle. It was left as it is.")]
    Unsupported {
        /// The folder or file.
        place: String,
        /// What was met.
        what: String,
    },
    /// The place is no OCFL storage root.
    #[error(
        "{place}: is no OCFL 1.1 storage root: {what}. Name another folder, or make a root in an empty one."
    )]
    NotARoot {
        /// The folder.
        place: String,
        /// How that was seen.
        what: String,
    },
    /// A root was to be made in a folder that holds something else.
    #[error(
        "{place}: holds other things already ({found:?} is one). Make the store in an empty or new folder."
    )]
    NotEmpty {
        /// The folder.
        place: String,
        /// A name found in it.
        found: String,
    },
    /// The disk, or what one may use of it, is full.
    #[error(
        "{place}: {doing} failed, no space is left. Nothing stored was touched; free some space and run it again."
    )]
    NoSpace {
        /// Where.
        place: String,
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// Permission is missing, or the disk is mounted read-only.
    #[error(
        "{place}: {doing} is not permitted ({source}). Give this user the right to it, or run as its owner."
    )]
    NotPermitted {
        /// Where.
        place: String,
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused in another way.
    #[error(
        "{place}: {doing} failed: {source}. Look at the disk and at the system's log before the next run."
    )]
    Io {
        /// Where.
        place: String,
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// Stopped by a test as a kill would.
    #[cfg(test)]
    #[error("stopped by a test")]
    Stopped,
}

impl StoreError {
    /// The system's error, as the variant that says what to do about it. An error of a [`Sink`](crate::Sink) gives
    /// back the one that is in it.
    pub fn from_io(place: impl Into<String>, doing: &'static str, source: io::Error) -> Self {
        use io::ErrorKind as K;
        let source = match source.downcast::<Self>() {
            Ok(own) => return own,
            Err(source) => source,
        };
        let place = place.into();
        match source.kind() {
            K::StorageFull | K::QuotaExceeded => Self::NoSpace { place, doing, source },
            K::PermissionDenied | K::ReadOnlyFilesystem => Self::NotPermitted { place, doing, source },
            _ => Self::Io { place, doing, source },
        }
    }

    /// The kind of `io::Error` that this is nearest to.
    pub fn kind(&self) -> io::ErrorKind {
        match self {
            Self::NoSpace { source, .. } | Self::NotPermitted { source, .. } | Self::Io { source, .. } => {
                source.kind()
            }
            Self::NoObject { .. } | Self::NoVersion { .. } | Self::NoFile { .. } => io::ErrorKind::NotFound,
            Self::BadId { .. } | Self::BadPath { .. } => io::ErrorKind::InvalidInput,
            Self::Busy { .. } => io::ErrorKind::ResourceBusy,
            _ => io::ErrorKind::Other,
        }
    }
}

/// For `Write` and `Read`, whose errors are the system's: the kind is kept, and the store's words with it.
impl From<StoreError> for io::Error {
    fn from(error: StoreError) -> Self {
        Self::new(error.kind(), error)
    }
}
