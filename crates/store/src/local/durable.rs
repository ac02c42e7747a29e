//! What must survive a power cut.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::error::StoreError;

use super::file::failed;

/// Up to here each file is synced by itself; above, the file system once. A sync of the whole file system also waits
/// for what others write, so a handful of files is better off alone; but a thousand syncs are a thousand commits of
/// the journal, and one syncfs is one (`README.md` has the figures).
const FILES_ONE_BY_ONE: usize = 24;
const THREADS: usize = 8;

/// Writes a new file and syncs it; not the folder.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(failed(path, "writing"))
}

/// The names in a folder are on the disk.
pub(super) fn folder(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(failed(path, "syncing the folder"))
}

/// Every file and folder below, and the folder itself, is on the disk.
///
/// `witness` is a file of the same file system that was opened before the first of them was written: what could not be
/// written since then is an error of its `syncfs`.
pub(super) fn tree(path: &Path, witness: &File) -> Result<(), StoreError> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    collect(path, &mut files, &mut folders).map_err(failed(path, "syncing"))?;
    if files.len() > FILES_ONE_BY_ONE && file_system(path, witness)? {
        return Ok(());
    }
    each(&files)?;
    // Deepest first: a folder is never on the disk before what is in it.
    folders.iter().rev().try_for_each(|path| folder(path))
}

/// False where the system has no such call.
fn file_system(path: &Path, witness: &File) -> Result<bool, StoreError> {
    #[cfg(target_os = "linux")]
    {
        match rustix::fs::syncfs(witness) {
            Ok(()) => Ok(true),
            Err(rustix::io::Errno::NOSYS) => Ok(false),
            Err(e) => Err(failed(path, "syncing the file system")(e.into())),
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (path, witness);
        Ok(false)
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) -> io::Result<()> {
    folders.push(path.to_owned());
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files, folders)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// At once, so that the disk may order them and the journal commit them together.
fn each(files: &[PathBuf]) -> Result<(), StoreError> {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            File::open(path).and_then(|file| file.sync_all()).map_err(failed(path, "syncing"))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (1..THREADS.min(files.len())).map(|_| scope.spawn(work)).collect();
        let own = work();
        // A thread that only syncs does not panic.
        threads.into_iter().fold(own, |done, thread| done.and(thread.join().unwrap_or(Ok(()))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_files_and_many_are_both_synced_without_an_error() {
        for count in [0, 1, FILES_ONE_BY_ONE, FILES_ONE_BY_ONE + 1] {
            let folder = tempfile::tempdir().unwrap();
            let witness = File::create(folder.path().join("witness")).unwrap();
            fs::create_dir(folder.path().join("a")).unwrap();
            for n in 0..count {
                fs::write(folder.path().join(format!("a/{n}")), b"x").unwrap();
            }
            tree(folder.path(), &witness).unwrap();
            assert!(tree(&folder.path().join("nowhere"), &witness).is_err());
        }
    }
}
