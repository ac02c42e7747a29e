//! A JPEG's header and its end (ISO/IEC 10918-1 annex B; JFIF 1.02; Exif 2.32).

use std::io::{self, Read, Seek, SeekFrom};

use super::{Colour, IccProfile, Probe, exif};
use crate::{Fault, Format, ImagingError, Measured, Orientation, read};

const NAME: &str = "JPEG";

/// What the segments before the first scan say.
#[derive(Debug, Default)]
pub(crate) struct Header {
    pub width: u32,
    pub height: u32,
    pub bits: u16,
    pub channels: u16,
    pub process: u8,
    pub orientation: Orientation,
    /// The transform of an Adobe segment: with it, four inks are stored inverted.
    pub adobe: Option<u8>,
    components: Vec<u8>,
    jfif: Option<(u8, u8)>,
    jfif_ppi: Option<(f64, f64)>,
    exif: Option<exif::Exif>,
    icc: Vec<(u8, Vec<u8>)>,
    /// Where the first scan's data begin; `None`: the file ends before.
    pub scan_at: Option<u64>,
}

impl Header {
    pub fn read(source: &mut (impl Read + Seek)) -> Result<Self, ImagingError> {
        let mut header = Self::default();
        let mut at = source.seek(SeekFrom::Start(2))?;
        loop {
            let mut marker = [0; 4];
            if read::fill(source, &mut marker)? < 4 {
                break;
            }
            if marker[0] != 0xFF {
                return header.or_unreadable("a segment does not begin with a marker");
            }
            // Fill bytes may stand before a marker (B.1.1.2).
            if marker[1] == 0xFF {
                at += 1;
                source.seek(SeekFrom::Start(at))?;
                continue;
            }
            // Markers without a length: restart intervals, a second start, TEM.
            if matches!(marker[1], 0x01 | 0xD0..=0xD8) {
                at += 2;
                source.seek(SeekFrom::Start(at))?;
                continue;
            }
            if marker[1] == 0xD9 {
                break;
            }
            let length = u64::from(u16::from_be_bytes([marker[2], marker[3]]));
            if length < 2 {
                return header.or_unreadable("a segment is shorter than its own length");
            }
            let wanted = matches!(marker[1], 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xE0..=0xE2 | 0xEE);
            if wanted {
                let body = read::up_to(source, at + 4, length - 2)?;
                header.segment(marker[1], &body);
            }
            at = source.seek(SeekFrom::Start(at + 2 + length))?;
            if marker[1] == 0xDA {
                header.scan_at = Some(at);
                break;
            }
        }
        header.or_unreadable("it ends before its size is told")
    }

    fn or_unreadable(self, reason: &str) -> Result<Self, ImagingError> {
        match (self.channels, self.width, self.height) {
            (0, _, _) => Err(ImagingError::unreadable(NAME, reason)),
            (_, 0, _) | (_, _, 0) => {
                Err(ImagingError::unreadable(NAME, format!("its size is {} × {}", self.width, self.height)))
            }
            _ => Ok(self),
        }
    }

    fn segment(&mut self, marker: u8, body: &[u8]) {
        match (marker, body) {
            (0xE0, [b'J', b'F', b'I', b'F', 0, major, minor, unit, rest @ ..]) => {
                self.jfif = Some((*major, *minor));
                if let [x1, x0, y1, y0, ..] = rest {
                    let number = |a, b| Some(f64::from(u16::from_be_bytes([a, b])));
                    // JFIF counts 1 for inch, 2 for centimetre: one less than TIFF.
                    self.jfif_ppi = exif::inches(number(*x1, *x0), number(*y1, *y0), u64::from(*unit) + 1)
                        .filter(|_| *unit > 0);
                }
            }
            (0xE1, [b'E', b'x', b'i', b'f', 0, _, block @ ..]) if self.exif.is_none() => {
                self.exif = exif::read(block);
                self.orientation = self.exif.as_ref().map(|e| e.orientation).unwrap_or_default();
            }
            (0xE2, body) if body.starts_with(b"ICC_PROFILE\0") => {
                if let [number, _, part @ ..] = &body[12..] {
                    self.icc.push((*number, part.to_vec()));
                }
            }
            (0xEE, body) if body.starts_with(b"Adobe") => self.adobe = body.get(11).copied(),
            (0xC0..=0xCF, [bits, h1, h0, w1, w0, channels, components @ ..]) if self.channels == 0 => {
                self.process = marker;
                self.bits = u16::from(*bits);
                self.height = u32::from(u16::from_be_bytes([*h1, *h0]));
                self.width = u32::from(u16::from_be_bytes([*w1, *w0]));
                self.channels = u16::from(*channels);
                self.components = components.chunks(3).filter_map(|c| c.first().copied()).collect();
            }
            _ => {}
        }
    }

