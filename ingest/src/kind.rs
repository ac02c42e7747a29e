//! What a file seems to be, by its name alone: for the plan. What it is, its bytes say when they go by.

use bumba_model::Role;

/// What a name promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A sound.
    Sound,
    /// A picture.
    Picture,
    /// A transcript or a page's text.
    Text,
    /// Digests of other files.
    Checksums,
    /// A description of the item.
    Record,
    /// Something else.
    Other,
}

impl Named {
    /// By file name.
    pub fn of(file_name: &str) -> Self {
        let lower = file_name.to_lowercase();
        if matches!(lower.as_str(), "mods.xml" | "tei.xml" | "dc.xml" | "olac.xml") {
            return Self::Record;
        }
        if bumba_metadata::is_checksum_file(&lower) {
            return Self::Checksums;
        }
        match lower.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "wav" | "bwf" | "wave" | "rf64" | "flac" | "mp3" | "ogg" | "oga" | "aif" | "aiff" | "aifc" => {
                Self::Sound
            }
            "jpg" | "jpeg" | "jpe" | "png" | "tif" | "tiff" => Self::Picture,
            "eaf" | "vtt" | "srt" | "xml" | "hocr" | "html" | "htm" => Self::Text,
            "marc" | "mrc" => Self::Record,
            _ => Self::Other,
        }
    }
}

/// The role that a folder's name gives to what is in it.
pub fn role_of_folder(folder: &str) -> Option<Role> {
    Some(match folder.to_lowercase().as_str() {
        "masters" | "master" => Role::Master,
        "production" => Role::Production,
        "access" => Role::Access,
        "text" | "texts" | "transcripts" => Role::Text,
        "metadata" => Role::Metadata,
        "carrier" => Role::Carrier,
        "documents" | "document" => Role::Document,
        "agreements" | "agreement" => Role::Agreement,
        "targets" | "target" => Role::Target,
        _ => return None,
    })
}

/// The folder of an object that files of a role stand in.
pub fn folder_of_role(role: &Role) -> &str {
    match role {
        Role::Master => "masters",
        Role::Production => "production",
        Role::Access => "access",
        Role::Text => "text",
        Role::Metadata => "submission",
        Role::Carrier => "carrier",
        Role::Agreement => "agreements",
        Role::Target => "targets",
        Role::Document | Role::Other(_) => "documents",
    }
}
