//! A book: manuscript, block print, movable type, lithograph, rubbing.

use crate::{Date, Person, PlaceName, Text, Title, record::record};

record! {
    /// What is said of a book.
    pub struct Book {
        /// How much there is, and what is missing.
        pub extent: Extent,
        /// 版本类型: 刻本, 抄本, 稿本, 活字, 石印, 拓本.
        pub edition_kind: String,
        /// How it was made.
        pub making: Making,
        /// 版式.
        pub layout: Layout,
        /// pothi 梵夹, concertina 经折, thread 线装, butterfly 蝴蝶, scroll 卷轴.
        pub binding: String,
        /// Height × width, with the unit.
        pub size: String,
        /// Paper, birch bark, palm leaf.
        pub support: String,
        /// Ink.
        pub ink: String,
        /// Who wrote it.
        pub hands: Vec<Person>,
        /// Seals.
        pub seals: Vec<Seal>,
        /// Colophons and inscriptions.
        pub inscriptions: Vec<Inscription>,
        /// How it begins.
        pub incipit: Vec<Text>,
        /// How it ends.
        pub explicit: Vec<Text>,
        /// The works in it (TEI msItem).
        pub contents: Vec<ContentsEntry>,
        /// Parts of other origin (TEI msPart).
        pub parts: Vec<Part>,
        /// Its leaves.
        pub leaves: Vec<Leaf>,
        /// Where it has been.
        pub provenance: Vec<Text>,
        /// Damage.
        pub damage: Vec<Damage>,
        /// What was mended.
        pub conservation: Vec<Conservation>,
        /// How it was scanned.
        pub digitisation: Vec<Digitisation>,
        /// left-to-right, right-to-left, top-to-bottom (IIIF viewingDirection).
        pub reading_direction: String,
        /// paged, pothi, concertina, scroll.
        pub turns: String,
    }
}

record! {
    /// How much there is.
    pub struct Extent {
        /// 册.
        pub volumes: Option<u32>,
        /// 函.
        pub cases: Option<u32>,
        /// 卷数.
        pub juan: Option<u32>,
        /// 存卷.
        pub held: String,
        /// 缺卷.
        pub missing: String,
        /// Leaves.
        pub leaves: Option<u32>,
        /// How the leaves are counted.
        pub foliation: String,
        /// As it was written.
        pub written: String,
    }
}

record! {
    /// How a book was made.
    pub struct Making {
        /// Where.
        pub place: Option<PlaceName>,
        /// When.
        pub date: Option<Date>,
        /// The printery that holds the blocks.
        pub printery: String,
    }
}

record! {
    /// 版式: how a page is laid out.
    pub struct Layout {
        /// Lines on a page.
        pub lines: Option<u32>,
        /// Characters in a line.
        pub characters: Option<u32>,
        /// 行款, as written.
        pub written: String,
        /// 边栏.
        pub border: String,
        /// 版口.
        pub centre: String,
        /// 鱼尾.
        pub fishtail: String,
        /// Frame: height, width in millimetres.
        pub frame: Option<[f64; 2]>,
    }
}

record! {
    /// A seal.
    pub struct Seal {
        /// What it says.
        pub text: Vec<Text>,
        /// Whose.
        pub owner: Option<Person>,
        /// Where.
        pub leaf: String,
    }
}

record! {
    /// A colophon or inscription.
    pub struct Inscription {
        /// What it says.
        pub text: Vec<Text>,
        /// Where.
        pub leaf: String,
    }
}

record! {
    /// A work in a book.
    pub struct ContentsEntry {
        /// The work.
        pub work: Option<crate::Ark>,
        /// Its titles there.
        pub titles: Vec<Title>,
        /// Who had part in it.
        pub people: Vec<Person>,
        /// BCP 47.
        pub languages: Vec<String>,
        /// The item's range.
        pub range: String,
        /// How it begins.
        pub incipit: Vec<Text>,
        /// How it ends.
        pub explicit: Vec<Text>,
    }
}

record! {
    /// A part of other origin.
    pub struct Part {
        /// Which leaves.
        pub leaves: String,
        /// original, later replacement, foreign leaf.
        pub status: String,
        /// Whose hand.
        pub hand: String,
        /// On what.
        pub support: String,
        /// When.
        pub date: Option<Date>,
    }
}

record! {
    /// A leaf.
    pub struct Leaf {
        /// What it is called.
        pub label: String,
        /// recto, verso.
        pub side: String,
        /// present, missing, blank, not scanned.
        pub status: String,
    }
}

record! {
    /// Damage.
    pub struct Damage {
        /// Of which volume.
        pub volume: String,
        /// acid, insect, mould, stain, adhesion, loss.
        pub kind: String,
        /// The grade in its scheme.
        pub grade: Option<crate::Grade>,
        /// Share of the leaves, 0 to 1.
        pub share: Option<f64>,
    }
}

record! {
    /// What was mended.
    pub struct Conservation {
        /// When.
        pub date: Option<Date>,
        /// By whom.
        pub by: String,
        /// What was done.
        pub done: String,
        /// Pictures before and after, by file number.
        pub pictures: Vec<u32>,
    }
}

record! {
    /// How it was scanned.
    pub struct Digitisation {
        /// When.
        pub date: Option<Date>,
        /// By whom.
        pub operator: String,
        /// With what.
        pub device: String,
        /// Pixels an inch.
        pub ppi: Option<f64>,
        /// The colour target.
        pub target: String,
        /// The software.
        pub software: String,
    }
}
