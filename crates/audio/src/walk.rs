//! The walk over the chunks of RIFF, RF64, BW64 and IFF.
//!
//! One machine reads them all, fed with bytes in any portions. Over a file it is told how far it may jump; in the
//! copying pass it sees every byte. That both see the same is by construction.

use std::io::{self, Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};

use crate::bext::Bext;
use crate::cue::{Cue, aiff_marks, riff_cues, riff_labels};
use crate::fault::Fault;
use crate::format::WaveFormat;
use crate::kind::Kind;

/// The most that is kept of one chunk's body. A coding history or a cue sheet is far smaller.
const BODY_LIMIT: u64 = 1 << 20;
/// The most chunks that are listed.
const CHUNK_LIMIT: usize = 1024;
/// The size that says "see `ds64`", or that a recorder never came back to fill in.
const UNSET: u32 = u32::MAX;

/// One chunk of a RIFF or IFF file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    /// Its four characters; what is not printable is escaped.
    pub id: String,
    /// Where its body begins, in bytes of the file.
    pub offset: u64,
    /// How long it says its body is, in bytes.
    pub claimed: u64,
    /// How much of that is there.
    pub found: u64,
}

/// The stretch of the file that holds the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DataSpan {
    pub offset: u64,
    /// `None` where the header never said.
    pub claimed: Option<u64>,
    pub found: u64,
}

/// What the walk found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub kind: Kind,
    pub length: u64,
    pub format: Option<WaveFormat>,
    pub data: Option<DataSpan>,
    pub bext: Option<Bext>,
    pub has_ixml: bool,
    pub cues: Vec<Cue>,
    pub chunks: Vec<Chunk>,
    pub faults: Vec<Fault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The twelve bytes of RIFF or FORM.
    Form,
    /// A byte of padding is due.
    Pad,
    /// A chunk's identifier and size. `doubtful`: its first byte may be a pad byte that is not zero.
    Header { doubtful: bool },
    /// A body that is kept; so many bytes are still to come.
    Keep { left: u64 },
    /// A body that is passed over.
    Pass { left: u64 },
    /// The offset and block size before AIFF's samples.
    Preamble { left: u64 },
    /// The samples.
    Data { left: u64 },
    /// Nothing more is read.
    Over,
}

pub(crate) struct Walk {
    state: State,
    position: u64,
    kind: Option<Kind>,
    form_claimed: u32,
    form_size: Option<u64>,
    data_size_64: Option<u64>,
    /// The header being collected, or the body that is kept.
    gathered: Vec<u8>,
    odd: bool,
    open_ended: bool,
    format: Option<WaveFormat>,
    data: Option<DataSpan>,
    bext: Option<Bext>,
    has_ixml: bool,
    cues: Vec<Cue>,
    labels: Vec<(u32, String)>,
    chunks: Vec<Chunk>,
    faults: Vec<Fault>,
}

