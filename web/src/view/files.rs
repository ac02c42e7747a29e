//! The files of an item, with their digests and what is wrong with them, in words; and what was done.

use askama::Template;
use bumba_model::{Event, Role, Technical};

use crate::{
    address::{self, FileId},
    asked::AskedItem,
    said::{bytes, clock},
};

/// The files and events of an item.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "files.html")]
pub struct Files {
    /// Its files that may be shown.
    pub files: Vec<FileRow>,
    /// How many a rule keeps; agreements are not told of.
    pub kept: usize,
    /// What was done, oldest first.
    pub events: Vec<EventRow>,
}

/// A file.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// Where its bytes are.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub role: String,
    /// Its format and measures.
    pub about: String,
    /// How large it is.
    pub size: String,
    /// SHA-512.
    pub sha512: String,
    /// What is wrong with it.
    pub faults: Vec<String>,
}

/// An event.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// When, RFC 3339.
    pub at: String,
    /// The day.
    pub day: String,
    /// What.
    pub kind: String,
    /// By whom.
    pub by: String,
    /// To which file.
    pub file: String,
    /// How it went, where it did not simply go well.
    pub outcome: String,
    /// In words.
    pub note: String,
}

impl Files {
    /// Of an item. An event of a file that a rule keeps is kept as well.
    #[must_use]
    pub fn of(asked: &AskedItem, events: &[Event]) -> Self {
        let item = asked.item();
        let open: Vec<_> = item.files.iter().filter(|file| asked.may_file(file.n)).collect();
        let is_kept = |path: &str| item.files.iter().any(|file| file.path == path && !asked.may_file(file.n));
        Self {
            kept: item
                .files
                .iter()
                .filter(|file| file.role != Role::Agreement && !asked.may_file(file.n))
                .count(),
            files: open
                .into_iter()
                .map(|file| FileRow {
                    href: address::media(&FileId::new(asked.id(), file.n)),
                    name: file_name(&file.original_name, &file.path),
                    role: file.role.to_string(),
                    about: about(&file.technical),
                    size: bytes(file.bytes),
                    sha512: file.digests.sha512.clone(),
                    faults: file
                        .faults
                        .iter()
                        .map(|fault| {
                            if fault.message.is_empty() { fault.code.clone() } else { fault.message.clone() }
                        })
                        .collect(),
                })
                .collect(),
            events: events
                .iter()
                .filter(|event| event.file.is_empty() || !is_kept(&event.file))
                .map(|event| EventRow {
                    at: event.at.clone(),
                    day: event.at.get(..10).unwrap_or(&event.at).to_owned(),
                    kind: event.kind.clone(),
                    by: event.by.clone(),
                    file: event.file.clone(),
                    outcome: match event.outcome.as_str() {
                        "success" => String::new(),
                        other => other.to_owned(),
                    },
                    note: event.note.clone(),
                })
                .collect(),
        }
    }
}

/// The name a file came under, else the end of its path.
#[must_use]
pub fn file_name(original: &str, path: &str) -> String {
    if original.is_empty() { path.rsplit('/').next().unwrap_or(path).to_owned() } else { original.to_owned() }
}

fn about(technical: &Technical) -> String {
    let mut parts = Vec::new();
    let name = if technical.format.is_empty() { &technical.media_type } else { &technical.format };
    if !name.is_empty() {
        parts.push(name.clone());
    }
    if let (Some(width), Some(height)) = (technical.width, technical.height) {
        parts.push(format!("{width} × {height} pixels"));
    }
    if let Some(seconds) = technical.seconds {
        parts.push(clock(seconds));
    }
    if let Some(rate) = technical.sample_rate {
        parts.push(format!("{} kHz", f64::from(rate) / 1000.0));
    }
    if let Some(bits) = technical.bits {
        parts.push(format!("{bits} bit"));
    }
    if let (Some(channels), Some(_)) = (technical.channels, technical.sample_rate) {
        parts.push(match channels {
            1 => "mono".to_owned(),
            2 => "stereo".to_owned(),
            n => format!("{n} channels"),
        });
    }
    parts.join(", ")
}
