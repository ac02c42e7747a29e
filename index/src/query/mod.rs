//! The query language: from what was typed to what is searched.

mod parse;
mod plan;

pub(crate) use parse::{Expression, Phrase, parse};
pub(crate) use plan::{Alternative, Leaf, Names, Node, Plan, plan};

use crate::QueryError;

/// Whether a query parses, without searching.
///
/// # Errors
/// The fault and its place.
pub fn check(query: &str) -> Result<(), QueryError> {
    parse(query).map(|_| ())
}
