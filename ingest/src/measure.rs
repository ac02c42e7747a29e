//! What a file is, and what can be known of it: from what went by, else from the staged copy.

use bumba_audio::{PeakSpec, Peaks, WavTap};
use bumba_model::{Digests, Fault, Technical};
use bumba_store::{Draft, Reader};

use crate::{kind::Named, name, pass::Passed, plan::PlannedFile, rooms::IngestError};

/// A text longer than this is kept and not read into lines.
pub const LONGEST_TEXT: u64 = 256 << 20;

/// What is known of a file's bytes.
#[derive(Debug, Default)]
pub struct Measured {
    /// Their number.
    pub bytes: u64,
    /// Their digests.
    pub digests: Digests,
    /// What was read from them.
    pub technical: Technical,
    /// What is wrong with them.
    pub faults: Vec<Fault>,
    /// The tiers of a text.
    pub tiers: Vec<TierSeen>,
    /// The peaks of a sound, where they were measured in passing.
    pub peaks: Option<Vec<u8>>,
}

/// A tier of a text file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TierSeen {
    /// Its name; empty where the format has one alone.
    pub name: String,
    /// transcript, translation, …
    pub kind: String,
    /// BCP 47, where the file says.
    pub lang: String,
    /// The tier it hangs on.
    pub parent: Option<String>,
    /// Who made it, where the file says.
    pub by: String,
}

/// Measures a staged file.
pub(crate) fn measure(
    file: &PlannedFile,
    passed: Passed,
    digests: Digests,
    draft: &dyn Draft,
) -> Result<Measured, IngestError> {
    let mut measured = Measured { bytes: passed.bytes, digests, ..Measured::default() };
    let staged = || Ok::<_, IngestError>(Reader::new(draft.open(&file.path)?));
    let passed_head = passed.head.clone();
    match seen(file, &passed.head) {
        Seen::Sound => sound(&mut measured, passed, staged()?),
        Seen::Picture => picture(&mut measured, staged()?),
        Seen::Text => text(&mut measured, file, staged()?)?,
        Seen::Else => {}
    }
    if let Some(format) = another_format(&file.path, &passed_head) {
        measured.faults.push(Fault {
            code: "not-what-its-name-says".to_owned(),
            message: format!("its bytes are {format}, its name says something else. Kept as it is; look whether it is the right file."),
        });
    } else if measured.technical.media_type.is_empty() {
        let promises = match file.named {
            Named::Sound => Some("a sound"),
            Named::Picture => Some("a picture"),
            _ => None,
        };
        if let Some(promises) = promises {
            measured.faults.push(Fault {
                code: "not-what-its-name-says".to_owned(),
                message: format!("its name promises {promises}, its bytes are none. Kept as it is; look whether it is the right file."),
            });
        }
    }
    Ok(measured)
}

/// The format that the bytes are of, where the name's ending stands for another.
fn another_format(path: &str, head: &[u8]) -> Option<String> {
    use bumba_audio::Kind;
    use bumba_imaging::Format;
    let (_, _, ending) = name::parts(path);
    let (format, fits) = match (bumba_imaging::identify(head), bumba_audio::identify(head)) {
        (Some(format), _) => {
            let fits = match ending.as_str() {
                "jpg" | "jpeg" | "jpe" => format == Format::Jpeg,
                "png" => format == Format::Png,
                "tif" | "tiff" => matches!(format, Format::Tiff | Format::BigTiff),
                _ => false,
            };
            (format.name().to_owned(), fits)
        }
        (None, Some(kind)) => {
            let fits = match ending.as_str() {
                "wav" | "bwf" | "wave" | "rf64" => matches!(kind, Kind::Wav | Kind::Rf64 | Kind::Bw64),
                "flac" => matches!(kind, Kind::Flac | Kind::OggFlac),
                "mp3" => kind == Kind::Mp3,
                "ogg" | "oga" | "opus" => matches!(kind, Kind::OggVorbis | Kind::OggFlac | Kind::OggOpus),
                "aif" | "aiff" | "aifc" => matches!(kind, Kind::Aiff | Kind::Aifc),
                _ => false,
            };
            (kind.media_type().to_owned(), fits)
        }
        (None, None) => return None,
    };
    // An ending that stands for nothing promises nothing.
    (!fits && matches!(Named::of(path), Named::Sound | Named::Picture | Named::Text)).then_some(format)
}

enum Seen {
    Sound,
    Picture,
    Text,
    Else,
}

fn seen(file: &PlannedFile, head: &[u8]) -> Seen {
    if bumba_imaging::identify(head).is_some() {
        Seen::Picture
    } else if bumba_audio::identify(head).is_some() {
        Seen::Sound
    } else if file.named == Named::Text {
        Seen::Text
    } else {
        Seen::Else
    }
}

