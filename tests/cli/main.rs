//! The executable from outside: what people and scripts hold on to, tried as they would.
//!
//! It is looked for in `BUMBA_BIN`, else in `../target/release`.

#![allow(clippy::unwrap_used, reason = "what a test cannot do fails it")]

mod access;
mod bad_input;
mod commands;
mod damage;
mod fixtures;
mod killed;
mod lease;
mod names;
mod rebuilt;
mod support;
mod tables;
mod taking_in;
mod versions;
