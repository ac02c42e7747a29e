//! Inventories that were read lately: a page of tiles asks for one object a hundred times.

use std::{
    collections::HashMap,
    fs::Metadata,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::object::Object;

/// Inventories of this many bytes in all, as JSON; in memory they take about as much.
const BYTES: u64 = 8 * 1024 * 1024;

/// What tells one inventory file from the next. Each commit makes a new file, so its number alone would nearly do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    device: u64,
    inode: u64,
    bytes: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    pub fn of(about: &Metadata) -> Self {
        Self {
            device: about.dev(),
            inode: about.ino(),
            bytes: about.len(),
            modified: (about.mtime(), about.mtime_nsec()),
            changed: (about.ctime(), about.ctime_nsec()),
        }
    }
}

#[derive(Default)]
pub(super) struct Cache {
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_folder: HashMap<PathBuf, Entry>,
    bytes: u64,
    clock: u64,
}

struct Entry {
    stamp: Stamp,
    object: Arc<Object>,
    used: u64,
}

impl Cache {
    pub fn get(&self, folder: &Path, stamp: Stamp) -> Option<Arc<Object>> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.clock += 1;
        let now = entries.clock;
        let entry = entries.by_folder.get_mut(folder).filter(|entry| entry.stamp == stamp)?;
        entry.used = now;
        Some(Arc::clone(&entry.object))
    }

    /// `stamp` was taken before the object was read: where it was replaced between, the next look does not find it.
    pub fn put(&self, stamp: Stamp, object: &Arc<Object>) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.clock += 1;
        let entry = Entry { stamp, object: Arc::clone(object), used: entries.clock };
        entries.bytes += stamp.bytes;
        if let Some(old) = entries.by_folder.insert(object.folder.clone(), entry) {
            entries.bytes -= old.stamp.bytes;
        }
        while entries.bytes > BYTES {
            let oldest = entries
                .by_folder
                .iter()
                .min_by_key(|(_, entry)| entry.used)
                .map(|(folder, _)| folder.clone());
            let Some(old) = oldest.and_then(|folder| entries.by_folder.remove(&folder)) else { return };
            entries.bytes -= old.stamp.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Sha512, inventory::Inventory};

    fn stamp(bytes: u64) -> Stamp {
        Stamp { device: 1, inode: 1, bytes, modified: (0, 0), changed: (0, 0) }
    }

    fn object(n: u64) -> Arc<Object> {
        let folder = PathBuf::from(n.to_string());
        Arc::new(Object { folder, inventory: Inventory::new("x"), digest: Sha512::of(b"") })
    }

    #[test]
    fn a_changed_file_is_not_found_and_what_was_used_longest_ago_goes_first() {
        let cache = Cache::default();
        let third = stamp(BYTES / 3);
        for n in 0..3 {
            cache.put(third, &object(n));
        }
        assert!(cache.get(Path::new("0"), third).is_some());
        assert!(cache.get(Path::new("0"), stamp(BYTES / 3 + 1)).is_none());
        cache.put(third, &object(3));
        let kept = |n: &str| cache.get(Path::new(n), third).is_some();
        assert_eq!([kept("0"), kept("1"), kept("2"), kept("3")], [true, false, true, true]);
        cache.put(stamp(BYTES + 1), &object(4));
        assert!(cache.get(Path::new("4"), stamp(BYTES + 1)).is_none(), "what is larger than all is not kept");
        assert_eq!(cache.entries.lock().unwrap().bytes, 0);
    }
}
