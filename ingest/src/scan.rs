//! What is there: a walk over a folder, by names and sizes alone.

use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use crate::{
    name::{self, natural},
    problem::{Problem, unreadable},
};

/// A batch: one folder, its items, and the tables and checksums beside them.
#[derive(Debug, Default)]
pub struct Scanned {
    /// The folder.
    pub root: PathBuf,
    /// Every file under it but those left out, in natural order of their paths from the root.
    pub files: Vec<FoundFile>,
    /// What was left out or could not be read.
    pub problems: Vec<Problem>,
}

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it is.
    pub source: PathBuf,
    /// Its path from the batch's folder, with `/`, as it is shown.
    pub path: String,
    /// The path's bytes, where they are not UTF-8.
    pub path_bytes: Option<Vec<u8>>,
    /// Its length.
    pub bytes: u64,
}

impl FoundFile {
    /// The folder it is in directly under the batch, where it is in one.
    pub fn top_folder(&self) -> Option<&str> {
        self.path.split_once('/').map(|(top, _)| top)
    }
}

/// Looks at a folder. Links are not followed, and told; so is what systems leave about (`Thumbs.db`, `.DS_Store`, `._*`).
pub fn scan(root: &Path, encoding: Option<&'static Encoding>) -> Scanned {
    let mut scanned = Scanned { root: root.to_owned(), ..Scanned::default() };
    for entry in walkdir::WalkDir::new(root).follow_links(false).follow_root_links(true).min_depth(1) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root).display().to_string();
                let error = error
                    .into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("the folders lead in a circle"));
                scanned.problems.push(unreadable(path, &error));
                continue;
            }
        };
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let shown = name::shown(relative, encoding);
        let kind = entry.file_type();
        let file_name = shown.text.rsplit('/').next().unwrap_or_default();
        if kind.is_dir() {
            continue;
        } else if is_litter(file_name) {
            let why = "left out: the system made it, it says nothing of the item";
            scanned.problems.push(Problem::told(shown.text, "left-out", why));
        } else if !kind.is_file() {
            let why = "left out: it is a link or a device. Put the file itself there.";
            scanned.problems.push(Problem::refused(shown.text, "not-a-file", why));
        } else {
            match entry.metadata() {
                Ok(about) => scanned.files.push(FoundFile {
                    source: entry.path().to_owned(),
                    path: shown.text,
                    path_bytes: shown.bytes,
                    bytes: about.len(),
                }),
                Err(error) => scanned.problems.push(unreadable(shown.text, &error.into())),
            }
        }
    }
    scanned.files.sort_by(|a, b| natural(&a.path, &b.path));
    scanned
}

fn is_litter(name: &str) -> bool {
    name.starts_with("._")
        || matches!(name.to_lowercase().as_str(), "thumbs.db" | ".ds_store" | "desktop.ini")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_come_in_natural_order_and_litter_is_told() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["r/p10.tif", "r/p2.tif", "r/Thumbs.db", "r/._p2.tif", "items.csv", "r/a\nb.wav"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        let scanned = scan(folder.path(), None);
        let paths: Vec<_> = scanned.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["items.csv", "r/a\nb.wav", "r/p2.tif", "r/p10.tif"]);
        assert_eq!(scanned.problems.len(), 2);
        assert_eq!(scanned.files[0].bytes, 9);
    }

    #[test]
    fn a_link_is_told_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc", folder.path().join("r")).unwrap();
        let scanned = scan(folder.path(), None);
        assert_eq!((scanned.files.len(), scanned.problems[0].code.as_str()), (0, "not-a-file"));
    }
}
