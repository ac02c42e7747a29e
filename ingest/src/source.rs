//! Where files come from: opened once, read once.

use std::{fs::File, io::Read, path::Path};

/// Opens sources. A test counts what is read through it.
pub trait Sources: Send + Sync {
    /// The bytes of a file, from the first to the last.
    ///
    /// # Errors
    /// What the medium says.
    fn open(&self, path: &Path) -> std::io::Result<Box<dyn Read + Send>>;
}

/// The disk.
pub struct Disk;

impl Sources for Disk {
    fn open(&self, path: &Path) -> std::io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }
}
