//! The house itself: who may know whom, and what every room says of itself.

mod arrows;
mod doors;
mod rooms;
