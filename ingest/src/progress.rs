//! What is told while work goes on.

/// Hears how far it is. Called from several threads.
pub trait Progress: Send + Sync {
    /// So many files and bytes are to be read.
    fn begin(&self, files: u64, bytes: u64);
    /// Bytes were read.
    fn read(&self, bytes: u64);
    /// A file is done.
    fn file(&self);
    /// So many pictures and sounds are still to be made ready.
    fn deriving(&self, left: u64);
    /// Whether to stop at the next place where one can.
    fn stop(&self) -> bool {
        false
    }
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _files: u64, _bytes: u64) {}
    fn read(&self, _bytes: u64) {}
    fn file(&self) {}
    fn deriving(&self, _left: u64) {}
}
