//! From SQLite's faults to the catalogue's.

use bumba_catalogue::CatalogueError;

/// What stops a method: a fault of the database, or one the trait names.
#[derive(Debug)]
pub(crate) enum Stop {
    Sql(sqlx::Error),
    Told(CatalogueError),
}

pub(crate) type Result<T> = std::result::Result<T, Stop>;

impl From<sqlx::Error> for Stop {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<CatalogueError> for Stop {
    fn from(error: CatalogueError) -> Self {
        Self::Told(error)
    }
}

impl From<bumba_model::ArkError> for Stop {
    fn from(error: bumba_model::ArkError) -> Self {
        Self::Told(error.into())
    }
}

impl From<Stop> for CatalogueError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Told(error) => error,
            Stop::Sql(error) => Self::Database(in_words(&error)),
        }
    }
}

/// SQLite's primary result code, where the fault is its own (<https://sqlite.org/rescode.html>).
pub(crate) fn code(error: &sqlx::Error) -> Option<i32> {
    let extended: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// The fault, and what to do where something can be done.
pub(crate) fn in_words(error: &sqlx::Error) -> String {
    match code(error) {
        Some(5 | 6) => "another process holds it for too long. Try again, or end that process".to_owned(),
        Some(8) => "it may not be written. Look at the rights of the file and its folder".to_owned(),
        Some(10) => format!("the disk has a fault ({error})"),
        Some(11) => format!(
            "it is damaged ({error}). Move it away and make it again from the store: bumba rebuild catalogue"
        ),
        Some(13) => "the disk is full. Make room and try again; nothing was changed".to_owned(),
        Some(14) => {
            "it cannot be opened. Look whether its folder is there, and at the rights of both".to_owned()
        }
        Some(26) => {
            "it is not a database. Move it away and make it again from the store: bumba rebuild catalogue"
                .to_owned()
        }
        _ => error.to_string(),
    }
}
