//! The storage root (OCFL 1.1, section 4).

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    cache::Cache,
    durable,
    file::{self, failed, if_there},
};
use crate::{
    error::StoreError,
    layout::{self, Layout},
};

const DECLARATION: &str = "0=ocfl_1.1";
const DECLARED: &str = "ocfl_1.1\n";
const LAYOUT: &str = "ocfl_layout.json";
const EXTENSIONS: &str = "extensions";
const CONFIG: &str = "config.json";
const README: &str = "README.txt";
const STAGING: &str = "bumba-staging";

pub(super) struct Root {
    pub folder: PathBuf,
    pub layout: Layout,
    pub cache: Cache,
    /// Where a test stops a commit as a kill would.
    #[cfg(test)]
    pub stop: std::sync::Mutex<Option<super::commit::Point>>,
}

#[derive(Serialize, Deserialize)]
struct LayoutFile {
    extension: String,
    description: String,
}

impl Root {
    pub fn init(folder: &Path) -> Result<(), StoreError> {
        fs::create_dir_all(folder).map_err(failed(folder, "making the folder"))?;
        if folder.join(DECLARATION).exists() {
            return Ok(());
        }
        if let Some(found) = foreign(folder).map_err(failed(folder, "reading the folder"))? {
            return Err(StoreError::NotEmpty { place: folder.display().to_string(), found });
        }
        // The declaration comes last: what was killed on the way is no root, and is begun again.
        let extensions = folder.join(EXTENSIONS);
        let extension = extensions.join(layout::NAME);
        fs::create_dir_all(&extension).map_err(failed(&extension, "making the folder"))?;
        durable::write(&extension.join(CONFIG), &json(&Layout::default()))?;
        let about =
            LayoutFile { extension: layout::NAME.to_owned(), description: layout::DESCRIPTION.to_owned() };
        durable::write(&folder.join(LAYOUT), &json(&about))?;
        for path in [&extension, &extensions, folder] {
            durable::folder(path)?;
        }
        durable::write(&folder.join(DECLARATION), DECLARED.as_bytes())?;
        durable::write(&folder.join(README), include_bytes!("README.txt"))?;
        durable::folder(folder)?;
        match folder.canonicalize().ok().as_deref().and_then(Path::parent) {
            // The folder may be new. Its parent need not be ours to open.
            Some(parent) => durable::folder(parent).or(Ok(())),
            None => Ok(()),
        }
    }

    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let place = || folder.display().to_string();
        let no_root = |what: &str| StoreError::NotARoot { place: place(), what: what.to_owned() };
        let unsupported = |what: String| StoreError::Unsupported { place: place(), what };
        match fs::metadata(folder) {
            Ok(about) if about.is_dir() => {}
            Ok(_) => return Err(no_root("it is no folder")),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(no_root("it does not exist")),
            Err(e) => return Err(failed(folder, "reading the folder")(e)),
        }
        let declaration = folder.join(DECLARATION);
        match if_there(file::read(&declaration), &declaration, "reading")? {
            Some(declared) if declared == DECLARED.as_bytes() => {}
            Some(_) => return Err(no_root("the text of its declaration is not \"ocfl_1.1\"")),
            None if folder.join("0=ocfl_1.0").exists() => {
                return Err(unsupported("a root of OCFL 1.0".to_owned()));
            }
            None => return Err(no_root("it has no file \"0=ocfl_1.1\"")),
        }
        let Some(about) = read_json::<LayoutFile>(&folder.join(LAYOUT))? else {
            return Err(unsupported("a root without ocfl_layout.json".to_owned()));
        };
        if about.extension != layout::NAME {
            return Err(unsupported(format!("the layout {:?}", about.extension)));
        }
        let config = folder.join(EXTENSIONS).join(layout::NAME).join(CONFIG);
        let layout = read_json::<Layout>(&config)?.unwrap_or_default();
        if let Some(fault) = layout.fault() {
            return Err(unsupported(format!("its layout: {fault}")));
        }
        Ok(Self {
            // The process may go to another folder later.
            folder: std::path::absolute(folder).map_err(failed(folder, "finding the folder"))?,
            layout,
            cache: Cache::default(),
            #[cfg(test)]
            stop: std::sync::Mutex::default(),
        })
    }

    pub fn object_folder(&self, id: &str) -> PathBuf {
        self.layout.parts(id).into_iter().fold(self.folder.clone(), |folder, part| folder.join(part))
    }

    pub fn extensions(&self) -> PathBuf {
        self.folder.join(EXTENSIONS)
    }

    pub fn staging(&self) -> PathBuf {
        self.extensions().join(STAGING)
    }

    /// Whether a name in the root is no part of the tree of objects.
    pub fn is_apart(name: &str) -> bool {
        name == EXTENSIONS
    }
}

/// A name in the folder that [`Root::init`] does not write.
fn foreign(folder: &Path) -> io::Result<Option<String>> {
    for (path, ours) in
        [(folder.to_owned(), [EXTENSIONS, LAYOUT].as_slice()), (folder.join(EXTENSIONS), &[layout::NAME])]
    {
        let entries = match fs::read_dir(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !ours.contains(&name.as_str()) {
                return Ok(Some(name));
            }
        }
    }
    Ok(None)
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Structs of strings and numbers always serialise.
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain JSON");
    bytes.push(b'\n');
    bytes
}

fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Option<T>, StoreError> {
    let Some(bytes) = if_there(file::read(path), path, "reading")? else { return Ok(None) };
    let damaged =
        |e: serde_json::Error| StoreError::Damaged { place: path.display().to_string(), what: e.to_string() };
    serde_json::from_slice(&bytes).map(Some).map_err(damaged)
}
