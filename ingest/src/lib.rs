#![doc = include_str!("../README.md")]

pub mod batch;
mod checksums;
pub mod derive;
pub mod describe;
mod kind;
mod lines;
pub mod measure;
mod name;
pub mod objects;
mod pass;
pub mod plan;
mod problem;
mod progress;
mod ranges;
mod rebuild;
mod records;
pub mod register;
mod report;
mod rooms;
pub mod scan;
mod source;
mod tables;
pub mod take_in;
pub mod work;

pub use batch::{Outcomes, Rehearsal, rehearse, run};
pub use pass::digest_of;
pub use problem::{Problem, Weight};
pub use progress::{Progress, Silent};
pub use rebuild::{Rebuilt, rebuild_catalogue, rebuild_derived};
pub use report::{Form, write_report};
pub use rooms::{IngestError, Rooms};
pub use source::{Disk, Sources};
pub use tables::{Action, Row, Tables, authorities_of};
