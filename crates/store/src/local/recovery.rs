//! From half done to done, or to not begun.
//!
//! A commit touches the object only when its staging, the lock with its journal among it, is durable. So whatever a
//! kill or a power cut leaves half-way has a staging folder that nobody holds, and no other object needs a look.
//!
//! | found | then |
//! |---|---|
//! | the version's folder is not in the object | nothing happened: the staging is removed |
//! | it is in the object, and whole, or the object's inventory names it already | forward: the object's inventory and its digest file are written again from it |
//! | it is in the object, and not whole (a disk that lied about a sync) | back: it is taken out again |

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    durable,
    file::{self, failed},
    object::names,
    root::Root,
    staging::{Claim, Journal},
};
use crate::{
    digest::Sha512,
    error::StoreError,
    inventory::{self, Inventory},
    version::VersionNum,
};

/// Settles all that dead processes left in the root.
pub(super) fn all(root: &Root) -> Result<(), StoreError> {
    let staging = root.staging();
    if !staging.exists() {
        return Ok(());
    }
    for (name, is_folder) in names(&staging)? {
        let settled = match is_folder {
            true => Claim::take_dead(root, &staging.join(name)).and_then(|claim| match claim {
                Some(claim) => claim.settle(root),
                None => Ok(()),
            }),
            false => Ok(()),
        };
        // One object that cannot be settled (no right to write, damage besides) must not shut the others in. Its
        // staging stays, `begin` on it gives the error, `verify` the damage.
        drop(settled);
    }
    let _ = fs::remove_dir(&staging);
    Ok(())
}

/// Brings one object to a valid state. The caller holds its claim, on the folder `staging`.
pub(super) fn object(root: &Root, journal: &Journal, staging: &Path) -> Result<(), StoreError> {
    let folder = root.object_folder(&journal.id);
    if !folder.exists() {
        remove_empty_parents(root, &folder);
        return Ok(());
    }
    if journal.version == VersionNum::FIRST {
        // It came in whole; only its name may not be on the disk yet.
        let above = folder.ancestors().skip(1).take(root.layout.depth());
        return above.into_iter().try_for_each(durable::folder);
    }
    let version = folder.join(journal.version.to_string());
    if !version.exists() {
        return Ok(());
    }
    let told = same(&folder, &version, inventory::NAME);
    if told || Whole::is(&version, journal) {
        forward(&folder, &version, staging)
    } else {
        back(&folder, &version, staging)
    }
}

/// Folders that were made for an object which did not come: an empty folder is no valid part of a root.
pub(super) fn remove_empty_parents(root: &Root, object: &Path) {
    let mut parent = object.parent();
    while let Some(folder) = parent.filter(|folder| *folder != root.folder) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
        parent = folder.parent();
    }
}

fn same(object: &Path, version: &Path, name: &str) -> bool {
    matches!((file::read(&object.join(name)), file::read(&version.join(name))), (Ok(a), Ok(b)) if a == b)
}

fn forward(object: &Path, version: &Path, staging: &Path) -> Result<(), StoreError> {
    for name in [inventory::NAME, inventory::SIDECAR] {
        if !same(object, version, name) {
            let bytes = file::read(&version.join(name)).map_err(failed(version, "reading the inventory"))?;
            let staged = staging.join(name);
            durable::write(&staged, &bytes)?;
            fs::rename(&staged, object.join(name))
                .map_err(failed(object, "putting the inventory in place"))?;
        }
    }
    durable::folder(object)
}

fn back(object: &Path, version: &Path, staging: &Path) -> Result<(), StoreError> {
    let away = staging.join("rolled-back");
    match fs::remove_dir_all(&away) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            return Err(failed(&away, "emptying the staging folder")(e));
        }
        _ => {}
    }
    fs::rename(version, &away).map_err(failed(version, "taking the half-made version out"))?;
    durable::folder(object)
}

/// Whether a version's folder holds all that its inventory says.
struct Whole;

impl Whole {
    fn is(version: &Path, journal: &Journal) -> bool {
        Self::inventory(version, journal)
            .is_some_and(|inventory| Self::has_its_files(version, &inventory, journal.version))
    }

    fn inventory(version: &Path, journal: &Journal) -> Option<Inventory> {
        let bytes = file::read(&version.join(inventory::NAME)).ok()?;
        let sidecar = file::read(&version.join(inventory::SIDECAR)).ok()?;
        let vouched = inventory::read_sidecar(&sidecar) == Some(Sha512::of(&bytes));
        let inventory = Inventory::parse(&bytes).ok()?;
        (vouched && inventory.id == journal.id && inventory.head == journal.version).then_some(inventory)
    }

    fn has_its_files(version: &Path, inventory: &Inventory, number: VersionNum) -> bool {
        let prefix = format!("{number}/");
        let mut own = inventory.manifest.values().flatten().filter_map(|path| path.strip_prefix(&prefix));
        own.all(|path| version.join(path).symlink_metadata().is_ok_and(|about| about.is_file()))
    }
}

/// The version folder that stands in an object beside its head without belonging to it, if any.
pub(super) fn loose_version(object: &Path, head: VersionNum) -> Option<PathBuf> {
    Some(object.join(head.next().to_string())).filter(|folder| folder.exists())
}
