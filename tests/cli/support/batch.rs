//! A folder of files that the test made.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use sha2::{Digest, Sha512};

pub struct Batch {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Batch {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Another user is to be able to look at it.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let path = folder.path().join("batch");
        fs::create_dir(&path).unwrap();
        Self { _folder: folder, path }
    }

    /// A batch with these files in it.
    pub fn of<const N: usize>(files: [(&str, Vec<u8>); N]) -> Self {
        let batch = Self::new();
        for (path, bytes) in files {
            batch.put(path, &bytes);
        }
        batch
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file in it.
    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Every file in it.
    pub fn bytes(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        bytes_of(&self.path)
    }
}

/// Every file under a folder.
pub fn bytes_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

pub fn sha512(bytes: &[u8]) -> String {
    hex::encode(Sha512::digest(bytes))
}

/// Whether a program is on the machine.
pub fn have(program: &str) -> bool {
    let quiet = Command::new(program).arg("-version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok()
}
