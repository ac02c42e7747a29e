//! The suite of promises that every catalogue keeps.
