//! `inventory.json` and its digest file (OCFL 1.1, section 3.5).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{digest::Sha512, path, version::VersionNum};

pub(crate) const NAME: &str = "inventory.json";
pub(crate) const SIDECAR: &str = "inventory.json.sha512";
pub(crate) const TYPE_1_1: &str = "https://ocfl.io/1.1/spec/#inventory";
const TYPE_1_0: &str = "https://ocfl.io/1.0/spec/#inventory";
const CONTENT: &str = "content";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Inventory {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub digest_algorithm: String,
    pub head: VersionNum,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_directory: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixity: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    pub manifest: BTreeMap<Sha512, Vec<String>>,
    pub versions: BTreeMap<VersionNum, VersionBlock>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VersionBlock {
    /// As it was written, so that it is written again without a change.
    pub created: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    pub state: BTreeMap<Sha512, Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserBlock>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UserBlock {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Why an inventory was not taken.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It is valid OCFL of a kind that we do not read.
    Unsupported(String),
    /// It is not valid.
    Invalid(String),
}

impl Inventory {
    /// Of an object that has no version yet: `head` is the version that will be made.
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind: TYPE_1_1.to_owned(),
            digest_algorithm: "sha512".to_owned(),
            head: VersionNum::FIRST,
            content_directory: None,
            fixity: BTreeMap::new(),
            manifest: BTreeMap::new(),
            versions: BTreeMap::new(),
        }
    }

    /// Reads and checks it; what comes back may be used without a further look: paths in it lead nowhere else.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refused> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Kind {
            digest_algorithm: String,
            head: String,
        }
        let unreadable =
            |e: serde_json::Error| Refused::Invalid(format!("the inventory cannot be read: {e}"));
        let kind: Kind = serde_json::from_slice(bytes).map_err(unreadable)?;
        if kind.digest_algorithm != "sha512" {
            return Err(Refused::Unsupported(format!("digests by {}", kind.digest_algorithm)));
        }
        if kind.head.starts_with("v0") {
            return Err(Refused::Unsupported("zero-padded version numbers".to_owned()));
        }
        let inventory: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        match inventory.fault() {
            Some(fault) => Err(Refused::Invalid(format!("the inventory is not valid: {fault}"))),
            None => Ok(inventory),
        }
    }

    /// As written: keys sorted, indented for people, a final newline.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Strings, maps with string keys and lists always serialise.
        let mut bytes = serde_json::to_vec_pretty(self).expect("an inventory is plain JSON");
        bytes.push(b'\n');
        bytes
    }

    pub fn content_directory(&self) -> &str {
        self.content_directory.as_deref().unwrap_or(CONTENT)
    }

    pub fn is_1_1(&self) -> bool {
        self.kind == TYPE_1_1
    }

    /// Logical path → digest, of one version.
    pub fn state(&self, version: VersionNum) -> Option<BTreeMap<&str, Sha512>> {
        Some(self.versions.get(&version)?.paths().collect())
    }

    /// Where the bytes of this digest lie in the object.
    pub fn content(&self, digest: Sha512) -> Option<&str> {
        self.manifest.get(&digest)?.first().map(String::as_str)
    }

    fn fault(&self) -> Option<String> {
        if self.id.is_empty() {
            return Some("it has no id".to_owned());
        }
        if self.kind != TYPE_1_1 && self.kind != TYPE_1_0 {
            return Some(format!("its type is {:?}", self.kind));
        }
        let content = self.content_directory();
        if content.contains('/') || path::fault(content).is_some() {
            return Some(format!("its contentDirectory is {content:?}"));
        }
        let numbers = self.versions.keys().map(|version| version.get());
        if !numbers.eq(1..=self.head.get()) {
            return Some(format!("its versions are not v1 to {}", self.head));
        }
        self.manifest_fault().or_else(|| {
            self.versions.iter().find_map(|(number, block)| Some(format!("{number}: {}", block.fault(self)?)))
        })
    }

    fn manifest_fault(&self) -> Option<String> {
        let mut seen = BTreeSet::new();
        let used: BTreeSet<_> = self.versions.values().flat_map(|block| block.state.keys()).collect();
        for (digest, paths) in &self.manifest {
            if paths.is_empty() {
                return Some(format!("its manifest has no path for {digest}"));
            }
            if !used.contains(digest) {
                return Some(format!("no version uses {:?} of its manifest", paths[0]));
            }
            for path in paths {
                if !self.is_content(path) {
                    return Some(format!("its manifest names {path:?}, which is in no content folder"));
                }
                if !seen.insert(path) {
                    return Some(format!("its manifest names {path:?} twice"));
                }
            }
        }
        let fixity = self.fixity.values().flat_map(BTreeMap::values).flatten();
        fixity
            .into_iter()
            .find(|path| !seen.contains(path))
            .map(|path| format!("its fixity block names {path:?}"))
    }

    fn is_content(&self, path: &str) -> bool {
        let mut parts = path.splitn(3, '/');
        let version = parts.next().and_then(|part| part.parse::<VersionNum>().ok());
        path::fault(path).is_none()
            && version.is_some_and(|version| version <= self.head)
            && parts.next() == Some(self.content_directory())
            && parts.next().is_some()
    }
}

