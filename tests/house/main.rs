//! The house itself: who may know whom, what every room says of itself, and that its JSON is as its schemas say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod arrows;
mod doors;
mod rooms;
mod said;
