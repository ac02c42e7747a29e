//! The engine for one machine: tantivy.

mod facets;
mod gate;
mod layout;
mod matching;
mod passages;
mod schema;
mod search;
mod segment;
mod stored;
#[cfg(test)]
mod tests;
mod write;

use std::collections::HashMap;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::index::{IndexMeta, SegmentId, SegmentMeta};
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

use crate::{Change, Index, IndexError, Request, Response};
use schema::Fields;
use segment::SegmentMap;
use write::Writer;

/// The format of the index's folder. One more wherever schema, terms, folding or stored bytes change.
const FORMAT: u32 = 1;

/// An index of up to so many bytes is checked when it is opened: some 30 ms. A greater one is checked by [`Tantivy::damaged_files`] alone.
const CHECKED: u64 = 64 << 20;

/// What a commit says of itself, in tantivy's own commit record: so index and position are one write.
#[derive(Debug, Serialize, Deserialize)]
struct Stand {
    format: u32,
    position: u64,
}

/// An index in a folder, by tantivy.
///
/// Opening a small index checks every byte of it, a great one only that its parts are there, so it is quick. The right to write is taken at the first change and held until this is dropped.
pub struct Tantivy {
    place: PathBuf,
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    /// The commit that `reader` shows.
    shown: Mutex<Commit>,
    writer: Mutex<Option<Writer>>,
    maps: Mutex<HashMap<SegmentId, Arc<SegmentMap>>>,
}

impl Tantivy {
    /// Opens the index in a folder; makes both where there is none.
    ///
    /// # Errors
    /// [`IndexError::Format`], [`IndexError::Damaged`]: rebuild with [`Tantivy::create`]. [`IndexError::Io`].
    pub fn open(place: impl AsRef<Path>) -> Result<Self, IndexError> {
        let place = place.as_ref();
        let holds = |name: &str| place.join(name).exists();
        if holds("meta.json") {
            // A merge in another process may take a file away between reading what there is and opening it.
            for _ in 0..3 {
                let before = std::fs::read(place.join("meta.json")).ok();
                let opened = guarded(place, || Self::open_existing(place));
                let changed = std::fs::read(place.join("meta.json")).ok() != before;
                if !(changed && matches!(opened, Err(IndexError::Damaged { .. }))) {
                    return opened;
                }
            }
            return guarded(place, || Self::open_existing(place));
        }
        let stray = std::fs::read_dir(place).into_iter().flatten().flatten().next().is_some();
        if stray {
            return Err(IndexError::Damaged {
                place: place.display().to_string(),
                fault: "the folder holds files, but no meta.json".to_owned(),
            });
        }
        Self::create(place)
    }

    /// Makes a new index in a folder, in the place of whatever index stands there, damaged or not.
    /// Everything in the folder goes: it must be the index's own.
    ///
    /// # Errors
    /// [`IndexError::Busy`] while it is written to; [`IndexError::Io`].
    pub fn create(place: impl AsRef<Path>) -> Result<Self, IndexError> {
        let place = place.as_ref();
        let io = |source| IndexError::Io { place: place.display().to_string(), source };
        // Held until the old one is gone.
        let lock = MmapDirectory::open(place).ok().map(|folder| folder.acquire_lock(&INDEX_WRITER_LOCK));
        if matches!(lock, Some(Err(LockError::LockBusy))) {
            return Err(IndexError::Busy { place: place.display().to_string() });
        }
        // Made whole beside its place, then put there: killed at any moment, the place holds an index or nothing.
        let making = Making::beside(place).map_err(io)?;
        let (schema, _) = schema::schema();
        let index = tantivy::Index::create_in_dir(&making.0, schema).map_err(|fault| failed(place, fault))?;
        let mut writer: tantivy::IndexWriter =
            index.writer_with_num_threads(1, write::MEMORY).map_err(|fault| failed(place, fault))?;
        let mut commit = writer.prepare_commit().map_err(|fault| failed(place, fault))?;
        commit.set_payload(&stand(0));
        commit.commit().map_err(|fault| failed(place, fault))?;
        drop(writer);
        drop(index);
        making.put(place).map_err(io)?;
        drop(lock);
        Self::open_existing(place)
    }

    fn open_existing(place: &Path) -> Result<Self, IndexError> {
        let fail = |fault| failed(place, fault);
        let mut index = tantivy::Index::open_in_dir(place).map_err(fail)?;
        let (schema, fields) = schema::schema();
        let meta = index.load_metas().map_err(fail)?;
        let format = meta.payload.as_deref().and_then(|payload| serde_json::from_str::<Stand>(payload).ok());
        if index.schema() != schema || format.as_ref().is_none_or(|stand| stand.format != FORMAT) {
            return Err(IndexError::Format {
                place: place.display().to_string(),
                found: format
                    .map_or_else(|| "unknown".to_owned(), |stand| format!("format {}", stand.format)),
                expected: format!("format {FORMAT}"),
            });
        }
        if size(place) <= CHECKED {
            let damaged = index.validate_checksum().map_err(fail)?;
            if let Some(file) = damaged.iter().min() {
                let fault = format!("the checksum of {} is wrong", file.display());
                return Err(IndexError::Damaged { place: place.display().to_string(), fault });
            }
        }
        layout::register(&mut index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fail)?;
        Ok(Self {
            place: place.to_owned(),
            index,
            fields,
            reader,
            shown: Mutex::new(commit(&meta)),
            writer: Mutex::new(None),
            maps: Mutex::new(HashMap::new()),
        })
    }