impl Walk {
    pub fn new() -> Self {
        Self {
            state: State::Form,
            position: 0,
            kind: None,
            form_claimed: 0,
            form_size: None,
            data_size_64: None,
            gathered: Vec::new(),
            odd: false,
            open_ended: false,
            format: None,
            data: None,
            bext: None,
            has_ixml: false,
            cues: Vec::new(),
            labels: Vec::new(),
            chunks: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Walks a whole file, reading headers and small bodies and jumping over the rest. `None`: not RIFF, not IFF.
    pub fn over<R: Read + Seek>(source: &mut R) -> io::Result<Option<Layout>> {
        let length = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(0))?;
        let mut walk = Self::new();
        let mut buffer = [0; 8192];
        while walk.position < length && walk.state != State::Over {
            let jump = walk.may_skip().min(length - walk.position);
            if jump > 0 {
                walk.skip(jump);
                source.seek(SeekFrom::Start(walk.position))?;
                continue;
            }
            let wanted = usize::try_from(walk.wants()).unwrap_or(usize::MAX).min(buffer.len());
            let read = match source.read(&mut buffer[..wanted]) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let mut bytes = &buffer[..read];
            while !bytes.is_empty() {
                let (used, _) = walk.push(bytes);
                bytes = &bytes[used..];
            }
        }
        Ok(walk.finish(length))
    }

    /// Whether nothing can come of it any more.
    pub fn is_refused(&self) -> bool {
        self.state == State::Over && self.kind.is_none()
    }

    /// The format, where `fmt ` or `COMM` has been read.
    pub fn format(&self) -> Option<&WaveFormat> {
        self.format.as_ref()
    }

    /// How many bytes the machine takes before it looks up again.
    fn wants(&self) -> u64 {
        let header = |length: usize| length.saturating_sub(self.gathered.len()) as u64;
        match self.state {
            State::Form => header(12),
            State::Header { doubtful } => header(if doubtful { 4 } else { 8 }),
            State::Pad => 1,
            State::Keep { left } | State::Preamble { left } => left,
            State::Pass { .. } | State::Data { .. } | State::Over => self.may_skip(),
        }
    }

    fn may_skip(&self) -> u64 {
        match self.state {
            State::Pass { left } | State::Data { left } => left,
            State::Over => u64::MAX,
            _ => 0,
        }
    }

    /// Takes note that so many bytes were jumped over; no more than [`Walk::may_skip`] says.
    fn skip(&mut self, count: u64) {
        self.position += count;
        if let State::Pass { left } | State::Data { left } = &mut self.state {
            *left -= count;
            if *left == 0 {
                self.close();
            }
        }
    }

    /// Takes the beginning of `bytes`; says how much was taken, and gives it back where it is samples.
    pub fn push<'a>(&mut self, bytes: &'a [u8]) -> (usize, Option<&'a [u8]>) {
        let wanted = usize::try_from(self.wants()).unwrap_or(usize::MAX);
        let taken = &bytes[..wanted.min(bytes.len())];
        let count = taken.len() as u64;
        match self.state {
            State::Pass { .. } | State::Over => self.skip(count),
            State::Data { .. } => {
                self.skip(count);
                return (taken.len(), Some(taken));
            }
            State::Form => {
                self.gather(taken);
                if self.gathered.len() == 12 {
                    self.form();
                }
            }
            State::Pad => {
                self.gather(taken);
                self.state = State::Header { doubtful: false };
                match taken {
                    [0] => self.gathered.clear(),
                    _ => self.state = State::Header { doubtful: true },
                }
            }
            State::Header { doubtful } => {
                self.gather(taken);
                self.header(doubtful);
            }
            State::Keep { left } => {
                self.gather(taken);
                self.state = State::Keep { left: left - count };
                if left == count {
                    self.close();
                }
            }
            State::Preamble { left } => {
                self.gather(taken);
                self.state = State::Preamble { left: left - count };
                if left == count {
                    self.samples_of_aiff();
                }
            }
        }
        (taken.len(), None)
    }

    fn gather(&mut self, bytes: &[u8]) {
        self.gathered.extend_from_slice(bytes);
        self.position += bytes.len() as u64;
    }

    fn big_endian(&self) -> bool {
        matches!(self.kind, Some(Kind::Aiff | Kind::Aifc))
    }

    fn form(&mut self) {
        self.kind = crate::identify(&self.gathered).filter(|kind| kind.is_chunked());
        let size = [self.gathered[4], self.gathered[5], self.gathered[6], self.gathered[7]];
        self.gathered.clear();
        if self.kind.is_none() {
            self.state = State::Over;
            return;
        }
        self.form_claimed =
            if self.big_endian() { u32::from_be_bytes(size) } else { u32::from_le_bytes(size) };
        self.form_size = Some(u64::from(self.form_claimed)).filter(|size| !matches!(*size, 0 | 0xffff_ffff));
        self.state = State::Header { doubtful: false };
    }

    fn header(&mut self, doubtful: bool) {
        if doubtful && self.gathered.len() >= 4 {
            // A pad byte that is not zero, or the identifier of a chunk whose forerunner was not padded.
            if known(&self.gathered[..4]) {
                let before = id_text(&self.gathered[..4]);
                self.faults.push(Fault::Unpadded { before });
            } else {
                self.gathered.remove(0);
            }
            self.state = State::Header { doubtful: false };
        }
        let Some(&[a, b, c, d, e, f, g, h]) = self.gathered.first_chunk::<8>() else { return };
        self.gathered.clear();
        let id = [a, b, c, d];
        if !id.iter().all(|byte| (0x20..0x7f).contains(byte)) {
            // Before the form's own end this is damage; behind it, it is something else's bytes.
            let at = self.position - 8;
            if self.form_end().is_none_or(|end| at < end) {
                self.faults.push(Fault::NotAChunk { at });
            }
            self.state = State::Over;
            return;
        }
        if self.chunks.len() == CHUNK_LIMIT {
            self.faults.push(Fault::TooManyChunks);
            self.state = State::Over;
            return;
        }
        let size = [e, f, g, h];
        let size = if self.big_endian() { u32::from_be_bytes(size) } else { u32::from_le_bytes(size) };
        self.open(id, size);
    }

