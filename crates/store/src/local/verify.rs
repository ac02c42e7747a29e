//! Whether an object is still what its inventories say.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use sha2::Digest as _;

use super::{
    file::{self, FileBlob},
    object::{DECLARATION, DECLARED},
    root::Root,
    staging::Claim,
};
use crate::{
    blob::Blob,
    digest::{Fixity, FixityHasher, Sha512},
    error::StoreError,
    inventory::{self, Inventory, Refused},
    store::{Damage, Depth, Fault, Report},
    version::VersionNum,
};

/// Bytes read at once.
const CHUNK: usize = 256 * 1024;
/// An object that is being committed can look damaged for a moment: look so often.
const LOOKS: usize = 3;
const PAUSE: Duration = Duration::from_millis(50);

pub(super) fn verify(root: &Arc<Root>, id: &str, depth: Depth) -> Result<Report, StoreError> {
    let folder = root.object_folder(id);
    let mut looks = 1;
    loop {
        if fs::symlink_metadata(&folder).is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
            return Err(StoreError::NoObject { id: id.to_owned() });
        }
        let report = examine(&folder, id, depth);
        if report.is_clean() || looks == LOOKS {
            return Ok(report);
        }
        looks += 1;
        // Nobody writes while we hold the claim, and what a dead writer left is put right by taking it.
        match Claim::take(root, id) {
            Ok(_claim) => return Ok(examine(&folder, id, depth)),
            Err(StoreError::Busy { .. }) => thread::sleep(PAUSE),
            Err(_) => return Ok(report),
        }
    }
}

fn examine(folder: &Path, id: &str, depth: Depth) -> Report {
    let report = Report { id: id.to_owned(), head: None, files: 0, bytes: 0, damage: Vec::new() };
    let mut look = Look { folder, depth, report };
    look.declaration();
    if let Some((inventory, bytes)) = look.inventory("", id) {
        look.report.head = Some(inventory.head);
        look.object_folder(&inventory);
        for version in inventory.versions.keys() {
            look.version(&inventory, &bytes, *version);
        }
        look.contents(&inventory);
    }
    look.report.damage.sort();
    look.report.damage.dedup();
    look.report
}

struct Look<'a> {
    folder: &'a Path,
    depth: Depth,
    report: Report,
}

