#![doc = include_str!("../README.md")]

pub mod address;
mod asked;
mod assets;
mod base;
mod head;
mod headers;
mod health;
mod iiif;
mod media;
mod pages;
mod params;
mod problem;
mod router;
mod said;
mod serve;
mod site;
mod view;

pub use headers::CONTENT_SECURITY_POLICY;
pub use router::{router, routes};
pub use serve::serve;
pub use site::Site;
