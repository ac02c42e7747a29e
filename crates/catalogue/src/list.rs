//! Lists, and pages of them.

use bumba_model::{Ark, Rule, Title};

/// Which objects to list.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// item, collection, performance, authority, exhibit; all where it is not said.
    pub sort: Option<String>,
    /// Directly in this collection or set.
    pub part_of: Option<Ark>,
    /// In no collection or set. Counts only where `part_of` is not said.
    pub at_the_top: bool,
    /// Withdrawn ones as well.
    pub withdrawn: bool,
    /// The order.
    pub order: Sort,
    /// Goes on after this page's [`Page::next`], in the same order. What no page gave begins anew.
    pub after: Option<String>,
    /// At most so many; 0 means 100.
    pub limit: u32,
}

/// The order of a list. Stable: whatever changes meanwhile, nothing that stays is left out or comes twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By identifier.
    #[default]
    Id,
    /// By the name in its folder or table, natural order of the digits in it, then by identifier.
    Name,
    /// The newest change first.
    Newest,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What is on it.
    pub rows: Vec<T>,
    /// Where the next page goes on; none at the end.
    pub next: Option<String>,
}

/// What a list says of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Its identifier.
    pub id: Ark,
    /// item, collection, …
    pub sort: String,
    /// Its kind for people: reel, manuscript, work.
    pub kind: String,
    /// Its titles.
    pub title: Vec<Title>,
    /// What it is part of.
    pub part_of: Option<Ark>,
    /// The slug, or the name in its folder or table.
    pub name: String,
    /// How many canvases it has.
    pub canvases: u32,
    /// How many files it has.
    pub files: u32,
    /// Its own rules of access.
    pub rules: Vec<Rule>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// When its newest version was made, RFC 3339.
    pub changed: String,
}

/// Which lines of an item.
#[derive(Clone, Debug, Default)]
pub struct LineQuery {
    /// Of this layer.
    pub layer: Option<String>,
    /// On this canvas.
    pub canvas: Option<String>,
    /// Passes over so many.
    pub offset: u32,
    /// At most so many; all where it is not said.
    pub limit: Option<u32>,
}

/// How much is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Items that are not withdrawn.
    pub items: u64,
    /// Collections.
    pub collections: u64,
    /// Performances.
    pub performances: u64,
    /// Authorities that are not merged.
    pub authorities: u64,
    /// Files of items that are not withdrawn.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Their canvases.
    pub canvases: u64,
    /// Their text lines.
    pub lines: u64,
    /// Seconds of sound on their canvases, rounded.
    pub seconds: u64,
}
