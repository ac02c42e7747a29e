//! The traits: a store, a draft of a version, a sink for a file.

use std::{collections::BTreeMap, fmt, io::Write};

use jiff::Timestamp;

use crate::{
    blob::Blob,
    digest::{Fixity, Sha512},
    error::StoreError,
    version::VersionNum,
};

/// Objects that are kept for ever: each a row of versions, each version a set of files.
///
/// An object is named by a string, best a URI. A file is named by its logical path: parts between `/`, none of them
/// empty, `.` or `..`. Every call blocks until it is done; call from as many threads as you like.
pub trait Store: Send + Sync {
    /// The newest version; none where there is no such object.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the inventory is not what its digest says, and what the medium says.
    fn head(&self, id: &str) -> Result<Option<Version>, StoreError>;

    /// One version, however old. Versions run from [`VersionNum::FIRST`] to the head without a gap.
    ///
    /// # Errors
    /// [`StoreError::NoObject`], [`StoreError::NoVersion`], and as [`Store::head`].
    fn version(&self, id: &str, version: VersionNum) -> Result<Version, StoreError>;

    /// A file of the newest version.
    ///
    /// # Errors
    /// [`StoreError::NoObject`], [`StoreError::NoFile`], and as [`Store::head`].
    fn open(&self, id: &str, path: &str) -> Result<Box<dyn Blob>, StoreError>;

    /// A file of one version.
    ///
    /// # Errors
    /// As [`Store::open`], and [`StoreError::NoVersion`].
    fn open_in_version(&self, id: &str, version: VersionNum, path: &str)
    -> Result<Box<dyn Blob>, StoreError>;

    /// Begins the next version, with the files of the newest one in it; or a new object, with none.
    ///
    /// The object is the draft's alone until it is committed or dropped, in whichever process. (Where the medium
    /// knows no locks, a second draft may begin, and the one that commits last gets [`StoreError::Overtaken`]. No
    /// update is ever lost.) A draft that is dropped leaves nothing.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another draft of it is open; [`StoreError::BadId`]; and what the medium says.
    fn begin(&self, id: &str) -> Result<Box<dyn Draft>, StoreError>;

    /// The identifier of every object. What is damaged comes as an error that names its place, and the walk goes on.
    ///
    /// # Errors
    /// Where the walk cannot even begin.
    fn ids(&self) -> Result<Ids<'_>, StoreError>;

    /// Compares what is stored with the inventories of every version. Damage is a value of the report, not an error.
    ///
    /// # Errors
    /// [`StoreError::NoObject`]. What cannot be read is damage.
    fn verify(&self, id: &str, depth: Depth) -> Result<Report, StoreError>;

    /// Appends a line to the object's log of that name: what happened to it and made no version, as a passed check.
    ///
    /// # Errors
    /// [`StoreError::NoObject`]; [`StoreError::BadPath`] where the name has more than one part; what the medium says.
    fn log(&self, id: &str, name: &str, line: &str) -> Result<(), StoreError>;

    /// The object's log of that name, lines ended by `\n`; none where nothing was logged.
    ///
    /// # Errors
    /// As [`Store::log`].
    fn open_log(&self, id: &str, name: &str) -> Result<Option<Box<dyn Blob>>, StoreError>;
}

/// What [`Store::ids`] gives.
pub type Ids<'a> = Box<dyn Iterator<Item = Result<String, StoreError>> + Send + 'a>;

/// The next version of one object while it is being made. Nobody sees it before it is committed.
///
/// It may be shared by threads. A file is in the draft from the moment that its sink is finished.
pub trait Draft: Send + Sync {
    /// The object.
    fn id(&self) -> &str;

    /// The version that a commit makes.
    fn version(&self) -> VersionNum;

    /// A new file, or new bytes for one that is there. Several sinks may be open at once, for other paths or the
    /// same one: who finishes last is kept.
    ///
    /// # Errors
    /// [`StoreError::BadPath`], also where a file is at one of its folders or a folder at its place.
    fn create(&self, path: &str) -> Result<Box<dyn Sink>, StoreError>;

    /// [`Draft::create`], written and finished.
    ///
    /// # Errors
    /// As [`Draft::create`] and [`Sink::finish`].
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stored, StoreError> {
        let mut sink = self.create(path)?;
        sink.write_all(bytes).map_err(|e| StoreError::from_io(path, "writing to the draft", e))?;
        sink.finish()
    }

