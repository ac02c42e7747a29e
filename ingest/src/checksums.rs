//! Digests that came beside the files.

use std::collections::HashMap;

use bumba_metadata::{Algorithm, checksums};

use crate::{
    kind::Named,
    name,
    problem::{Problem, unreadable},
    scan::{FoundFile, Scanned},
};

/// A list of checksums is read whole; a longer one than this is none.
const LONGEST: u64 = 64 << 20;

/// A digest that a file beside it promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// By which algorithm.
    pub algorithm: Algorithm,
    /// In lower-case hexadecimal.
    pub hex: String,
    /// Where it stands.
    pub listed_in: String,
}

/// What the checksum files of a batch promise, by path from the batch's folder.
#[derive(Debug, Default)]
pub struct Promised(HashMap<String, Vec<Expected>>);

impl Promised {
    /// Reads every checksum file of a batch. What is listed and not there is told.
    pub fn read(scanned: &Scanned) -> (Self, Vec<Problem>) {
        let (mut promised, mut problems) = (Self::default(), Vec::new());
        for list in scanned.files.iter().filter(|file| is_list(file)) {
            if list.bytes > LONGEST {
                problems.push(Problem::told(
                    &list.path,
                    "checksums-too-long",
                    "is no list of checksums: it is too long",
                ));
                continue;
            }
            let bytes = match std::fs::read(&list.source) {
                Ok(bytes) => bytes,
                Err(error) => {
                    problems.push(unreadable(&list.path, &error));
                    continue;
                }
            };
            let (folder, _, _) = name::parts(&list.path);
            let list_name = list.path.rsplit('/').next().unwrap_or_default();
            for sum in checksums(list_name, &bytes) {
                let relative = name::within(&sum.file).unwrap_or_else(|| sum.file.clone());
                let path = if folder.is_empty() { relative } else { format!("{folder}/{relative}") };
                let there = scanned.files.iter().find(|file| name::same(&file.path, &path));
                let expected =
                    Expected { algorithm: sum.algorithm, hex: sum.hex, listed_in: list.path.clone() };
                match there {
                    Some(file) => promised.0.entry(file.path.clone()).or_default().push(expected),
                    None => problems.push(Problem::told(
                        &path,
                        "listed-missing",
                        format!(
                            "is listed in {} and is not there. If it should be, copy it again and run again.",
                            list.path
                        ),
                    )),
                }
            }
        }
        (promised, problems)
    }

    /// What is promised of a file.
    pub fn of(&self, path: &str) -> &[Expected] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }
}

fn is_list(file: &FoundFile) -> bool {
    Named::of(file.path.rsplit('/').next().unwrap_or_default()) == Named::Checksums
}
