#![doc = include_str!("../README.md")]

mod chance;
mod leaf;
mod text;
mod xml;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Why the demo could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder or a file in it could not be written.
    #[error("{}: {source}. Choose a folder that can be written and has 60 MB free.", path.display())]
    Write {
        /// What could not be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A text could not be set in type: a fault of this build's faces, not of the reader's machine.
    #[error("“{text}” cannot be set: {why}. This build's faces are not the ones that the demo was made for.")]
    Typeset {
        /// The word.
        text: String,
        /// What was missing.
        why: &'static str,
    },
    /// A page of no size, or of one too large.
    #[error("a page of {width} × {height} pixels cannot be set")]
    PageSize {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// A page could not be encoded.
    #[error("a page cannot be written as JPEG: {0}")]
    Jpeg(#[from] jpeg_encoder::EncodingError),
}

/// Writes the demo's batch into `folder`, which is made where it is missing: an ingest folder as anybody's.
///
/// `progress` is told each step in words for people. The bytes are the same each time and everywhere.
///
/// # Errors
/// [`DemoError::Write`] names what could not be written; the other kinds are faults of the build.
pub fn make(folder: &Path, progress: &mut dyn FnMut(&str)) -> Result<(), DemoError> {
    let out = Folder(folder);
    book(&out, progress)?;
    Ok(())
}

fn book(out: &Folder<'_>, progress: &mut dyn FnMut(&str)) -> Result<(), DemoError> {
    let mut case = leaf::case();
    for number in 1..=leaf::LEAVES {
        progress(&format!("setting leaf {number} of {}", leaf::LEAVES));
        let stem = format!("page-{number:03}");
        let made = leaf::leaf(&mut case, number, &format!("{stem}.jpg"))?;
        out.write(&format!("book-001/{stem}.jpg"), &made.jpeg)?;
        out.write(&format!("book-001/{stem}.xml"), made.alto.as_bytes())?;
    }
    Ok(())
}

struct Folder<'a>(&'a Path);

impl Folder<'_> {
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), DemoError> {
        let path = self.0.join(name);
        let parent = path.parent().unwrap_or(self.0);
        let written = fs::create_dir_all(parent).and_then(|()| fs::write(&path, bytes));
        written.map_err(|source| DemoError::Write { path, source })
    }
}