impl VersionBlock {
    pub fn paths(&self) -> impl Iterator<Item = (&str, Sha512)> {
        self.state.iter().flat_map(|(&digest, paths)| paths.iter().map(move |path| (path.as_str(), digest)))
    }

    fn fault(&self, inventory: &Inventory) -> Option<String> {
        if self.created.parse::<jiff::Timestamp>().is_err() {
            return Some(format!("{:?} is no date and time", self.created));
        }
        if let Some(digest) = self.state.keys().find(|digest| !inventory.manifest.contains_key(digest)) {
            return Some(format!("{digest} is not in the manifest"));
        }
        let mut seen = BTreeSet::new();
        for (path, _) in self.paths() {
            if let Some(fault) = path::fault(path) {
                return Some(format!("{path:?}: {fault}"));
            }
            if !seen.insert(path) {
                return Some(format!("{path:?} is there twice"));
            }
        }
        let folder =
            |path: &str| path.rmatch_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
        seen.iter()
            .find_map(|path| folder(path).into_iter().find(|folder| seen.contains(folder.as_str())))
            .map(|path| format!("{path:?} is a file and a folder"))
    }
}

/// The digest file of these bytes: digest, a blank, the name (section 3.7).
pub(crate) fn sidecar(inventory: &[u8]) -> String {
    format!("{} {NAME}\n", Sha512::of(inventory))
}

/// The digest in a digest file.
pub(crate) fn read_sidecar(bytes: &[u8]) -> Option<Sha512> {
    let mut words = std::str::from_utf8(bytes).ok()?.split_ascii_whitespace();
    let digest = words.next()?.parse().ok()?;
    (words.next() == Some(NAME) && words.next().is_none()).then_some(digest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn example() -> Inventory {
        let mut inventory = Inventory::new("ark:99999/b1x");
        let digest = Sha512::of(b"abc");
        inventory.manifest.insert(digest, vec!["v1/content/a".to_owned()]);
        let state = BTreeMap::from([(digest, vec!["a".to_owned(), "b/c".to_owned()])]);
        let created = "2026-11-24T23:00:00+08:00".to_owned();
        inventory
            .versions
            .insert(VersionNum::FIRST, VersionBlock { created, message: None, state, user: None });
        inventory
    }

    #[test]
    fn an_inventory_is_read_as_it_was_written() {
        let bytes = example().to_bytes();
        let read = Inventory::parse(&bytes).unwrap();
        assert_eq!(read, example());
        assert_eq!(read.to_bytes(), bytes);
        assert_eq!(read_sidecar(sidecar(&bytes).as_bytes()), Some(Sha512::of(&bytes)));
    }

    #[test]
    fn what_does_not_hold_together_is_refused_and_what_we_do_not_read_is_told_apart() {
        let with = |from: &str, to: &str| {
            let text = String::from_utf8(example().to_bytes()).unwrap();
            assert!(text.contains(from));
            Inventory::parse(text.replace(from, to).as_bytes())
        };
        let invalid = [
            ("ark:99999/b1x", ""),
            ("\"head\": \"v1\"", "\"head\": \"v2\""),
            ("v1/content/a", "v2/content/a"),
            ("v1/content/a", "v1/content/../a"),
            ("v1/content/a", "v1/content"),
            ("\"b/c\"", "\"a/c\""),
            ("\"b/c\"", "\"a\""),
            ("\"b/c\"", "\"../c\""),
            ("2026-11-24T23:00:00+08:00", "yesterday"),
            ("spec/#inventory", "spec/#inventions"),
        ];
        for (from, to) in invalid {
            assert!(matches!(with(from, to), Err(Refused::Invalid(_))), "{from} -> {to}");
        }
        assert!(matches!(with("\"sha512\"", "\"sha256\""), Err(Refused::Unsupported(_))));
        assert!(matches!(with("\"v1\"", "\"v0001\""), Err(Refused::Unsupported(_))));
    }

    proptest! {
        #[test]
        fn what_is_read_from_a_changed_inventory_leads_nowhere_else(at in 0..900_usize, with in "[./v0-9\\\\\"a-c{}]{0,4}") {
            let mut bytes = example().to_bytes();
            let at = at % bytes.len();
            let end = (at + with.len()).min(bytes.len());
            bytes.splice(at..end, with.bytes());
            if let Ok(inventory) = Inventory::parse(&bytes) {
                let paths = inventory.manifest.values().flatten();
                prop_assert!(paths.into_iter().all(|path| path.starts_with("v1/content/") && path::fault(path).is_none()));
                prop_assert_eq!(Inventory::parse(&inventory.to_bytes()).ok(), Some(inventory));
            }
        }

        #[test]
        fn no_bytes_make_a_reader_panic(bytes: Vec<u8>) {
            prop_assert!(Inventory::parse(&bytes).is_err());
            prop_assert_eq!(read_sidecar(&bytes), None);
        }
    }
}
