//! Opening the file, and bringing it to this version's tables.

use std::{path::Path, time::Duration};

use bumba_catalogue::CatalogueError;
use sqlx::{
    Connection, SqlitePool,
    migrate::{MigrateError, Migrator},
    sqlite::{
        SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    },
};

use crate::{
    SqliteCatalogue,
    error::{self, Stop},
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// `Bumb` in the file's header.
const APPLICATION: i64 = 0x4275_6d62;

/// How long a writer waits for another process's.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many rows a connection's thread may be ahead of who reads them.
const ROWS_AHEAD: usize = 512;

/// How many may read at once. Each is a thread and a file handle.
const READERS: u32 = 8;

impl SqliteCatalogue {
    /// Opens the catalogue in this file; makes it, or brings it to this version, where need be. Several processes may
    /// have it open.
    ///
    /// # Errors
    /// [`CatalogueError::Database`] where it cannot be opened or written, is no database, or another program's;
    /// [`CatalogueError::Schema`] where a newer Bumba made it. The message names the file.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, CatalogueError> {
        let path = path.as_ref();
        let mut tries = 0;
        loop {
            // Two processes that make one file at once: switching to WAL does not wait by itself.
            match open(path).await {
                Err(Stop::Sql(error)) if matches!(error::code(&error), Some(5 | 6)) && tries < 50 => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(Stop::Sql(error)) => {
                    let why = error::in_words(&error);
                    return Err(CatalogueError::Database(format!("{}: {why}", path.display())));
                }
                Err(Stop::Told(error)) => return Err(error),
                Ok(catalogue) => return Ok(catalogue),
            }
        }
    }

    /// Waits for what is under way and closes the file. Without it nothing is lost either.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

async fn open(path: &Path) -> error::Result<SqliteCatalogue> {
    let plain = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(PATIENCE);
    is_ours(path, &plain).await?;

    let writing = plain
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // After a great put the log is cut again.
        .pragma("journal_size_limit", "67108864");
    let writer = pool(1).connect_with(writing).await?;
    migrate(path, &writer).await?;
    let reading = plain.create_if_missing(false).pragma("query_only", "ON").row_buffer_size(ROWS_AHEAD);
    let readers = pool(READERS).connect_with(reading).await?;
    Ok(SqliteCatalogue { writer, readers })
}

/// Writers queue in the pool; a long put ahead of them is no reason to give up.
fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(600))
        .acquire_slow_threshold(Duration::from_secs(60))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Nothing is written into a database that another program made.
async fn is_ours(path: &Path, options: &SqliteConnectOptions) -> error::Result<()> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let application: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut connection).await?;
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut connection).await?;
    connection.close().await?;
    if tables > 0 && application != APPLICATION {
        return Err(Stop::Told(CatalogueError::Database(format!(
            "{} is the database of another program. Give the catalogue another path",
            path.display()
        ))));
    }
    Ok(())
}

/// In one transaction, so that of two processes one makes the tables and the other finds them.
async fn migrate(path: &Path, writer: &SqlitePool) -> error::Result<()> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    match MIGRATIONS.run(&mut *transaction).await {
        Ok(()) => Ok(transaction.commit().await?),
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => Err(Stop::Sql(error)),
        Err(error) => Err(Stop::Told(CatalogueError::Schema(format!("{}: {error}", path.display())))),
    }
}
