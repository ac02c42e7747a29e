//! One object as it lies on the disk.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    cache::Stamp,
    file::{self, FileBlob, failed, if_there},
    root::Root,
};
use crate::{
    blob::Blob,
    digest::Sha512,
    error::StoreError,
    inventory::{self, Inventory, Refused},
    store::{FileEntry, User, Version},
    version::VersionNum,
};

pub(super) const DECLARATION: &str = "0=ocfl_object_1.1";
pub(super) const DECLARED: &str = "ocfl_object_1.1\n";

pub(super) struct Object {
    pub folder: PathBuf,
    pub inventory: Inventory,
    /// Of the inventory as it lies there.
    pub digest: Sha512,
}

impl Object {
    /// None where there is no such object.
    pub fn load(root: &Root, id: &str) -> Result<Option<Self>, StoreError> {
        let object = Self::load_at(&root.object_folder(id))?;
        match object {
            Some(object) if object.inventory.id != id => Err(damaged(
                &object.folder,
                format!("its inventory is of {:?}, the object {id:?} should lie here", object.inventory.id),
            )),
            object => Ok(object),
        }
    }

    /// As [`Object::load`], or as it was read last where its inventory is the same file still.
    pub fn recall(root: &Root, id: &str) -> Result<Option<Arc<Self>>, StoreError> {
        let folder = root.object_folder(id);
        let stamp = fs::symlink_metadata(folder.join(inventory::NAME)).ok().map(|about| Stamp::of(&about));
        if let Some(object) = stamp.and_then(|stamp| root.cache.get(&folder, stamp)) {
            return Ok(Some(object));
        }
        let object = Self::load(root, id)?.map(Arc::new);
        if let (Some(stamp), Some(object)) = (stamp, &object) {
            root.cache.put(stamp, object);
        }
        Ok(object)
    }

    /// None where there is no such folder.
    pub fn load_at(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(inventory::NAME);
        let Some(bytes) = if_there(file::read(&path), &path, "reading the inventory")? else {
            return match if_there(fs::symlink_metadata(folder), folder, "reading the folder")? {
                Some(_) => Err(damaged(folder, "it has no inventory.json".to_owned())),
                None => Ok(None),
            };
        };
        let digest = Sha512::of(&bytes);
        let inventory = Inventory::parse(&bytes).map_err(|refused| match refused {
            Refused::Invalid(what) => damaged(&path, what),
            Refused::Unsupported(what) => StoreError::Unsupported { place: path.display().to_string(), what },
        })?;
        // A reader may come between the two renames of a commit: then the version's own digest file vouches.
        let sidecars = [folder.to_owned(), folder.join(inventory.head.to_string())];
        let vouched = sidecars.iter().any(|folder| {
            file::read(&folder.join(inventory::SIDECAR))
                .ok()
                .and_then(|bytes| inventory::read_sidecar(&bytes))
                == Some(digest)
        });
        if !vouched {
            return Err(damaged(&path, "its digest is not the one in inventory.json.sha512".to_owned()));
        }
        Ok(Some(Self { folder: folder.to_owned(), inventory, digest }))
    }

    pub fn version(&self, number: VersionNum) -> Result<Version, StoreError> {
        let block = self.inventory.versions.get(&number).ok_or_else(|| self.no_version(number))?;
        let files = block
            .paths()
            .map(|(path, digest)| (path.to_owned(), FileEntry { sha512: digest, bytes: self.bytes(digest) }));
        Ok(Version {
            version: number,
            // The inventory was checked when it was read.
            created: block.created.parse().unwrap_or_default(),
            message: block.message.clone().unwrap_or_default(),
            user: block
                .user
                .as_ref()
                .map(|user| User { name: user.name.clone(), address: user.address.clone() }),
            files: files.collect(),
        })
    }

    pub fn open(&self, version: VersionNum, path: &str) -> Result<Box<dyn Blob>, StoreError> {
        let block = self.inventory.versions.get(&version).ok_or_else(|| self.no_version(version))?;
        let digest = block.paths().find(|(name, _)| *name == path).map(|(_, digest)| digest);
        self.open_content(digest, path)
    }

    pub fn open_content(&self, digest: Option<Sha512>, path: &str) -> Result<Box<dyn Blob>, StoreError> {
        let content = digest.and_then(|digest| self.inventory.content(digest));
        let content = content
            .ok_or_else(|| StoreError::NoFile { id: self.inventory.id.clone(), path: path.to_owned() })?;
        let place = self.folder.join(content);
        match if_there(FileBlob::open(&place), &place, "opening the file")? {
            Some(blob) => Ok(Box::new(blob)),
            None => Err(damaged(&place, "the inventory names this file, and it is missing".to_owned())),
        }
    }

    pub fn bytes(&self, digest: Sha512) -> Option<u64> {
        let content = self.inventory.content(digest)?;
        fs::symlink_metadata(self.folder.join(content))
            .ok()
            .filter(fs::Metadata::is_file)
            .map(|about| about.len())
    }

    fn no_version(&self, version: VersionNum) -> StoreError {
        StoreError::NoVersion { id: self.inventory.id.clone(), version }
    }
}

pub(super) fn damaged(place: &Path, what: String) -> StoreError {
    StoreError::Damaged { place: place.display().to_string(), what }
}

/// The names in a folder, sorted, and whether each is a folder itself.
pub(super) fn names(folder: &Path) -> Result<Vec<(String, bool)>, StoreError> {
    let read = || {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            names.push((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?.is_dir()));
        }
        names.sort_unstable();
        Ok(names)
    };
    read().map_err(failed(folder, "reading the folder"))
}
