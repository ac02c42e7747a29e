//! Stored bytes that can be read at any place.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::Arc,
};

/// The bytes of one stored file. It stays readable while it is held, whatever is committed meanwhile.
pub trait Blob: Send + Sync {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads from `offset` on into `buf`; how many bytes were read. Fewer than asked for is allowed, 0 is the end.
    ///
    /// # Errors
    /// What the medium says.
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize>;

    /// The open file, where the bytes lie in one alone: for sending without a copy. Its cursor is not to be trusted.
    fn as_file(&self) -> Option<&File> {
        None
    }
}

/// A [`Blob`] as `Read + Seek`. A clone reads the same bytes from a cursor of its own.
#[derive(Clone)]
pub struct Reader {
    blob: Arc<dyn Blob>,
    at: u64,
}

impl Reader {
    /// From the first byte.
    pub fn new(blob: impl Into<Arc<dyn Blob>>) -> Self {
        Self { blob: blob.into(), at: 0 }
    }

    /// How many bytes the blob has.
    pub fn len(&self) -> u64 {
        self.blob.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.blob.is_empty()
    }
}

impl Read for Reader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.blob.read_at(buf, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(n) => Some(n),
            SeekFrom::End(n) => self.blob.len().checked_add_signed(n),
            SeekFrom::Current(n) => self.at.checked_add_signed(n),
        };
        self.at =
            at.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "seek before the first byte"))?;
        Ok(self.at)
    }
}
