//! The next version of an object, while it is being made.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use sha2::Digest as _;

use super::{
    commit,
    file::{FileBlob, failed},
    object::{Object, damaged},
    recovery,
    root::Root,
    staging::{Claim, Journal},
};
use crate::{
    blob::Blob,
    digest::{Fixity, Sha512},
    error::StoreError,
    path,
    store::{Committed, Draft, FileEntry, Files, Message, Sink, Stored},
    version::VersionNum,
};

/// Sinks gather small writes up to this.
const BUFFER: usize = 256 * 1024;

pub(super) struct LocalDraft {
    pub(super) shared: Arc<Shared>,
}

/// What the draft and its sinks have in common.
pub(super) struct Shared {
    pub root: Arc<Root>,
    pub claim: Claim,
    pub id: String,
    pub version: VersionNum,
    /// The version that this one starts from.
    pub base: Option<Object>,
    state: Mutex<State>,
    next: AtomicUsize,
    pub sinks: AtomicUsize,
}

#[derive(Default)]
pub(super) struct State {
    /// Every file of the draft.
    pub files: BTreeMap<String, Sha512>,
    /// Those of them that were written for it.
    pub staged: BTreeMap<String, Staged>,
    /// Logical path and kind → digest.
    pub fixity: BTreeMap<(String, Fixity), String>,
}

pub(super) struct Staged {
    pub place: PathBuf,
    pub stored: Stored,
}

impl LocalDraft {
    pub fn begin(root: &Arc<Root>, id: &str) -> Result<Self, StoreError> {
        if id.is_empty() {
            return Err(StoreError::BadId { id: id.to_owned(), why: "it is empty" });
        }
        let claim = Claim::take(root, id)?;
        let base = Object::load(root, id)?;
        if let Some(object) = &base {
            if !object.inventory.is_1_1() {
                let place = object.folder.display().to_string();
                return Err(StoreError::Unsupported {
                    place,
                    what: "adding to an object of OCFL 1.0".to_owned(),
                });
            }
            if let Some(loose) = recovery::loose_version(&object.folder, object.inventory.head) {
                return Err(damaged(&loose, "this version is not in the object's inventory".to_owned()));
            }
        }
        let version = base.as_ref().map_or(VersionNum::FIRST, |object| object.inventory.head.next());
        claim.declare(&Journal { id: id.to_owned(), version })?;
        let files = claim.folder.join("files");
        fs::create_dir(&files).map_err(failed(&files, "making the staging folder"))?;
        let inherited = base.as_ref().and_then(|object| object.inventory.state(object.inventory.head));
        let inherited =
            inherited.unwrap_or_default().into_iter().map(|(path, digest)| (path.to_owned(), digest));
        let state = State { files: inherited.collect(), ..State::default() };
        Ok(Self {
            shared: Arc::new(Shared {
                root: Arc::clone(root),
                claim,
                id: id.to_owned(),
                version,
                base,
                state: Mutex::new(state),
                next: AtomicUsize::new(0),
                sinks: AtomicUsize::new(0),
            }),
        })
    }

    fn no_file(&self, path: &str) -> StoreError {
        StoreError::NoFile { id: self.shared.id.clone(), path: path.to_owned() }
    }
}

impl Shared {
    pub fn state(&self) -> MutexGuard<'_, State> {
        // Each change under the lock is whole by itself, so a panic elsewhere spoils nothing.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Where a file stands in the way of a folder, or a folder of a file.
    fn conflict(&self, path: &str) -> Option<StoreError> {
        let bad = |why| Some(StoreError::BadPath { path: path.to_owned(), why });
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        if let Some(folder) = folders.into_iter().find(|folder| self.files.contains_key(*folder)) {
            return bad(format!("{folder:?} is a file of this object already"));
        }
        let below = format!("{path}/");
        match self.files.range(below.clone()..).next() {
            Some((file, _)) if file.starts_with(&below) => {
                bad(format!("it is the folder of {file:?} already"))
            }
            _ => None,
        }
    }

    fn forget_staged(&mut self, path: &str) {
        if let Some(staged) = self.staged.remove(path) {
            // What stays is removed with the staging.
            let _ = fs::remove_file(staged.place);
        }
        for kind in Fixity::ALL {
            self.fixity.remove(&(path.to_owned(), kind));
        }
    }
}

impl Draft for LocalDraft {
    fn id(&self) -> &str {
        &self.shared.id
    }

    fn version(&self) -> VersionNum {
        self.shared.version
    }

