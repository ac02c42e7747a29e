//! What can go wrong.

/// Why an index did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The query does not parse.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index was made by another version of Bumba.
    #[error(
        "{place}: the index is of another format ({found}; this Bumba writes {expected}).\n  Run `bumba rebuild index`: it is made again from the catalogue, nothing is lost."
    )]
    Format {
        /// The folder.
        place: String,
        /// What stands there.
        found: String,
        /// What this version reads and writes.
        expected: String,
    },
    /// The index cannot be read.
    #[error(
        "{place}: the index is damaged: {fault}.\n  Run `bumba rebuild index`: it is made again from the catalogue, nothing is lost."
    )]
    Damaged {
        /// The folder.
        place: String,
        /// What is wrong.
        fault: String,
    },
    /// Another process writes.
    #[error(
        "{place}: another process writes this index.\n  Only one may; end the other `bumba serve` or `bumba ingest`, or let it do the work."
    )]
    Busy {
        /// The folder.
        place: String,
    },
    /// The disk refused.
    #[error(
        "{place}: {source}.\n  Check that the folder can be written and that the disk is not full; what was committed is kept."
    )]
    Io {
        /// The folder.
        place: String,
        /// Why.
        source: std::io::Error,
    },
}

/// A fault in a query and where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the query does not parse at character {}: {message}.\n  {advice}", .at + 1)]
pub struct QueryError {
    /// Place of the fault, in Unicode scalar values from the query's beginning.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub advice: String,
}
