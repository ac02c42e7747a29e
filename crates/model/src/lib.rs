#![doc = include_str!("../README.md")]

mod ark;
mod authority;
mod book;
mod canvas;
mod collection;
mod date;
mod event;
mod exhibit;
mod file;
mod item;
mod layer;
mod object;
mod performance;
mod place;
mod record;
mod reel;
mod rights;
mod text;

pub use ark::{Ark, ArkError};
pub use authority::{Authority, AuthorityKind, Name, SameAs};
pub use book::{
    Book, Conservation, ContentsEntry, Damage, Digitisation, Extent, Inscription, Layout, Leaf, Making, Part,
    Seal,
};
pub use canvas::{Canvas, Placement, PlacementStatus, Range, Span, Transform};
pub use collection::Collection;
pub use date::{Date, Years};
pub use event::{Event, Outcome};
pub use exhibit::{Block, Exhibit, Quote, Room, Section, Tour};
pub use file::{Digests, Fault, File, Role, Technical};
pub use item::{Grade, Identifier, Item, Person, RelatedItem, Source, Title};
pub use layer::{Layer, LayerSource, Line};
pub use object::{Object, What, Withdrawn};
pub use performance::{Performance, PerformanceSpan, Variant};
pub use place::{PlaceName, Region, Seconds};
pub use record::Other;
pub use reel::{Carrier, Condition, Face, RecordedEvent, Reel, RegionOfTape, Transfer, TransferProblem};
pub use rights::{Basis, Rights, Rule, Target, Who};
pub use text::Text;
