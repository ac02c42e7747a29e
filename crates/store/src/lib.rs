#![doc = include_str!("../README.md")]

mod blob;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod derived;
mod digest;
mod error;
mod inventory;
mod layout;
mod local;
mod path;
mod store;
mod version;

pub use self::{
    blob::{Blob, Reader},
    derived::{Derived, DerivedSink, LocalDerived},
    digest::{Fixity, NotADigest, Sha512},
    error::StoreError,
    local::LocalStore,
    store::{
        Committed, Damage, Depth, Draft, Fault, FileEntry, Files, Ids, Message, Report, Sink, Store, Stored,
        User, Version,
    },
    version::{NotAVersion, VersionNum},
};
