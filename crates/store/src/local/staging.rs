//! Where drafts are made: `extensions/bumba-staging/<SHA-256 of the identifier>/` in the root, on the same file system
//! as the objects so that a rename suffices. One folder an object, held by `flock` on its file `lock` for as long as
//! the draft lives: that is what keeps a second writer out, and what tells living staging from dead.
//!
//! ```text
//! lock                   who: {"id": …, "version": "v2"}
//! files/0, files/1 …     what the sinks took
//! object/v2/…            what will be renamed in (for a new object: all of object/)
//! inventory.json[.sha512]
//! ```
//!
//! The folder, and `bumba-staging` with it, is gone when no draft is open: a root at rest is plain OCFL.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Seek, Write},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    file::{self, failed},
    recovery,
    root::Root,
};
use crate::{error::StoreError, version::VersionNum};

const LOCK: &str = "lock";
/// How often to try again when another process takes the folder away between two of our calls.
const TRIES: usize = 1000;

/// What a lock file says: who is at work on what.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    pub id: String,
    pub version: VersionNum,
}

/// The sole right to write one object. Dropped, it leaves no trace; after a commit that failed half-way it first
/// brings the object to a valid state, and where that fails too, leaves all as it is for the next [`recovery`].
pub(super) struct Claim {
    pub folder: PathBuf,
    root: PathBuf,
    lock: File,
    /// A commit has begun: the object may be half-way.
    committing: AtomicBool,
    /// Leave everything: a test that stands for a kill.
    #[cfg(test)]
    pub abandoned: AtomicBool,
}

impl Claim {
    /// Takes the object; what a dead process left of it is put right first.
    pub fn take(root: &Root, id: &str) -> Result<Self, StoreError> {
        let staging = root.staging();
        let folder = staging.join(hex::encode(Sha256::digest(id)));
        let busy = || StoreError::Busy { id: id.to_owned() };
        for _ in 0..TRIES {
            if !file::make_folder(&folder)? {
                continue;
            }
            let path = folder.join(LOCK);
            let lock = File::options().read(true).write(true).create(true).truncate(false).open(&path);
            let lock = match lock {
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                lock => lock.map_err(failed(&path, "making the lock"))?,
            };
            match Self::hold(root, &folder, lock)? {
                Held::Busy => return Err(busy()),
                Held::Gone => {}
                Held::Ours(claim) => {
                    claim.settle(root)?;
                    return Ok(claim);
                }
            }
        }
        Err(busy())
    }

    /// Takes what a dead process left in this folder of the staging; none where its process lives.
    pub fn take_dead(root: &Root, folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(LOCK);
        let lock = match File::options().read(true).write(true).open(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                // Killed between folder and lock; or about to make its lock, and then it makes the folder again.
                let _ = fs::remove_dir(folder);
                return Ok(None);
            }
            lock => lock.map_err(failed(&path, "opening the lock"))?,
        };
        match Self::hold(root, folder, lock)? {
            Held::Ours(claim) => Ok(Some(claim)),
            Held::Busy | Held::Gone => Ok(None),
        }
    }

    fn hold(root: &Root, folder: &Path, lock: File) -> Result<Held, StoreError> {
        let path = folder.join(LOCK);
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Held::Busy),
            Err(TryLockError::Error(e)) => return Err(failed(&path, "locking")(e)),
        }
        // Its last holder may have removed the file between our opening and our locking it.
        let own = lock.metadata().map_err(failed(&path, "reading the lock"))?;
        match fs::symlink_metadata(&path) {
            Ok(there) if (there.dev(), there.ino()) == (own.dev(), own.ino()) => {}
            _ => return Ok(Held::Gone),
        }
        Ok(Held::Ours(Self {
            folder: folder.to_owned(),
            root: root.folder.clone(),
            lock,
            committing: AtomicBool::new(false),
            #[cfg(test)]
            abandoned: AtomicBool::new(false),
        }))
    }

    /// Recovers the object from what was left here, and empties the folder.
    pub fn settle(&self, root: &Root) -> Result<(), StoreError> {
        // An empty or torn lock is of a draft that never came to its commit.
        let left =
            file::read(&self.folder.join(LOCK)).ok().and_then(|text| serde_json::from_slice(&text).ok());
        if let Some(journal) = left {
            recovery::object(root, &journal, &self.folder)?;
        }
        self.committing.store(false, Ordering::Relaxed);
        self.clear().map_err(failed(&self.folder, "emptying the staging folder"))
    }

    /// Says what is being written. Made durable with the rest of the staging, before the object is touched.
    pub fn declare(&self, journal: &Journal) -> Result<(), StoreError> {
        let write = || {
            let mut lock = &self.lock;
            lock.set_len(0)?;
            lock.rewind()?;
            lock.write_all(&serde_json::to_vec(journal)?)
        };
        write().map_err(failed(&self.folder, "writing the lock"))
    }

    /// A file of this file system, open since before the first write of the draft.
    pub fn witness(&self) -> &File {
        &self.lock
    }

    pub fn commit_begins(&self) {
        self.committing.store(true, Ordering::Relaxed);
    }

    pub fn commit_ends(&self) {
        self.committing.store(false, Ordering::Relaxed);
    }

    fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else if entry.file_name() != LOCK {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

enum Held {
    Ours(Claim),
    /// A living process has it.
    Busy,
    /// Its last holder removed it; try again.
    Gone,
}

impl Drop for Claim {
    fn drop(&mut self) {
        #[cfg(test)]
        if self.abandoned.load(Ordering::Relaxed) {
            return;
        }
        if self.committing.load(Ordering::Relaxed) {
            let settled = Root::open(&self.root).and_then(|root| self.settle(&root));
            if settled.is_err() {
                return;
            }
        }
        // What stays for want of a right is removed by the next recovery. The lock is held until it is gone.
        if self.clear().is_ok() {
            let _ = fs::remove_file(self.folder.join(LOCK));
            let _ = fs::remove_dir(&self.folder);
            if let Some(staging) = self.folder.parent() {
                let _ = fs::remove_dir(staging);
            }
        }
    }
}