    fn open(&mut self, id: [u8; 4], size: u32) {
        let mut claimed = u64::from(size);
        let is_data = id == *b"data" && !self.big_endian() && self.data.is_none();
        if is_data {
            if size == UNSET
                && let Some(real) = self.data_size_64
            {
                claimed = real;
            }
            let unset = size == UNSET && self.data_size_64.is_none();
            let never_filled = size == 0 && self.form_end().is_none_or(|end| end <= self.position);
            self.open_ended = unset || never_filled;
            if self.open_ended {
                self.faults.push(Fault::HeaderSize { field: "data".into(), claimed: size.into() });
            }
            let stated = (!self.open_ended).then_some(claimed);
            self.data = Some(DataSpan { offset: self.position, claimed: stated, found: 0 });
        }
        self.chunks.push(Chunk { id: id_text(&id), offset: self.position, claimed, found: 0 });
        self.odd = claimed % 2 == 1;
        let keep = match &id {
            b"fmt " | b"ds64" | b"bext" | b"cue " | b"LIST" | b"list" => !self.big_endian(),
            b"COMM" | b"MARK" => self.big_endian(),
            b"iXML" => {
                self.has_ixml = true;
                false
            }
            _ => false,
        };
        let is_ssnd = id == *b"SSND" && self.big_endian() && self.data.is_none();
        self.state = if is_data {
            State::Data { left: if self.open_ended { u64::MAX } else { claimed } }
        } else if is_ssnd {
            if size == UNSET || (size == 0 && self.form_end().is_none_or(|end| end <= self.position)) {
                self.open_ended = true;
                self.faults.push(Fault::HeaderSize { field: "SSND".into(), claimed: size.into() });
                State::Preamble { left: 8 }
            } else {
                State::Preamble { left: claimed.min(8) }
            }
        } else if keep && claimed <= BODY_LIMIT {
            State::Keep { left: claimed }
        } else {
            if keep {
                self.faults.push(Fault::ChunkUnread { id: id_text(&id) });
            }
            State::Pass { left: claimed }
        };
        if claimed == 0 && !self.open_ended {
            self.close();
        }
    }

    /// After `SSND`'s offset and block size come the samples.
    fn samples_of_aiff(&mut self) {
        let claimed = self.chunks.last().map_or(0, |chunk| chunk.claimed);
        let head = std::mem::take(&mut self.gathered);
        let Some(&[a, b, c, d]) = head.first_chunk::<4>().filter(|_| head.len() == 8) else {
            self.close();
            return;
        };
        let inside = claimed.saturating_sub(8);
        let offset = u64::from(u32::from_be_bytes([a, b, c, d]));
        if offset > 0 {
            // Meant for aligned blocks, and written by nobody: told, and read from the beginning.
            self.faults.push(Fault::HeaderField { field: "SSND offset".into(), claimed: offset });
        }
        let stated = (!self.open_ended).then_some(inside);
        self.data = Some(DataSpan { offset: self.position, claimed: stated, found: 0 });
        self.state = State::Data { left: if self.open_ended { u64::MAX } else { inside } };
        if inside == 0 && !self.open_ended {
            self.close();
        }
    }

