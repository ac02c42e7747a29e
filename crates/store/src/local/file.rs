//! Plain files: opened without following a link, read at any place.

use std::{
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::FileExt,
    path::Path,
};

use rustix::fs::{Mode, OFlags};

use crate::{blob::Blob, error::StoreError};

/// An open plain file and its length when it was opened.
pub(super) struct FileBlob {
    file: File,
    len: u64,
}

impl FileBlob {
    pub fn open(path: &Path) -> io::Result<Self> {
        // NONBLOCK: a named pipe in the place of a file must not hang us.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is no plain file"));
        }
        Ok(Self { file, len: about.len() })
    }

    pub fn read_whole(mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Blob for FileBlob {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        loop {
            match self.file.read_at(buf, offset) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }

    fn as_file(&self) -> Option<&File> {
        Some(&self.file)
    }
}

pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    FileBlob::open(path)?.read_whole()
}

/// The error that tells of this path.
pub(super) fn failed(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> StoreError {
    let place = path.display().to_string();
    move |source| StoreError::from_io(place, doing, source)
}

/// As [`failed`], where a missing file is no failure.
pub(super) fn if_there<T>(
    done: io::Result<T>,
    path: &Path,
    doing: &'static str,
) -> Result<Option<T>, StoreError> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed(path, doing)(e)),
    }
}

/// Makes the folder and those above it. False where another process took one of them away meanwhile: try again.
pub(super) fn make_folder(path: &Path) -> Result<bool, StoreError> {
    match fs::create_dir_all(path) {
        Ok(()) => Ok(true),
        // "Already exists" too: it was there at the first look, and gone at the second.
        Err(e)
            if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists)
                && !path.exists() =>
        {
            Ok(false)
        }
        Err(e) => Err(failed(path, "making the folder")(e)),
    }
}
