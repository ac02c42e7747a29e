//! `bumba.toml`: where the parts of an archive are, and how it is shown.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::exit::Failure;

/// What stands in `bumba.toml`. What is not said is the default; what is not known is a fault, since it may be a slip.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The number that new identifiers stand under.
    pub naan: String,
    /// The archive's name, on every page.
    pub name: String,
    /// The site.
    pub web: Web,
}

/// `[web]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Web {
    /// What absolute addresses begin with. Without it: the request's host, on loopback alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self { naan: bumba_model::Ark::TRIAL_NAAN.to_owned(), name: "Bumba".to_owned(), web: Web::default() }
    }
}

/// The file's name in an archive.
pub const FILE: &str = "bumba.toml";

impl Config {
    /// Reads an archive's configuration.
    pub fn read(archive: &Path) -> Result<Self, Failure> {
        let path = archive.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                let shown = archive.display();
                Failure::unusable(format!("{shown}: there is no archive here. Make one: bumba init {shown}"))
            } else {
                Failure::unusable(format!("{}: cannot be read: {error}", path.display()))
            }
        })?;
        toml::from_str(&text).map_err(|error| Failure::unusable(format!("{}: {error}", path.display())))
    }

    /// Writes a new archive's configuration.
    pub fn write(&self, archive: &Path) -> Result<(), Failure> {
        let path = archive.join(FILE);
        let failed = |error: &dyn std::fmt::Display| {
            Failure::unusable(format!("{}: cannot be written: {error}", path.display()))
        };
        let text = toml::to_string_pretty(self).map_err(|error| failed(&error))?;
        std::fs::write(&path, text).map_err(|error| failed(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_a_slip_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { naan: "12345".into(), ..Config::default() };
        config.write(folder.path()).unwrap();
        assert_eq!(Config::read(folder.path()).unwrap().naan, "12345");
        std::fs::write(folder.path().join(FILE), "nan = \"1\"").unwrap();
        assert!(Config::read(folder.path()).unwrap_err().message.contains("nan"));
    }
}