impl Look<'_> {
    fn damage(&mut self, path: impl Into<String>, what: Fault) {
        self.report.damage.push(Damage { path: path.into(), what });
    }

    fn read(&mut self, path: &str) -> Option<Vec<u8>> {
        file::read(&self.folder.join(path)).map_err(|e| self.damage(path, unreadable(&e))).ok()
    }

    fn declaration(&mut self) {
        if self.folder.join("0=ocfl_object_1.0").exists() {
            return;
        }
        if self.read(DECLARATION).is_some_and(|text| text != DECLARED.as_bytes()) {
            self.damage(DECLARATION, Fault::Invalid("its text is not \"ocfl_object_1.1\"".to_owned()));
        }
    }

    /// The inventory in the object (`""`) or a version (`"v1/"`), and its bytes.
    fn inventory(&mut self, of: &str, id: &str) -> Option<(Inventory, Vec<u8>)> {
        let path = format!("{of}{}", inventory::NAME);
        let bytes = self.read(&path)?;
        let sidecar_path = format!("{of}{}", inventory::SIDECAR);
        if let Some(sidecar) = self.read(&sidecar_path) {
            let found = Sha512::of(&bytes);
            match inventory::read_sidecar(&sidecar) {
                None => self.damage(
                    sidecar_path,
                    Fault::Invalid("it is no digest file of inventory.json".to_owned()),
                ),
                Some(expected) if expected != found => {
                    self.damage(path.clone(), changed("sha512", &expected, &found));
                }
                Some(_) => {}
            }
        }
        match Inventory::parse(&bytes) {
            Ok(inventory) if inventory.id == id => Some((inventory, bytes)),
            Ok(inventory) => {
                self.damage(path, Fault::Invalid(format!("it is the inventory of {:?}", inventory.id)));
                None
            }
            Err(Refused::Invalid(what)) => {
                self.damage(path, Fault::Invalid(what));
                None
            }
            Err(Refused::Unsupported(what)) => {
                self.damage(path, Fault::Invalid(format!("{what} cannot be verified here")));
                None
            }
        }
    }

    /// Nothing stands beside what OCFL puts there.
    fn object_folder(&mut self, inventory: &Inventory) {
        for (name, is_folder) in self.names("") {
            let known = match is_folder {
                true => {
                    let version = name.parse().is_ok_and(|version: VersionNum| version <= inventory.head);
                    version || name == "logs" || name == "extensions"
                }
                false => [inventory::NAME, inventory::SIDECAR, DECLARATION, "0=ocfl_object_1.0"]
                    .contains(&name.as_str()),
            };
            if !known {
                self.damage(name, Fault::Unlisted);
            }
        }
    }

    fn version(&mut self, newest: &Inventory, newest_bytes: &[u8], version: VersionNum) {
        let folder = format!("{version}/");
        let content = newest.content_directory().to_owned();
        for (name, is_folder) in self.names(&folder) {
            let known = match is_folder {
                true => name == content,
                false => name == inventory::NAME || name == inventory::SIDECAR,
            };
            if !known {
                self.damage(format!("{folder}{name}"), Fault::Unlisted);
            }
        }
        let Some((own, bytes)) = self.inventory(&folder, &newest.id.clone()) else { return };
        let path = format!("{folder}{}", inventory::NAME);
        if own.head != version {
            self.damage(path, Fault::Invalid(format!("its head is {}", own.head)));
        } else if version == newest.head && bytes != newest_bytes {
            self.damage(
                path,
                Fault::Invalid("it is not the inventory of the object, and should be".to_owned()),
            );
        } else {
            self.agrees(&own, newest, &path);
        }
    }

    /// An older inventory says the same of what it knows as the newest one.
    fn agrees(&mut self, own: &Inventory, newest: &Inventory, path: &str) {
        for number in own.versions.keys() {
            // Word for word the same, as a rule; else in another order perhaps.
            let same = own.versions.get(number).map(|block| &block.state)
                == newest.versions.get(number).map(|block| &block.state);
            if !same && own.state(*number) != newest.state(*number) {
                self.damage(
                    path,
                    Fault::Invalid(format!("of {number} it says other than the object's inventory")),
                );
            }
        }
        let known = by_path(&newest.manifest);
        let differs =
            by_path(&own.manifest).into_iter().find(|(path, digest)| known.get(path) != Some(digest));
        if let Some((content, _)) = differs {
            let what = format!("of {content:?} it says other than the object's inventory");
            self.damage(path, Fault::Invalid(what));
        }
    }

    /// Every file below the versions' content folders, against the manifest.
    fn contents(&mut self, inventory: &Inventory) {
        let mut there = BTreeSet::new();
        for version in inventory.versions.keys() {
            let content = format!("{version}/{}", inventory.content_directory());
            if self.folder.join(&content).symlink_metadata().is_ok() {
                self.collect(&content, &mut there);
            }
        }
        let fixity = fixity_by_path(inventory);
        for (path, digest) in by_path(&inventory.manifest) {
            if there.remove(path) {
                self.content(path, digest, fixity.get(path).map_or(&[], Vec::as_slice));
            } else {
                self.damage(path, Fault::Missing);
            }
        }
        for path in there {
            self.damage(path, Fault::Unlisted);
        }
    }

    fn collect(&mut self, folder: &str, there: &mut BTreeSet<String>) {
        let names = self.names(folder);
        if names.is_empty() {
            self.damage(folder, Fault::Invalid("an empty folder".to_owned()));
        }
        for (name, is_folder) in names {
            let path = format!("{folder}/{name}");
            if is_folder {
                self.collect(&path, there);
            } else {
                there.insert(path);
            }
        }
    }

    fn content(&mut self, path: &str, expected: Sha512, fixity: &[(Fixity, &str)]) {
        let blob = match FileBlob::open(&self.folder.join(path)) {
            Ok(blob) => blob,
            Err(e) => return self.damage(path, unreadable(&e)),
        };
        self.report.files += 1;
        self.report.bytes += blob.len();
        if self.depth == Depth::Quick {
            if blob.is_empty() && expected != Sha512::of(b"") {
                self.damage(path, Fault::Emptied);
            }
            return;
        }
        match digests(&blob, fixity) {
            Err(e) => self.damage(path, unreadable(&e)),
            Ok((found, _)) if found != expected => self.damage(path, changed("sha512", &expected, &found)),
            Ok((_, others)) => {
                for ((kind, expected), found) in fixity.iter().zip(others) {
                    if !found.eq_ignore_ascii_case(expected) {
                        self.damage(path, changed(kind.name(), expected, &found));
                    }
                }
            }
        }
    }

    fn names(&mut self, folder: &str) -> Vec<(String, bool)> {
        let read = || {
            let mut names = Vec::new();
            for entry in fs::read_dir(self.folder.join(folder))? {
                let entry = entry?;
                names.push((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?.is_dir()));
            }
            io::Result::Ok(names)
        };
        read().map_err(|e| self.damage(folder.trim_end_matches('/'), unreadable(&e))).unwrap_or_default()
    }
}

fn digests(blob: &FileBlob, fixity: &[(Fixity, &str)]) -> io::Result<(Sha512, Vec<String>)> {
    let mut sha512 = sha2::Sha512::new();
    let mut others: Vec<_> = fixity.iter().map(|(kind, _)| FixityHasher::new(*kind)).collect();
    let mut chunk = vec![0; CHUNK];
    let mut at = 0;
    loop {
        let n = blob.read_at(&mut chunk, at)?;
        if n == 0 {
            break;
        }
        sha512.update(&chunk[..n]);
        others.iter_mut().for_each(|other| other.update(&chunk[..n]));
        at += n as u64;
    }
    Ok((Sha512::finish(sha512), others.into_iter().map(FixityHasher::finish).collect()))
}

fn by_path(manifest: &BTreeMap<Sha512, Vec<String>>) -> BTreeMap<&str, Sha512> {
    manifest
        .iter()
        .flat_map(|(&digest, paths)| paths.iter().map(move |path| (path.as_str(), digest)))
        .collect()
}

fn fixity_by_path(inventory: &Inventory) -> BTreeMap<&str, Vec<(Fixity, &str)>> {
    let mut by_path: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (name, digests) in &inventory.fixity {
        // Digests of kinds that we do not know are carried on and not compared.
        let Some(kind) = Fixity::named(name) else { continue };
        for (digest, paths) in digests {
            for path in paths {
                by_path.entry(path.as_str()).or_default().push((kind, digest.as_str()));
            }
        }
    }
    by_path
}

fn changed(kind: &'static str, expected: &impl ToString, found: &impl ToString) -> Fault {
    Fault::Changed { kind, expected: expected.to_string(), found: found.to_string() }
}

fn unreadable(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::Missing,
        _ => Fault::Unreadable(error.to_string()),
    }
}
