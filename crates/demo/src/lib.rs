#![doc = include_str!("../README.md")]

mod chance;
mod eaf;
mod leaf;
mod sound;
mod tables;
mod text;
mod xml;

use bumba_audio::Bext;
use sound::{Side, wav::broadcast_wav};
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
    /// A side could not be written as sound.
    #[error(transparent)]
    Sound(#[from] bumba_audio::AudioError),
}

/// Writes the demo's batch into `folder`, which is made where it is missing: an ingest folder as anybody's.
///
/// `progress` is told each step in words for people. The bytes are the same each time.
///
/// # Errors
/// [`DemoError::Write`] names what could not be written; the other kinds are faults of the build.
pub fn make(folder: &Path, progress: &mut dyn FnMut(&str)) -> Result<(), DemoError> {
    let out = Folder(folder);
    progress("writing the tables");
    out.write("items.csv", tables::items().as_bytes())?;
    out.write("collections.csv", tables::collections().as_bytes())?;
    out.write("authorities.csv", tables::authorities().as_bytes())?;
    book(&out, progress)?;
    reel(&out, progress)
}

fn reel(out: &Folder<'_>, progress: &mut dyn FnMut(&str)) -> Result<(), DemoError> {
    let (first, second) = text::SONG.split_at(text::ON_SIDE_A);
    let sides = [("a", first, Side::of(first, 11.0, 6.0)), ("b", second, Side::of(second, 4.0, 4.0))];
    for (seed, (letter, verses, side)) in sides.iter().enumerate() {
        progress(&format!("playing side {letter} of the reel, {:.0} seconds", side.seconds));
        let stem = format!("reel-001-{letter}");
        let wav = format!("{stem}.wav");
        let bext = Bext {
            description: format!("{}, side {}. Synthesised.", text::SONG_NAME[3], letter.to_uppercase()),
            originator: "Bumba demo".to_owned(),
            originator_reference: format!("BUMBA-DEMO-{}", stem.to_uppercase()),
            origination_date: "2026-01-01".to_owned(),
            origination_time: "00:00:00".to_owned(),
            version: 1,
            coding_history: "A=PCM,F=48000,W=24,M=mono,T=Bumba demo, synthesised\r\n".to_owned(),
            ..Bext::default()
        };
        let samples = sound::render(side, seed as u64 + 1);
        out.write(&format!("reel-001/{wav}"), &broadcast_wav(&bext, &samples)?)?;
        let transcript = eaf::eaf(verses, &side.lines, tables::SINGER, &wav);
        out.write(&format!("reel-001/{stem}.eaf"), transcript.as_bytes())?;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }

    #[test]
    fn twice_made_is_the_same_batch_to_the_byte() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut steps = Vec::new();

        make(first.path(), &mut |step| steps.push(step.to_owned())).unwrap();
        make(second.path(), &mut |_| ()).unwrap();

        let made = tree(first.path());
        assert!(made == tree(second.path()));
        let names: Vec<_> = made.iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect();
        for name in [
            "items.csv",
            "collections.csv",
            "authorities.csv",
            "book-001/page-006.jpg",
            "book-001/page-006.xml",
        ] {
            assert!(names.iter().any(|made| made == name), "{name}");
        }
        for stem in ["reel-001/reel-001-a", "reel-001/reel-001-b"] {
            assert!(names.contains(&format!("{stem}.wav")) && names.contains(&format!("{stem}.eaf")));
        }
        assert_eq!(names.len(), 3 + 2 * leaf::LEAVES + 4);
        assert!(steps.len() > leaf::LEAVES);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a-file");
        fs::write(&file, "in the way").unwrap();

        let error = make(&file, &mut |_| ()).unwrap_err().to_string();

        assert!(error.contains("a-file") && error.contains("can be written"), "{error}");
    }
}