    /// A chunk's body is whole.
    fn close(&mut self) {
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.found = chunk.claimed;
        }
        self.understand();
        self.state = if self.odd { State::Pad } else { State::Header { doubtful: false } };
    }

    /// Reads the body that was kept: whole, or what there is of it at the end of the file.
    fn understand(&mut self) {
        let body = std::mem::take(&mut self.gathered);
        let State::Keep { .. } = self.state else { return };
        let Some(id) = self.chunks.last().map(|chunk| chunk.id.clone()) else { return };
        let understood = match id.as_str() {
            "fmt " if self.format.is_none() => {
                self.format = WaveFormat::from_fmt(&body);
                self.format.is_some()
            }
            "COMM" if self.format.is_none() => {
                self.format = WaveFormat::from_comm(&body, self.kind == Some(Kind::Aifc));
                self.format.is_some()
            }
            "bext" if self.bext.is_none() => {
                self.bext = Bext::read(&body);
                self.bext.is_some()
            }
            "ds64" => match body.as_chunks::<8>().0 {
                [form, data, ..] => {
                    if self.form_claimed == UNSET {
                        self.form_size = Some(u64::from_le_bytes(*form));
                    }
                    self.data_size_64 = Some(u64::from_le_bytes(*data));
                    true
                }
                _ => false,
            },
            "cue " => {
                self.cues = riff_cues(&body);
                true
            }
            "MARK" => {
                self.cues = aiff_marks(&body);
                true
            }
            "LIST" | "list" => {
                self.labels.extend(riff_labels(&body));
                true
            }
            _ => true,
        };
        if !understood {
            self.faults.push(Fault::ChunkUnread { id });
        }
    }

    /// Where the form says that it ends, in bytes of the file.
    fn form_end(&self) -> Option<u64> {
        self.form_size.map(|size| size.saturating_add(8))
    }

    /// The file ends after `length` bytes. `None`: it was not RIFF, not IFF.
    pub fn finish(mut self, length: u64) -> Option<Layout> {
        let kind = self.kind?;
        let inside = !matches!(self.state, State::Over | State::Header { .. } | State::Pad | State::Form);
        if inside {
            if let Some(chunk) = self.chunks.last_mut() {
                chunk.found = length.saturating_sub(chunk.offset);
                if self.open_ended && chunk.claimed != chunk.found {
                    chunk.claimed = chunk.found;
                }
            }
            self.understand();
        }
        let mut promised = 0;
        for chunk in self.chunks.iter().filter(|chunk| chunk.claimed > chunk.found) {
            promised = promised.max(chunk.offset.saturating_add(chunk.claimed));
        }
        if let Some(data) = &mut self.data {
            let there = length.saturating_sub(data.offset);
            data.found = data.claimed.map_or(there, |claimed| claimed.min(there));
        }
        let mut faults = std::mem::take(&mut self.faults);
        if let Some(format) = &mut self.format {
            faults.append(&mut format.faults);
        }
        match self.form_end() {
            None => {
                let field = if self.big_endian() { "FORM" } else { "RIFF" };
                faults.push(Fault::HeaderSize { field: field.into(), claimed: self.form_claimed.into() });
            }
            Some(end) if !self.open_ended => {
                // Some writers count a last byte of padding that they do not write.
                if end > length.saturating_add(u64::from(self.odd)) {
                    let clean =
                        matches!(self.state, State::Header { .. } | State::Pad) && self.gathered.is_empty();
                    if clean && end == length.saturating_add(8) {
                        // A common slip: the file's length where the length after the first eight bytes is due.
                        let field = "RIFF size".into();
                        faults.push(Fault::HeaderField { field, claimed: self.form_claimed.into() });
                    } else {
                        promised = promised.max(end);
                    }
                }
                let end = end.saturating_add(end % 2);
                if length > end {
                    faults.push(Fault::TrailingBytes { count: length - end });
                }
            }
            Some(_) => {}
        }
        if promised > length {
            faults.push(Fault::Truncated { promised, found: length });
        }
        for cue in &mut self.cues {
            if let Some((_, label)) = self.labels.iter().find(|(id, _)| *id == cue.id) {
                cue.label = Some(label.clone());
            }
        }
        Some(Layout {
            kind,
            length,
            format: self.format,
            data: self.data,
            bext: self.bext,
            has_ixml: self.has_ixml,
            cues: self.cues,
            chunks: self.chunks,
            faults,
        })
    }
}

fn id_text(id: &[u8]) -> String {
    id.escape_ascii().to_string()
}

/// Identifiers that are seen in the wild, to tell them from a stray pad byte.
fn known(id: &[u8]) -> bool {
    const KNOWN: [&[u8]; 24] = [
        b"data", b"fmt ", b"fact", b"bext", b"iXML", b"axml", b"chna", b"cue ", b"smpl", b"inst", b"LIST",
        b"JUNK", b"junk", b"PAD ", b"FLLR", b"umid", b"minf", b"ID3 ", b"id3 ", b"SSND", b"COMM", b"MARK",
        b"NAME", b"ANNO",
    ];
    KNOWN.contains(&id)
}
