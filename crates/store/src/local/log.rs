//! The object's `logs/` (OCFL 1.1, section 3.1.5): what happened to it and made no version.

use std::{
    fs::{self, File},
    io::Write,
    path::PathBuf,
};

use super::{
    durable,
    file::{FileBlob, failed, if_there},
    object::Object,
};
use crate::{blob::Blob, error::StoreError, path};

fn place(object: &Object, name: &str) -> Result<PathBuf, StoreError> {
    if path::fault(name).is_some() || name.contains('/') {
        let why = "the name of a log is one part, without a slash".to_owned();
        return Err(StoreError::BadPath { path: name.to_owned(), why });
    }
    Ok(object.folder.join("logs").join(path::content_path(name)))
}

/// Durable when it returns.
pub(super) fn append(object: &Object, name: &str, line: &str) -> Result<(), StoreError> {
    let path = place(object, name)?;
    if line.contains(['\n', '\r']) {
        let why = "a line of a log holds no line break".to_owned();
        return Err(StoreError::BadPath { path: name.to_owned(), why });
    }
    let logs = object.folder.join("logs");
    if !logs.exists() {
        fs::create_dir_all(&logs).map_err(failed(&logs, "making the folder"))?;
        durable::folder(&object.folder)?;
    }
    let is_new = !path.exists();
    let write = || {
        let mut file = File::options().append(true).create(true).open(&path)?;
        // One call, so that lines of two processes do not mix.
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_data()
    };
    write().map_err(failed(&path, "appending to the log"))?;
    if is_new { durable::folder(&logs) } else { Ok(()) }
}

pub(super) fn open(object: &Object, name: &str) -> Result<Option<Box<dyn Blob>>, StoreError> {
    let path = place(object, name)?;
    let blob = if_there(FileBlob::open(&path), &path, "opening the log")?;
    Ok(blob.map(|blob| Box::new(blob) as Box<dyn Blob>))
}
