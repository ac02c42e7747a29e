#![doc = include_str!("../README.md")]

mod counts;
mod cursor;
mod error;
mod feed;
mod get;
mod job;
mod lease;
mod line;
mod list;
mod name;
mod natural;
mod open;
mod parts;
mod put;
mod record;
mod time;

use async_trait::async_trait;
use bumba_catalogue::{
    Catalogue, Counts, FeedEntry, Held, Job, JobId, JobState, LineQuery, ListQuery, NewJob, Page, Put,
    Result, Seq, Summary,
};
use bumba_model::{Ark, Event, Line};
use jiff::Timestamp;
use sqlx::{Sqlite, SqlitePool, Transaction};

/// A catalogue in one SQLite file.
///
/// One connection writes, several read what was committed last. What a call has said is on the disk.
#[derive(Clone, Debug)]
pub struct SqliteCatalogue {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteCatalogue {
    /// The write lock is taken at once: a transaction that reads first and writes then would be turned away where
    /// another process wrote in between.
    async fn write(&self) -> error::Result<Transaction<'static, Sqlite>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// One state of things for several statements.
    async fn read(&self) -> error::Result<Transaction<'static, Sqlite>> {
        Ok(self.readers.begin().await?)
    }
}

async fn commit<T>(transaction: Transaction<'static, Sqlite>, value: T) -> Result<T> {
    transaction.commit().await.map_err(error::Stop::from)?;
    Ok(value)
}

#[async_trait]
impl Catalogue for SqliteCatalogue {
    async fn put(&self, put: Put) -> Result<Seq> {
        let ready = put::Ready::new(put)?;
        let mut db = self.write().await?;
        let seq = put::put(&mut db, &ready).await?;
        commit(db, seq).await
    }

    async fn get(&self, id: &Ark) -> Result<Option<Held>> {
        let mut db = self.readers.acquire().await.map_err(error::Stop::from)?;
        Ok(get::get(&mut db, &id.to_string()).await?)
    }

    async fn get_many(&self, ids: &[Ark]) -> Result<Vec<Held>> {
        Ok(get::get_many(&self.readers, ids).await?)
    }

    async fn resolve(&self, name: &str) -> Result<Option<Ark>> {
        let mut db = self.read().await?;
        Ok(name::resolve(&mut db, name).await?)
    }

    async fn item_named(&self, part_of: Option<&Ark>, local_id: &str) -> Result<Option<Ark>> {
        Ok(name::item_named(&self.readers, part_of, local_id).await?)
    }

    async fn authority_of_table(&self, local_id: &str) -> Result<Option<Ark>> {
        Ok(name::authority_of_table(&self.readers, local_id).await?)
    }

    async fn authorities_named(&self, name: &str) -> Result<Vec<Ark>> {
        Ok(name::authorities_named(&self.readers, name).await?)
    }

    async fn list(&self, query: &ListQuery) -> Result<Page<Summary>> {
        Ok(list::list(&self.readers, query).await?)
    }

    async fn tied_to(&self, authority: &Ark) -> Result<Vec<Summary>> {
        Ok(list::tied_to(&self.readers, authority).await?)
    }

    async fn performances_on(&self, item: &Ark) -> Result<Vec<Ark>> {
        Ok(list::performances_on(&self.readers, item).await?)
    }

    async fn ancestors(&self, id: &Ark) -> Result<Vec<Held>> {
        let mut db = self.read().await?;
        Ok(get::ancestors(&mut db, id).await?)
    }

    async fn lines(&self, item: &Ark, query: &LineQuery) -> Result<Vec<Line>> {
        Ok(line::lines(&self.readers, item, query).await?)
    }

    async fn events(&self, id: &Ark) -> Result<Vec<Event>> {
        Ok(get::events(&self.readers, id).await?)
    }

    async fn counts(&self) -> Result<Counts> {
        Ok(counts::counts(&self.readers).await?)
    }

    async fn forget_records(&self) -> Result<()> {
        let mut db = self.write().await?;
        feed::forget_records(&mut db).await?;
        commit(db, ()).await
    }

    async fn feed(&self, after: Seq, limit: u32) -> Result<Vec<FeedEntry>> {
        Ok(feed::feed(&self.readers, after, limit).await?)
    }

    async fn newest(&self) -> Result<Seq> {
        Ok(feed::newest(&self.readers).await?)
    }

    async fn enqueue(&self, job: NewJob, now: Timestamp) -> Result<JobId> {
        let mut db = self.write().await?;
        let id = job::enqueue(&mut db, &job, now).await?;
        commit(db, id).await
    }

    async fn claim(
        &self,
        kinds: &[&str],
        worker: &str,
        now: Timestamp,
        lost_since: Timestamp,
    ) -> Result<Option<Job>> {
        let mut db = self.write().await?;
        let job = job::claim(&mut db, kinds, worker, now, lost_since).await?;
        commit(db, job).await
    }

    async fn still_working(&self, job: JobId, worker: &str, now: Timestamp) -> Result<()> {
        let mut db = self.write().await?;
        job::still_working(&mut db, job, worker, now).await?;
        commit(db, ()).await
    }

    async fn done(&self, job: JobId, worker: &str, now: Timestamp) -> Result<()> {
        let mut db = self.write().await?;
        job::done(&mut db, job, worker, now).await?;
        commit(db, ()).await
    }

    async fn failed(
        &self,
        job: JobId,
        worker: &str,
        why: &str,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        let mut db = self.write().await?;
        job::failed(&mut db, job, worker, why, again, now).await?;
        commit(db, ()).await
    }

    async fn jobs(&self, state: JobState, limit: u32) -> Result<Vec<Job>> {
        Ok(job::jobs(&self.readers, state, limit).await?)
    }

    async fn unfinished(&self, kinds: &[&str]) -> Result<u64> {
        Ok(job::unfinished(&self.readers, kinds).await?)
    }

    async fn hold_lease(&self, name: &str, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool> {
        let mut db = self.write().await?;
        let held = lease::hold(&mut db, name, holder, now, until).await?;
        commit(db, held).await
    }

    async fn release_lease(&self, name: &str, holder: &str) -> Result<()> {
        let mut db = self.write().await?;
        lease::release(&mut db, name, holder).await?;
        commit(db, ()).await
    }

    async fn lease_holder(&self, name: &str, now: Timestamp) -> Result<Option<String>> {
        Ok(lease::holder(&self.readers, name, now).await?)
    }

    async fn setting(&self, key: &str) -> Result<Option<String>> {
        Ok(lease::setting(&self.readers, key).await?)
    }

    async fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        let mut db = self.write().await?;
        lease::set_setting(&mut db, key, value).await?;
        commit(db, ()).await
    }
}