    pub fn colour(&self) -> Colour {
        match (self.channels, self.adobe) {
            (1, _) => Colour::Gray,
            (3, Some(0)) => Colour::Rgb,
            (3, None) if self.jfif.is_none() && self.components == b"RGB" => Colour::Rgb,
            (3, _) => Colour::YCbCr,
            (4, Some(2)) => Colour::Ycck,
            (4, _) => Colour::Cmyk,
            _ => Colour::Other,
        }
    }

    fn compression(&self) -> String {
        match self.process {
            0xC0 => "baseline".into(),
            0xC1 => "extended sequential".into(),
            0xC2 => "progressive".into(),
            0xC3 => "lossless".into(),
            0xC9..=0xCF => "arithmetic coding".into(),
            other => format!("process {}", other & 15),
        }
    }

    fn pronom(&self) -> &'static str {
        match (self.jfif, self.exif.as_ref().map(|e| e.version.as_deref())) {
            (Some((1, 0)), _) => "fmt/42",
            (Some((1, 1)), _) => "fmt/43",
            (Some((1, _)), _) => "fmt/44",
            (_, Some(Some(b"0200"))) => "x-fmt/398",
            (_, Some(Some(b"0210"))) => "x-fmt/390",
            (_, Some(Some(b"0220"))) => "x-fmt/391",
            (_, Some(Some(b"0221"))) => "fmt/645",
            (_, Some(Some(b"0230" | b"0231" | b"0232"))) => "fmt/1507",
            _ => "fmt/41",
        }
    }

    /// The colour profile, put together from its segments (ICC.1 annex B.4); taken out of the header.
    pub fn profile(&mut self) -> Option<Vec<u8>> {
        self.icc.sort_by_key(|(number, _)| *number);
        let profile: Vec<u8> = self.icc.drain(..).flat_map(|(_, part)| part).collect();
        (!profile.is_empty()).then_some(profile)
    }
}

pub(crate) fn probe(source: &mut (impl Read + Seek)) -> Result<Measured<Probe>, ImagingError> {
    let bytes = read::length(source)?;
    let mut header = Header::read(source)?;
    let faults = end_fault(source, &header, bytes)?.into_iter().collect();
    let (shown_width, shown_height) = header.orientation.shown(header.width, header.height);
    let value = Probe {
        format: Format::Jpeg,
        media_type: Format::Jpeg.media_type(),
        pronom: Some(header.pronom()),
        width: header.width,
        height: header.height,
        shown_width,
        shown_height,
        orientation: header.orientation,
        bits: header.bits,
        channels: header.channels,
        colour: header.colour(),
        alpha: false,
        ppi: header.jfif_ppi.or(header.exif.as_ref().and_then(|e| e.ppi)),
        compression: header.compression(),
        icc: header.profile().map(|profile| IccProfile::read(&profile)),
        pages: 1,
        bytes,
    };
    Ok(Measured { value, faults })
}

/// How much of the end is looked at first.
const TAIL: u64 = 64 * 1024;

/// Looks for the end marker, for decoders fill up a cut picture and call it whole.
///
/// In a scan's data no `FF` is followed by `D9` but in the marker itself (B.1.1.5), so a search is safe from the first
/// scan on. Other things may follow the end marker; they are no fault.
pub(crate) fn end_fault(
    source: &mut (impl Read + Seek),
    header: &Header,
    bytes: u64,
) -> Result<Option<Fault>, ImagingError> {
    let truncated = |detail: String| Ok(Some(Fault::Truncated { detail }));
    let Some(scan) = header.scan_at.filter(|at| *at < bytes) else {
        return truncated(format!("the JPEG stops after {bytes} bytes, before the picture begins"));
    };
    if has_end(source, scan.max(bytes.saturating_sub(TAIL)))? {
        return Ok(None);
    }
    if bytes.saturating_sub(TAIL) > scan && has_end(source, scan)? {
        return Ok(None);
    }
    truncated(format!(
        "the JPEG has no end marker (EOI) in its {bytes} bytes, so a part of the picture is missing"
    ))
}

fn has_end(source: &mut (impl Read + Seek), from: u64) -> io::Result<bool> {
    source.seek(SeekFrom::Start(from))?;
    let mut buffer = vec![0; TAIL as usize];
    let mut last = 0;
    loop {
        let n = read::fill(source, &mut buffer)?;
        if n == 0 {
            return Ok(false);
        }
        let seen = &buffer[..n];
        if (last == 0xFF && seen[0] == 0xD9) || seen.windows(2).any(|w| w == [0xFF, 0xD9]) {
            return Ok(true);
        }
        last = seen[n - 1];
    }
}