    fn create(&self, path: &str) -> Result<Box<dyn Sink>, StoreError> {
        if let Some(why) = path::fault(path) {
            return Err(StoreError::BadPath { path: path.to_owned(), why: why.to_owned() });
        }
        if let Some(conflict) = self.shared.state().conflict(path) {
            return Err(conflict);
        }
        let number = self.shared.next.fetch_add(1, Ordering::Relaxed);
        let place = self.shared.claim.folder.join("files").join(number.to_string());
        let file = File::options().write(true).create_new(true).open(&place);
        let file = file.map_err(failed(&place, "making a file in the staging folder"))?;
        self.shared.sinks.fetch_add(1, Ordering::AcqRel);
        Ok(Box::new(LocalSink {
            shared: Arc::clone(&self.shared),
            path: path.to_owned(),
            place: Some(place),
            file: BufWriter::with_capacity(BUFFER, file),
            hasher: sha2::Sha512::new(),
            bytes: 0,
            failed: false,
        }))
    }

    fn remove(&self, path: &str) -> Result<(), StoreError> {
        let mut state = self.shared.state();
        state.files.remove(path).ok_or_else(|| self.no_file(path))?;
        state.forget_staged(path);
        Ok(())
    }

    fn open(&self, path: &str) -> Result<Box<dyn Blob>, StoreError> {
        let state = self.shared.state();
        if let Some(staged) = state.staged.get(path) {
            let blob =
                FileBlob::open(&staged.place).map_err(failed(&staged.place, "opening the staged file"))?;
            return Ok(Box::new(blob));
        }
        match &self.shared.base {
            Some(object) => object.open_content(state.files.get(path).copied(), path),
            None => Err(self.no_file(path)),
        }
    }

    fn files(&self) -> Files {
        let state = self.shared.state();
        let entry = |(path, &sha512): (&String, &Sha512)| {
            let staged = state.staged.get(path).map(|staged| staged.stored.bytes);
            let bytes = staged.or_else(|| self.shared.base.as_ref().and_then(|object| object.bytes(sha512)));
            (path.clone(), FileEntry { sha512, bytes })
        };
        state.files.iter().map(entry).collect()
    }

    fn fixity(&self, path: &str, kind: Fixity, digest: &str) -> Result<(), StoreError> {
        let digest = digest.to_ascii_lowercase();
        if digest.len() != kind.digits() || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
            let why = format!("{digest:?} is no {} in hexadecimal", kind.name());
            return Err(StoreError::BadPath { path: path.to_owned(), why });
        }
        let mut state = self.shared.state();
        if !state.files.contains_key(path) {
            return Err(self.no_file(path));
        }
        state.fixity.insert((path.to_owned(), kind), digest);
        Ok(())
    }

    fn commit(self: Box<Self>, about: Message) -> Result<Committed, StoreError> {
        commit::commit(&self.shared, &about)
    }
}

struct LocalSink {
    shared: Arc<Shared>,
    path: String,
    /// None once it is finished.
    place: Option<PathBuf>,
    file: BufWriter<File>,
    hasher: sha2::Sha512,
    bytes: u64,
    failed: bool,
}

impl LocalSink {
    fn told(&mut self, error: io::Error) -> StoreError {
        self.failed = true;
        StoreError::from_io(
            self.shared.claim.folder.display().to_string(),
            "writing to the staging folder",
            error,
        )
    }

    fn again(&self) -> StoreError {
        let source = io::Error::other("an earlier write of this file failed");
        StoreError::from_io(self.path.clone(), "writing to the staging folder", source)
    }
}

impl Write for LocalSink {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Err(self.again().into());
        }
        match self.file.write(buf) {
            Ok(n) => {
                self.hasher.update(&buf[..n]);
                self.bytes += n as u64;
                Ok(n)
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => Err(e),
            Err(e) => Err(self.told(e).into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(|e| self.told(e).into())
    }
}

impl Sink for LocalSink {
    fn finish(mut self: Box<Self>) -> Result<Stored, StoreError> {
        if self.failed {
            return Err(self.again());
        }
        self.file.flush().map_err(|e| self.told(e))?;
        let stored = Stored { sha512: Sha512::finish(std::mem::take(&mut self.hasher)), bytes: self.bytes };
        let mut state = self.shared.state();
        if let Some(conflict) = state.conflict(&self.path) {
            return Err(conflict);
        }
        state.forget_staged(&self.path);
        state.files.insert(self.path.clone(), stored.sha512);
        if let Some(place) = self.place.take() {
            state.staged.insert(self.path.clone(), Staged { place, stored });
        }
        drop(state);
        Ok(stored)
    }
}

impl Drop for LocalSink {
    fn drop(&mut self) {
        if let Some(place) = self.place.take() {
            // What stays is removed with the staging.
            let _ = fs::remove_file(place);
        }
        self.shared.sinks.fetch_sub(1, Ordering::AcqRel);
    }
}
