//! The feed of changes.

use bumba_model::Ark;

/// A place in the feed. 0 is before its first entry.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub i64);

/// What happened to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedWhat {
    /// It was seen first, or for the first time since all was forgotten.
    Create,
    /// It has a new version.
    Update,
    /// It was withdrawn, or changed as a withdrawn one: the newest entry of what is withdrawn is always this.
    Withdraw,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FeedEntry {
    /// Its place.
    pub seq: Seq,
    /// The object.
    pub id: Ark,
    /// What it is: item, collection, …
    pub sort: String,
    /// What happened.
    pub what: FeedWhat,
    /// When the version was made, RFC 3339.
    pub at: String,
}
