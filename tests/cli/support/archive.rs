//! An archive in a folder of its own, spoken to through the executable.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

use super::batch::Batch;

/// The executable.
pub fn bin() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/bumba");
    let bin = env::var_os("BUMBA_BIN").map_or_else(beside, PathBuf::from);
    assert!(bin.exists(), "{}: build it first: cargo build --release", bin.display());
    bin
}

pub struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    /// An empty one.
    pub fn new() -> Self {
        let archive = Self::absent();
        archive.run(&["init"]).ends(0);
        archive
    }

    /// A folder for one.
    pub fn absent() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Where it is.
    pub fn at(&self) -> PathBuf {
        self.folder.path().join("A")
    }

    /// A place beside it.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command with `--json`, to be run beside the archive.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(bin());
        command.arg("--archive").arg(self.at()).arg("--json").args(arguments);
        command.current_dir(self.folder.path()).env_remove("BUMBA_ARCHIVE");
        command
    }

    /// Runs a command.
    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().unwrap(), arguments)
    }

    /// Takes a batch in.
    pub fn ingest(&self, batch: &Batch, more: &[&str]) -> Said {
        let path = batch.path().to_str().unwrap().to_owned();
        let arguments: Vec<&str> = ["ingest", &path].iter().chain(more).copied().collect();
        self.run(&arguments)
    }

    /// `show` of what has this name.
    pub fn show(&self, id: &str) -> Value {
        self.run(&["show", id]).ends(0).json()
    }

    pub fn search(&self, query: &str) -> Value {
        self.run(&["search", query]).ends(0).json()
    }

    /// How many items a query finds.
    pub fn total(&self, query: &str) -> u64 {
        self.search(query)["total"].as_u64().unwrap()
    }

    pub fn list(&self) -> Vec<Value> {
        self.run(&["list"]).ends(0).lines()
    }

    /// The identifier of the item with this title in English.
    pub fn titled(&self, title: &str) -> String {
        let is = |item: &&Value| item["title"].as_array().unwrap().iter().any(|one| one["text"] == title);
        let list = self.list();
        let found = list.iter().find(is).unwrap_or_else(|| panic!("{title} is not in {list:?}"));
        found["id"].as_str().unwrap().to_owned()
    }

    /// The items by the names that they came under.
    pub fn named(&self, name: &str) -> Option<Value> {
        let ids = self.list().into_iter().map(|item| item["id"].as_str().unwrap().to_owned());
        ids.map(|id| self.show(&id)).find(|item| item["local_id"] == name)
    }
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
    asked: String,
}

impl Said {
    pub fn of(output: &Output, arguments: &[&str]) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            asked: format!("{arguments:?}"),
        }
    }

    /// Asserts the exit status.
    #[track_caller]
    pub fn ends(self, status: i32) -> Self {
        let Self { asked, out, err, .. } = &self;
        assert_eq!(self.status, status, "{asked} said\n{out}\n{err}");
        assert!(!err.contains("panicked"), "{asked}: {err}");
        self
    }

    /// The one document that is all of stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        let Self { asked, out, err, .. } = self;
        serde_json::from_str(out).unwrap_or_else(|error| panic!("{asked}: {error} in\n{out}\n{err}"))
    }

    /// One document a line, and nothing else on stdout.
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        let line =
            |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
        self.out.lines().map(line).collect()
    }

    /// The identifiers of an ingest's items.
    #[track_caller]
    pub fn ids(&self) -> Vec<String> {
        let json = self.json();
        json["items"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    }
}
