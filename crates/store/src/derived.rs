//! Derivatives: what can be made again, apart from what is kept. Each is known by a key and by the digest of what it
//! was made of.

use std::{
    fs::{self, File},
    io::{self, Seek, Write},
    path::{Path, PathBuf},
};

use crate::blob::Blob;

/// A place for derivatives. A key is some path parts between `/`; the caller chooses it.
pub trait Derived: Send + Sync {
    /// The bytes under a key; none where it was not made.
    ///
    /// # Errors
    /// What the medium says.
    fn open(&self, key: &str) -> io::Result<Option<Box<dyn Blob>>>;

    /// What the derivative under a key was made of; none where it was not made.
    ///
    /// # Errors
    /// What the medium says.
    fn made_of(&self, key: &str) -> io::Result<Option<String>>;

    /// Begins a derivative. It takes its key's place when it is finished, whole.
    ///
    /// # Errors
    /// What the medium says; `InvalidInput` for a key that cannot be one.
    fn create(&self, key: &str, made_of: &str) -> io::Result<Box<dyn DerivedSink>>;

    /// Forgets all of them.
    ///
    /// # Errors
    /// What the medium says.
    fn clear(&self) -> io::Result<()>;

    /// Whether an error says that there is no room left: then everything is to stop, and not one derivative alone.
    fn is_full(&self, error: &io::Error) -> bool {
        matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }
}

/// Takes a derivative's bytes. Dropped unfinished, it leaves nothing.
pub trait DerivedSink: Write + Seek + Send {
    /// It is whole.
    ///
    /// # Errors
    /// What the medium says.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Derivatives in a folder. `KEY` is the derivative, `KEY.of` the digest of what it was made of.
///
/// Not synced: what a power cut takes is made again.
pub struct LocalDerived {
    root: PathBuf,
}

impl LocalDerived {
    /// In a folder that is made when it is needed.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn path(&self, key: &str) -> io::Result<PathBuf> {
        let fine = !key.is_empty()
            && key.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']));
        if fine {
            Ok(self.root.join(key))
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "not a key"))
        }
    }
}

fn of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".of");
    name.into()
}

fn if_there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl Derived for LocalDerived {
    fn open(&self, key: &str) -> io::Result<Option<Box<dyn Blob>>> {
        let Some(file) = if_there(File::open(self.path(key)?))? else { return Ok(None) };
        let length = file.metadata()?.len();
        Ok(Some(Box::new(LocalBlob { file, length })))
    }

    fn made_of(&self, key: &str) -> io::Result<Option<String>> {
        let path = self.path(key)?;
        if !path.exists() {
            return Ok(None);
        }
        if_there(fs::read_to_string(of(&path)))
    }

    fn create(&self, key: &str, made_of: &str) -> io::Result<Box<dyn DerivedSink>> {
        let path = self.path(key)?;
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let file = tempfile::Builder::new().prefix(".making-").tempfile_in(folder)?;
        Ok(Box::new(LocalSink { file, path, made_of: made_of.to_owned() }))
    }

    fn clear(&self) -> io::Result<()> {
        if_there(fs::remove_dir_all(&self.root)).map(|_| ())
    }
}

struct LocalBlob {
    file: File,
    length: u64,
}

impl Blob for LocalBlob {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, buf, offset)
    }

    fn as_file(&self) -> Option<&File> {
        Some(&self.file)
    }
}

struct LocalSink {
    file: tempfile::NamedTempFile,
    path: PathBuf,
    made_of: String,
}

impl Write for LocalSink {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.file.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for LocalSink {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl DerivedSink for LocalSink {
    fn finish(self: Box<Self>) -> io::Result<()> {
        // The digest first goes, then comes: between the two the derivative counts as not made.
        if_there(fs::remove_file(of(&self.path)))?;
        self.file.persist(&self.path)?;
        fs::write(of(&self.path), self.made_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derivative_appears_whole_and_says_what_it_was_made_of() {
        let folder = tempfile::tempdir().unwrap();
        let derived = LocalDerived::new(folder.path().join("derived"));
        let mut sink = derived.create("a/f1.tif", "abc").unwrap();
        sink.write_all(b"half").unwrap();
        drop(sink);
        assert!(derived.open("a/f1.tif").unwrap().is_none());

        let mut sink = derived.create("a/f1.tif", "abc").unwrap();
        sink.write_all(b"whole").unwrap();
        sink.finish().unwrap();

        assert_eq!(derived.open("a/f1.tif").unwrap().unwrap().len(), 5);
        assert_eq!(derived.made_of("a/f1.tif").unwrap().as_deref(), Some("abc"));
        derived.clear().unwrap();
        assert_eq!(derived.made_of("a/f1.tif").unwrap(), None);
    }

    #[test]
    fn a_key_that_leads_out_is_refused() {
        let derived = LocalDerived::new("/nowhere");
        for key in ["", "../x", "a//b", "/etc/passwd", "a/../../b"] {
            assert!(derived.open(key).is_err(), "{key}");
        }
    }
}
