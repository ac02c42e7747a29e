use serde::{Deserialize, Serialize};

use crate::AudioError;

/// The fixed part of the chunk, before the coding history.
const FIXED: usize = 602;

/// The Broadcast Wave extension `bext` (EBU Tech 3285, version 0 to 2): where a recording comes from.
///
/// Texts are ASCII by the standard; what recorders write beyond it is read as UTF-8 where it is that, else as Latin-1.
/// What stands after the first zero byte of a field is not text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Bext {
    /// What was recorded; at most 256 bytes.
    pub description: String,
    /// Who recorded it; at most 32 bytes.
    pub originator: String,
    /// The originator's own identifier; at most 32 bytes.
    pub originator_reference: String,
    /// `yyyy-mm-dd`, as it stands in the file.
    pub origination_date: String,
    /// `hh:mm:ss`, as it stands in the file.
    pub origination_time: String,
    /// Frames since midnight at the first frame.
    pub time_reference: u64,
    /// 0, 1 (UMID) or 2 (loudness).
    pub version: u16,
    /// SMPTE ST 330 identifier in hexadecimal digits, 64 bytes without the zeros at their end. From version 1.
    pub umid: Option<String>,
    /// From version 2.
    pub loudness: Option<Loudness>,
    /// One line for each step of coding (`A=PCM,F=48000,W=24,…`).
    pub coding_history: String,
}

/// Loudness as EBU R 128 measures it, as the recorder or a later program wrote it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Loudness {
    /// Integrated loudness, LUFS.
    pub value: Option<f64>,
    /// Loudness range, LU.
    pub range: Option<f64>,
    /// Highest true peak, dBTP.
    pub max_true_peak: Option<f64>,
    /// Highest momentary loudness, LUFS.
    pub max_momentary: Option<f64>,
    /// Highest short-term loudness, LUFS.
    pub max_short_term: Option<f64>,
}

impl Bext {
    /// Reads the chunk's body. A body that is cut off gives the fields that are there; `None` where not even the
    /// description is whole.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        if body.len() < 256 {
            return None;
        }
        let field = |from: usize, length: usize| -> &[u8] {
            let from = from.min(body.len());
            &body[from..(from + length).min(body.len())]
        };
        let number = |from: usize, length: usize| -> u64 {
            field(from, length).iter().rev().fold(0, |n, b| n << 8 | u64::from(*b))
        };
        let version = u16::try_from(number(346, 2)).unwrap_or_default();
        let umid = field(348, 64);
        let used = umid.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
        let measure = |from: usize| -> Option<f64> {
            let raw = i16::from_le_bytes(field(from, 2).try_into().ok()?);
            // 0x7fff stands for "not measured".
            (raw != i16::MAX).then(|| f64::from(raw) / 100.0)
        };
        Some(Self {
            description: text(field(0, 256)),
            originator: text(field(256, 32)),
            originator_reference: text(field(288, 32)),
            origination_date: text(field(320, 10)),
            origination_time: text(field(330, 8)),
            time_reference: number(338, 8),
            version,
            umid: (version >= 1 && used > 0).then(|| hex(&umid[..used])),
            loudness: (version >= 2).then(|| Loudness {
                value: measure(412),
                range: measure(414),
                max_true_peak: measure(416),
                max_momentary: measure(418),
                max_short_term: measure(420),
            }),
            coding_history: text(body.get(FIXED..).unwrap_or_default()),
        })
    }

    /// The chunk's body, as [`Bext::version`] lays it out.
    pub(crate) fn write(&self) -> Result<Vec<u8>, AudioError> {
        let mut body = Vec::with_capacity(FIXED + self.coding_history.len());
        for (name, value, length) in [
            ("description", &self.description, 256),
            ("originator", &self.originator, 32),
            ("originator reference", &self.originator_reference, 32),
            ("origination date", &self.origination_date, 10),
            ("origination time", &self.origination_time, 8),
        ] {
            if value.len() > length {
                return Err(AudioError::NotWritable(format!(
                    "the bext {name} has {} bytes, the standard has room for {length}",
                    value.len()
                )));
            }
            let end = body.len() + length;
            body.extend_from_slice(value.as_bytes());
            body.resize(end, 0);
        }
        body.extend_from_slice(&self.time_reference.to_le_bytes());
        body.extend_from_slice(&self.version.to_le_bytes());
        if let Some(umid) = self.umid.as_deref().filter(|_| self.version >= 1) {
            let bytes = unhex(umid).filter(|bytes| bytes.len() <= 64).ok_or_else(|| {
                AudioError::NotWritable("the bext UMID is not up to 64 bytes in hexadecimal digits".into())
            })?;
            body.extend_from_slice(&bytes);
        }
        body.resize(412, 0);
        if self.version >= 2 {
            let loudness = self.loudness.unwrap_or_default();
            for value in [
                loudness.value,
                loudness.range,
                loudness.max_true_peak,
                loudness.max_momentary,
                loudness.max_short_term,
            ] {
                let raw = value.map_or(i16::MAX, |v| (v * 100.0).round() as i16);
                body.extend_from_slice(&raw.to_le_bytes());
            }
        }
        body.resize(FIXED, 0);
        body.extend_from_slice(self.coding_history.as_bytes());
        Ok(body)
    }
}

/// Text up to its first zero byte, without the blanks at its end.
pub(crate) fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    let bytes = &bytes[..end];
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    };
    text.trim_end().to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let digit = |b: u8| char::from(b).to_digit(16);
    pairs.iter().map(|[high, low]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Bext {
        Bext {
            description: "Jangar, first canto, side A".into(),
            originator: "Bumba".into(),
            originator_reference: "reel-012".into(),
            origination_date: "1978-10-02".into(),
            origination_time: "19:30:00".into(),
            time_reference: 3_369_600_000,
            version: 2,
            umid: Some("060a2b34".into()),
            loudness: Some(Loudness { value: Some(-23.1), max_true_peak: Some(-1.0), ..Loudness::default() }),
            coding_history: "A=ANALOGUE,M=mono,T=Uher 4000\r\nA=PCM,F=48000,W=24,M=mono".into(),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bext = whole();
        assert_eq!(Bext::read(&bext.write().unwrap()), Some(bext));
    }

    #[test]
    fn a_version_has_no_fields_of_a_later_one() {
        let one = Bext { version: 1, ..whole() };
        let read = Bext::read(&one.write().unwrap()).unwrap();
        assert_eq!((read.umid, read.loudness), (one.umid, None));
        let none = Bext { version: 0, ..whole() };
        let read = Bext::read(&none.write().unwrap()).unwrap();
        assert_eq!((read.umid, read.loudness), (None, None));
    }

    #[test]
    fn a_chunk_cut_anywhere_gives_what_is_there() {
        let body = whole().write().unwrap();
        assert!((0..256).all(|length| Bext::read(&body[..length]).is_none()));
        for length in 256..body.len() {
            assert_eq!(Bext::read(&body[..length]).unwrap().description, "Jangar, first canto, side A");
        }
    }

    #[test]
    fn a_text_too_long_is_refused_not_cut() {
        let long = Bext { originator: "x".repeat(33), ..whole() };
        assert!(long.write().is_err());
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_latin_1() {
        assert_eq!(text(b"caf\xe9 \0rest"), "café");
    }
}