    /// Reads every byte of the index and gives the files whose checksum is wrong, for `doctor`.
    ///
    /// # Errors
    /// Where a file cannot be read at all.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>, IndexError> {
        let mut files: Vec<_> =
            self.index.validate_checksum().map_err(|fault| self.failed(fault))?.into_iter().collect();
        files.sort();
        Ok(files)
    }

    fn failed(&self, fault: impl Into<TantivyError>) -> IndexError {
        failed(&self.place, fault.into())
    }

    fn damaged(&self, fault: &str) -> IndexError {
        IndexError::Damaged { place: self.place.display().to_string(), fault: fault.to_owned() }
    }

    /// Shows the last commit, also one that another process made.
    fn refresh(&self) -> Result<(), IndexError> {
        let last = commit(&self.index.load_metas().map_err(|fault| self.failed(fault))?);
        let mut shown = held(&self.shown);
        if *shown != last {
            self.reader.reload().map_err(|fault| self.failed(fault))?;
            *shown = last;
        }
        Ok(())
    }
}

/// What tells one commit from another. The stamp alone does not: an index that was made again counts from the beginning.
type Commit = (u64, Vec<SegmentId>);

fn commit(meta: &IndexMeta) -> Commit {
    (meta.opstamp, meta.segments.iter().map(SegmentMeta::id).collect())
}

impl Index for Tantivy {
    fn apply(&self, change: Change) -> Result<(), IndexError> {
        self.with_writer(|writer| writer.apply(&self.fields, change))
    }

    fn commit(&self, position: u64) -> Result<(), IndexError> {
        self.with_writer(|writer| writer.commit(&stand(position)))?;
        self.refresh()
    }

    fn position(&self) -> Result<u64, IndexError> {
        let meta = self.index.load_metas().map_err(|fault| self.failed(fault))?;
        let stand: Option<Stand> =
            meta.payload.as_deref().and_then(|payload| serde_json::from_str(payload).ok());
        stand.map(|stand| stand.position).ok_or_else(|| self.damaged("the commit says no position"))
    }

    fn search(&self, request: &Request) -> Result<Response, IndexError> {
        guarded(&self.place, || {
            self.refresh()?;
            self.run(request)
        })
    }
}

impl Tantivy {
    fn with_writer(&self, work: impl FnOnce(&mut Writer) -> tantivy::Result<()>) -> Result<(), IndexError> {
        let mut writer = held(&self.writer);
        if writer.is_none() {
            *writer = Some(Writer::new(&self.index).map_err(|fault| self.failed(fault))?);
        }
        let Some(open) = writer.as_mut() else { return Ok(()) };
        work(open).map_err(|fault| {
            // What was buffered is lost with the writer; the feed is read again from the last commit's position.
            *writer = None;
            self.failed(fault)
        })
    }
}

/// tantivy trusts its files and panics on some that have turned; their checksums would take too long to read at every start.
/// Nothing of ours is half changed then: this is put around reading alone, and each lock guards one assignment.
fn guarded<T>(place: &Path, read: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let fault = "reading it failed as it cannot in a whole one".to_owned();
        Err(IndexError::Damaged { place: place.display().to_string(), fault })
    })
}

/// Bytes of a folder's files; what cannot be read is found out by who reads it.
fn size(place: &Path) -> u64 {
    let files = std::fs::read_dir(place).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}

fn stand(position: u64) -> String {
    format!("{{\"format\":{FORMAT},\"position\":{position}}}")
}

/// The value behind a lock. A panic elsewhere leaves these values whole: each change of them is one assignment.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(place: &Path, fault: TantivyError) -> IndexError {
    let place = place.display().to_string();
    match fault {
        TantivyError::LockFailure(..) => IndexError::Busy { place },
        TantivyError::IncompatibleIndex(found) => {
            IndexError::Format { place, found: format!("{found:?}"), expected: format!("format {FORMAT}") }
        }
        TantivyError::IoError(source) if full_or_forbidden(source.kind()) => {
            IndexError::Io { place, source: std::io::Error::new(source.kind(), source.to_string()) }
        }
        other => IndexError::Damaged { place, fault: other.to_string() },
    }
}

fn full_or_forbidden(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::StorageFull
            | ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::QuotaExceeded
    )
}

/// A new index beside the place it is for. Dropped, it leaves nothing; killed, what it leaves is swept by the next one.
struct Making(PathBuf);

impl Making {
    fn beside(place: &Path) -> std::io::Result<Self> {
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let prefix = format!(".{name}.making-");
        for entry in std::fs::read_dir(folder)?.flatten() {
            let other = entry.file_name().to_string_lossy().into_owned();
            let alive =
                |pid: &str| Path::new("/proc").join(pid.split('-').next().unwrap_or_default()).exists();
            if other.strip_prefix(&prefix).is_some_and(|pid| !alive(pid)) {
                std::fs::remove_dir_all(entry.path())?;
            }
        }
        let own = format!("{prefix}{}-{:?}", std::process::id(), std::thread::current().id());
        let making = Self(folder.join(own));
        std::fs::create_dir_all(&making.0)?;
        Ok(making)
    }

    /// Puts it in the place of what stands there.
    fn put(self, place: &Path) -> std::io::Result<()> {
        let old = self.0.join(".old");
        match std::fs::rename(place, &old) {
            Err(fault) if fault.kind() != ErrorKind::NotFound => return Err(fault),
            _ => {}
        }
        match std::fs::rename(&self.0, place) {
            // Another process put one there meanwhile: that one serves as well.
            Err(fault) if matches!(fault.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists) => {
                Ok(())
            }
            Err(fault) => Err(fault),
            Ok(()) => match std::fs::remove_dir_all(place.join(".old")) {
                Err(fault) if fault.kind() != ErrorKind::NotFound => Err(fault),
                _ => Ok(()),
            },
        }
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