    /// Takes a file out of this version; the earlier ones keep it.
    ///
    /// # Errors
    /// [`StoreError::NoFile`].
    fn remove(&self, path: &str) -> Result<(), StoreError>;

    /// A file as it stands in the draft: new or inherited.
    ///
    /// # Errors
    /// [`StoreError::NoFile`], and what the medium says.
    fn open(&self, path: &str) -> Result<Box<dyn Blob>, StoreError>;

    /// Every file as it stands in the draft.
    fn files(&self) -> Files;

    /// Keeps a digest that came with the file from elsewhere beside ours. It is taken on trust: the caller has
    /// compared it with the bytes. A deep [`Store::verify`] compares it again. It alone makes no version.
    ///
    /// # Errors
    /// [`StoreError::NoFile`]; [`StoreError::BadPath`] where `digest` is not of that kind.
    fn fixity(&self, path: &str, kind: Fixity, digest: &str) -> Result<(), StoreError>;

    /// Makes the version, and returns when it is durable: a power cut after that does not lose it. It appears whole
    /// or not at all. Where no file differs from the version before, none is made.
    ///
    /// # Errors
    /// [`StoreError::Unfinished`], [`StoreError::Empty`], [`StoreError::Overtaken`], and what the medium says
    /// ([`StoreError::NoSpace`]). The object then stands at its old version, or whole at the new one where the very
    /// last step failed; [`Store::head`] tells.
    fn commit(self: Box<Self>, about: Message) -> Result<Committed, StoreError>;
}

/// Takes the bytes of one file. Dropped unfinished, it leaves nothing. Errors of `write` hold a [`StoreError`].
pub trait Sink: Write + Send {
    /// The file is whole: it is in the draft from now on. Digest and length are of the bytes that went in, computed
    /// as they went.
    ///
    /// # Errors
    /// What the medium says, also of an earlier write.
    fn finish(self: Box<Self>) -> Result<Stored, StoreError>;
}

/// Logical path → what is there.
pub type Files = BTreeMap<String, FileEntry>;

/// A file of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// As the inventory promises.
    pub sha512: Sha512,
    /// As it lies there; none where it is missing.
    pub bytes: Option<u64>,
}

/// A version of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub version: VersionNum,
    /// When it was made.
    pub created: Timestamp,
    /// Why it was made; empty where nobody said.
    pub message: String,
    /// By whom; none where nobody said.
    pub user: Option<User>,
    /// The files in it.
    pub files: Files,
}

/// Who made a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// A person or a program.
    pub name: String,
    /// A URI: `mailto:…`, an ORCID, a page. Validators warn where there is none.
    pub address: Option<String>,
}

/// What is said of a version when it is made. OCFL wants all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Why.
    pub text: String,
    /// By whom.
    pub user: User,
    /// When.
    pub created: Timestamp,
}

/// A file that a sink took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Of its bytes.
    pub sha512: Sha512,
    /// How many there were.
    pub bytes: u64,
}

/// How a commit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The head now.
    pub version: VersionNum,
    /// False where nothing differed, and no version was made.
    pub changed: bool,
}

/// How deep to verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Inventories, their digests, and whether each file is there (and not emptied). OCFL keeps no sizes.
    Quick,
    /// Every byte besides.
    Full,
}

/// What a verification saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The object.
    pub id: String,
    /// Its newest version; none where the inventory cannot be read.
    pub head: Option<VersionNum>,
    /// Files of all versions, each counted once.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What is wrong, in order of path; empty where all is well.
    pub damage: Vec<Damage>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.damage.is_empty()
    }
}

/// Something wrong in an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Damage {
    /// Where in the object: `v1/content/masters/a.wav`.
    pub path: String,
    /// What.
    pub what: Fault,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

/// The ways in which stored things go wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// An inventory names it and it is not there.
    #[error("missing")]
    Missing,
    /// It is there and no inventory names it.
    #[error("in no inventory")]
    Unlisted,
    /// Its bytes are not those that were stored.
    #[error("changed: {kind} is {found}, the inventory says {expected}")]
    Changed {
        /// Which digest.
        kind: &'static str,
        /// As promised.
        expected: String,
        /// As read.
        found: String,
    },
    /// It holds no byte, and did.
    #[error("emptied")]
    Emptied,
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// An inventory, its digest file or the declaration is not as OCFL wants it, or two inventories disagree.
    #[error("{0}")]
    Invalid(String),
}
