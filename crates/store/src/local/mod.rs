//! The store on a local disk.

mod cache;
mod commit;
mod draft;
mod durable;
mod file;
mod log;
mod object;
mod recovery;
mod root;
mod staging;
#[cfg(test)]
mod tests;
mod verify;
mod walk;

use std::{path::Path, sync::Arc};

use self::{object::Object, root::Root};
use crate::{
    blob::Blob,
    error::StoreError,
    store::{Depth, Draft, Ids, Report, Store, Version},
    version::VersionNum,
};

/// An OCFL 1.1 storage root in a folder. A clone is the same store. Any number of processes may use one root.
#[derive(Clone)]
pub struct LocalStore {
    root: Arc<Root>,
}

impl LocalStore {
    /// Makes a root in an empty or new folder; opens the one that is there already.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] where the folder holds something else, and what the disk says.
    pub fn init(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        Root::init(folder.as_ref())?;
        Self::open(folder)
    }

    /// Opens a root, and first brings to a valid state what a killed process or a power cut left half done.
    ///
    /// # Errors
    /// [`StoreError::NotARoot`], [`StoreError::Unsupported`] where its layout is another, and what the disk says.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        let root = Root::open(folder.as_ref())?;
        recovery::all(&root)?;
        Ok(Self { root: Arc::new(root) })
    }

    fn object(&self, id: &str) -> Result<Arc<Object>, StoreError> {
        Object::recall(&self.root, id)?.ok_or_else(|| StoreError::NoObject { id: id.to_owned() })
    }
}

impl Store for LocalStore {
    fn head(&self, id: &str) -> Result<Option<Version>, StoreError> {
        Object::recall(&self.root, id)?.map(|object| object.version(object.inventory.head)).transpose()
    }

    fn version(&self, id: &str, version: VersionNum) -> Result<Version, StoreError> {
        self.object(id)?.version(version)
    }

    fn open(&self, id: &str, path: &str) -> Result<Box<dyn Blob>, StoreError> {
        let object = self.object(id)?;
        object.open(object.inventory.head, path)
    }

    fn open_in_version(
        &self,
        id: &str,
        version: VersionNum,
        path: &str,
    ) -> Result<Box<dyn Blob>, StoreError> {
        self.object(id)?.open(version, path)
    }

    fn begin(&self, id: &str) -> Result<Box<dyn Draft>, StoreError> {
        Ok(Box::new(draft::LocalDraft::begin(&self.root, id)?))
    }

    fn ids(&self) -> Result<Ids<'_>, StoreError> {
        Ok(Box::new(walk::Walk::begin(&self.root)?))
    }

    fn verify(&self, id: &str, depth: Depth) -> Result<Report, StoreError> {
        verify::verify(&self.root, id, depth)
    }

    fn log(&self, id: &str, name: &str, line: &str) -> Result<(), StoreError> {
        log::append(&*self.object(id)?, name, line)
    }

    fn open_log(&self, id: &str, name: &str) -> Result<Option<Box<dyn Blob>>, StoreError> {
        log::open(&*self.object(id)?, name)
    }
}