fn sound(measured: &mut Measured, passed: Passed, staged: Reader) {
    let in_passing = passed.tap.and_then(WavTap::finish);
    let (probe, faults) = match in_passing {
        Some(tapped) => {
            let (probe, peaks) = tapped.value;
            measured.peaks = dat(&peaks);
            (probe, tapped.faults)
        }
        None => match bumba_audio::measure(staged.clone(), PeakSpec::default()) {
            Ok(heard) => {
                let (probe, peaks) = heard.value;
                measured.peaks = dat(&peaks);
                (probe, heard.faults)
            }
            // Its header may still be read where its sound cannot.
            Err(error) => match bumba_audio::probe(staged) {
                Ok(probed) => (probed.value, probed.faults),
                Err(_) => {
                    measured.faults.push(Fault { code: "not-sound".to_owned(), message: error.to_string() });
                    return;
                }
            },
        },
    };
    measured.faults.extend(faults.iter().map(fault_of_sound));
    measured.technical = technical_of_sound(&probe);
}

/// A fault's code is its name in its own JSON.
fn fault_of_sound(fault: &bumba_audio::Fault) -> Fault {
    let value = serde_json::to_value(fault).unwrap_or_default();
    Fault { code: value["fault"].as_str().unwrap_or("damaged").to_owned(), message: fault.to_string() }
}

/// What a probe says, in the words of the model.
pub fn technical_of_sound(probe: &bumba_audio::Probe) -> Technical {
    let mut technical = Technical {
        media_type: probe.media_type.clone(),
        pronom: probe.pronom.clone().unwrap_or_default(),
        format: probe.codec.clone(),
        seconds: (probe.frames > 0).then_some(probe.duration),
        sample_rate: Some(probe.sample_rate),
        channels: Some(u32::from(probe.channels)),
        bits: probe.bits.map(u32::from),
        ..Technical::default()
    };
    if let Ok(serde_json::Value::Object(all)) = serde_json::to_value(probe) {
        let told =
            ["media_type", "pronom", "codec", "sample_rate", "channels", "bits", "duration", "byte_length"];
        technical
            .more
            .extend(all.into_iter().filter(|(key, value)| !told.contains(&key.as_str()) && !value.is_null()));
    }
    technical
}

fn dat(peaks: &Peaks) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    peaks.write_dat(&mut bytes).ok()?;
    Some(bytes)
}

fn picture(measured: &mut Measured, mut staged: Reader) {
    match bumba_imaging::probe(&mut staged) {
        Ok(probed) => {
            let faults = probed.faults.iter();
            measured.faults.extend(
                faults.map(|fault| Fault { code: fault.code().to_owned(), message: fault.to_string() }),
            );
            measured.technical = technical_of_picture(&probed.value);
        }
        Err(error) => {
            measured.faults.push(Fault { code: "not-a-picture".to_owned(), message: error.to_string() });
        }
    }
}

/// What a probe says, in the words of the model.
pub fn technical_of_picture(probe: &bumba_imaging::Probe) -> Technical {
    let mut technical = Technical {
        media_type: probe.media_type.to_owned(),
        pronom: probe.pronom.unwrap_or_default().to_owned(),
        width: Some(probe.shown_width),
        height: Some(probe.shown_height),
        channels: Some(u32::from(probe.channels)),
        bits: Some(u32::from(probe.bits)),
        ..Technical::default()
    };
    if let Ok(serde_json::Value::Object(all)) = serde_json::to_value(probe) {
        let told = [
            "media_type",
            "pronom",
            "shown_width",
            "shown_height",
            "width",
            "height",
            "channels",
            "bits",
            "bytes",
        ];
        technical
            .more
            .extend(all.into_iter().filter(|(key, value)| !told.contains(&key.as_str()) && !value.is_null()));
    }
    technical
}

fn text(measured: &mut Measured, file: &PlannedFile, mut staged: Reader) -> Result<(), IngestError> {
    if staged.len() > LONGEST_TEXT {
        let message = "is too long to be read into lines. Kept as it is.".to_owned();
        measured.faults.push(Fault { code: "too-long".to_owned(), message });
        return Ok(());
    }
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut staged, &mut bytes)?;
    match bumba_transcript::read(&bytes, &file.path) {
        Ok(reading) => {
            measured.technical.media_type = reading.kind.media_type().to_owned();
            measured.technical.format = reading.kind.to_string();
            measured.faults.extend(
                reading
                    .faults
                    .iter()
                    .map(|fault| Fault { code: fault.code.to_string(), message: fault.message.clone() }),
            );
            measured.tiers =
                reading.tiers.iter().filter(|tier| !tier.lines.is_empty()).map(seen_tier).collect();
        }
        Err(error) => {
            measured.faults.push(Fault { code: "not-a-text".to_owned(), message: error.to_string() });
        }
    }
    Ok(())
}

fn seen_tier(tier: &bumba_transcript::Tier) -> TierSeen {
    // ALTO and PAGE say where a text stands, not whether a person or a machine read it.
    let kind = if tier.hint == "ocr" { "transcript" } else { tier.hint };
    TierSeen {
        name: tier.name.clone(),
        kind: kind.to_owned(),
        lang: if tier.lang.is_empty() { language_of_most(tier) } else { tier.lang.clone() },
        parent: tier.parent.clone(),
        by: tier.annotator.clone(),
    }
}

/// The language that most lines of a tier say they are in; empty where none says.
fn language_of_most(tier: &bumba_transcript::Tier) -> String {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for line in tier.lines.iter().filter(|line| !line.lang.is_empty()) {
        *counts.entry(&line.lang).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(lang, _)| lang.to_owned()).unwrap_or_default()
}
