//! A reel: carrier, face, region, stream (AES57), and the transfers that made files of it.

use crate::{Date, Person, PlaceName, record::record};

record! {
    /// What is said of a reel.
    pub struct Reel {
        /// The thing itself.
        pub carrier: Carrier,
        /// Its sides.
        pub faces: Vec<Face>,
        /// Its stretches.
        pub regions: Vec<RegionOfTape>,
        /// How files were made of it, each time.
        pub transfers: Vec<Transfer>,
        /// What was recorded on it.
        pub recorded: Vec<RecordedEvent>,
    }
}

record! {
    /// The thing itself.
    pub struct Carrier {
        /// Its identifier.
        pub id: String,
        /// What stands on the label.
        pub label: String,
        /// Reel n …
        pub reel: Option<u32>,
        /// … of m.
        pub of: Option<u32>,
        /// ¼ inch, cassette, …
        pub format: String,
        /// Diameter, with the unit.
        pub diameter: String,
        /// Width, with the unit.
        pub width: String,
        /// Thickness, with the unit.
        pub thickness: String,
        /// acetate, polyester, PVC, paper.
        pub base: String,
        /// Brand and stock.
        pub brand: String,
        /// original or copy.
        pub generation: String,
        /// How it was found.
        pub condition: Vec<Condition>,
    }
}

record! {
    /// How a carrier was found.
    pub struct Condition {
        /// When.
        pub date: Option<Date>,
        /// By whom.
        pub by: String,
        /// sticky shed, vinegar, mould, print-through, splices, edges.
        pub what: String,
    }
}

record! {
    /// A side.
    pub struct Face {
        /// A or B.
        pub side: String,
        /// full, half, quarter; 2, 4 tracks.
        pub tracks: String,
        /// mono, stereo.
        pub sound_field: String,
        /// The speed it was recorded at, as written: "7.5 ips".
        pub speed: String,
        /// The same in centimetres a second.
        pub cm_per_second: Option<f64>,
        /// NAB, IEC/CCIR.
        pub equalisation: String,
        /// Noise reduction.
        pub noise_reduction: String,
    }
}

record! {
    /// A stretch of tape.
    pub struct RegionOfTape {
        /// The side.
        pub side: String,
        /// From, to in seconds of the canvas.
        pub time: Option<[crate::Seconds; 2]>,
        /// The speed there.
        pub speed: String,
        /// The track.
        pub track: String,
        /// main, residue of an earlier recording, print-through, crosstalk.
        pub layer: String,
        /// A fault or a remark.
        pub remark: String,
    }
}

record! {
    /// How a file was made of a reel (AES process history).
    pub struct Transfer {
        /// When.
        pub date: Option<Date>,
        /// By whom.
        pub operator: String,
        /// Make, model and serial number.
        pub machine: String,
        /// The speed it was played at.
        pub speed: String,
        /// Azimuth.
        pub azimuth: String,
        /// Equalisation.
        pub equalisation: String,
        /// The converter.
        pub converter: String,
        /// The software.
        pub software: String,
        /// baking.
        pub treatment: String,
        /// The take.
        pub take: String,
        /// The file, by number.
        pub file: Option<u32>,
        /// What went wrong.
        pub problems: Vec<TransferProblem>,
    }
}

record! {
    /// What went wrong in a transfer.
    pub struct TransferProblem {
        /// When, in seconds of the file.
        pub at: Option<crate::Seconds>,
        /// What.
        pub what: String,
    }
}

record! {
    /// A session that was recorded.
    pub struct RecordedEvent {
        /// Where on the carrier.
        pub spans: Vec<crate::Span>,
        /// Where in the world.
        pub place: Option<PlaceName>,
        /// When.
        pub date: Option<Date>,
        /// Who had part in it: collector, recorder.
        pub people: Vec<Person>,
        /// The occasion.
        pub occasion: String,
        /// Who listened.
        pub audience: String,
        /// ISO 639-3 or BCP 47.
        pub language: String,
        /// The dialect, in words.
        pub dialect: String,
    }
}
