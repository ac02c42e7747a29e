//! What can go wrong.

/// Why a catalogue could not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The database says no: it cannot be opened, read or written.
    #[error("the catalogue cannot be used: {0}")]
    Database(String),
    /// It was written by another version of Bumba.
    #[error(
        "the catalogue is of another version ({0}). Make it again from the store: bumba rebuild catalogue"
    )]
    Schema(String),
    /// A name that reads as an identifier and is none.
    #[error(transparent)]
    Name(#[from] bumba_model::ArkError),
    /// A record that cannot be read back.
    #[error(
        "the record of {id} cannot be read: {why}. Make it again from the store: bumba rebuild catalogue"
    )]
    Record {
        /// Whose.
        id: String,
        /// Why.
        why: String,
    },
    /// A slug or a table's name that another object has.
    #[error("{name} is the name of {holder} already")]
    Taken {
        /// The name.
        name: String,
        /// Who has it.
        holder: String,
    },
    /// A job that was handed to another worker.
    #[error("job {0} was handed to another worker meanwhile")]
    Lost(i64),
}
