#![doc = include_str!("../README.md")]

mod alphabet;
mod cut;
mod cyrillic;
mod detect;
mod han;
mod mongolian;
mod tibetan;
mod token;

pub use cut::analyse;
pub use detect::{Detected, Script, detect};
pub use token::{Folded, FoldedToken, Term, TermKind, Token, bigram, fold};
