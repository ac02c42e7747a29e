//! What was noticed, and what comes of it.

use serde::Serialize;

/// Faults by which something of a file is lost.
const LOSES: [&str; 17] = [
    // of every format
    "truncated",
    "damaged",
    "not-what-its-name-says",
    // of sound
    "frames-missing",
    "decode-errors",
    "checksum-wrong",
    "end-missing",
    "format-changes",
    "not-decodable",
    "too-many-chunks",
    "not-sound",
    // of pictures
    "checksum",
    "no-end",
    "directory-loop",
    "past-end",
    "not-a-picture",
    // of texts
    "not-a-text",
];

/// What comes of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// It stays outside.
    Refused,
    /// It is kept, and marked.
    Damaged,
    /// It is said, and nothing else comes of it.
    Told,
}

/// Something an archivist should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, folder or cell it is about.
    pub path: String,
    /// A short word for programs.
    pub code: String,
    /// What is wrong, and what to do.
    pub message: String,
    /// What comes of it.
    pub weight: Weight,
}

impl Problem {
    /// It stays outside.
    pub fn refused(path: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code: code.to_owned(), message: message.into(), weight: Weight::Refused }
    }

    /// It is kept, and marked.
    pub fn damaged(path: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code: code.to_owned(), message: message.into(), weight: Weight::Damaged }
    }

    /// What a fault in a file's bytes comes to: damage where something of it cannot be seen, heard or read, else a remark.
    pub fn of_fault(path: &str, fault: &bumba_model::Fault) -> Self {
        let weigh = if LOSES.contains(&fault.code.as_str()) { Self::damaged } else { Self::told };
        weigh(path.to_owned(), &fault.code, fault.message.clone())
    }

    /// It is said.
    pub fn told(path: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code: code.to_owned(), message: message.into(), weight: Weight::Told }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// What to do about a file that the system does not let us read.
pub(crate) fn unreadable(path: impl Into<String>, error: &std::io::Error) -> Problem {
    let advice = match error.kind() {
        std::io::ErrorKind::PermissionDenied => {
            "Give the one who runs this the right to read it, and run again."
        }
        std::io::ErrorKind::NotFound => "It went away while we looked. Run again when nobody moves files.",
        _ => "The disk may be failing: copy it to another one, and run again.",
    };
    Problem::refused(path, "unreadable", format!("cannot be read: {error}. {advice}"))
}
