//! Every object of the root.

use std::path::PathBuf;

use super::{
    object::{Object, damaged, names},
    root::Root,
};
use crate::error::StoreError;

/// Depth first, in order of the folders' names. One folder's names are held at a time, for each level.
pub(super) struct Walk<'a> {
    root: &'a Root,
    /// Folders to visit, the next one last, and how deep below the root each is.
    folders: Vec<(PathBuf, usize)>,
}

impl<'a> Walk<'a> {
    pub fn begin(root: &'a Root) -> Result<Self, StoreError> {
        let mut folders: Vec<_> = names(&root.folder)?
            .into_iter()
            .filter(|(name, is_folder)| *is_folder && !Root::is_apart(name))
            .map(|(name, _)| (root.folder.join(name), 1))
            .collect();
        folders.reverse();
        Ok(Self { root, folders })
    }

    /// What there is to say of a folder; none where it only holds others.
    fn visit(&mut self, folder: PathBuf, depth: usize) -> Option<Result<String, StoreError>> {
        let names = match names(&folder) {
            Ok(names) => names,
            Err(e) => return Some(Err(e)),
        };
        let is_object =
            names.iter().any(|(name, is_folder)| !is_folder && name.starts_with("0=ocfl_object_"));
        if is_object || depth >= self.root.layout.depth() {
            return Some(self.object(&folder, is_object));
        }
        let file = names.iter().find(|(_, is_folder)| !is_folder).map(|(name, _)| name.clone());
        let below = names.into_iter().rev().filter(|(_, is_folder)| *is_folder);
        self.folders.extend(below.map(|(name, _)| (folder.join(name), depth + 1)));
        file.map(|file| {
            Err(damaged(&folder, format!("it holds the file {file:?} where only folders may be")))
        })
    }

    fn object(&self, folder: &std::path::Path, is_object: bool) -> Result<String, StoreError> {
        if !is_object {
            return Err(damaged(folder, "an object should lie here, and it has no declaration".to_owned()));
        }
        let object = Object::load_at(folder)?.ok_or_else(|| damaged(folder, "it is gone".to_owned()))?;
        let id = object.inventory.id;
        if self.root.object_folder(&id) != folder {
            return Err(damaged(folder, format!("it holds the object {id:?}, which belongs elsewhere")));
        }
        Ok(id)
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<String, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((folder, depth)) = self.folders.pop() {
            if let Some(found) = self.visit(folder, depth) {
                return Some(found);
            }
        }
        None
    }
}
