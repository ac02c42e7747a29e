//! The house itself: who may know whom, what every room says of itself, and that its JSON is as its schemas say.

mod arrows;
mod doors;
mod rooms;
mod said;
