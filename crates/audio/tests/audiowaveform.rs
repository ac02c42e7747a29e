//! Peaks beside those that audiowaveform 1.10.3 made of the same recordings.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs::{self, File};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use bumba_audio::{PeakBits, PeakSpec, Peaks, WavTap, measure, peaks};

/// The fixtures, where they are on the machine.
fn fixtures() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let folder = std::env::var_os("BUMBA_FIXTURES").map_or(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Every `STEM.zSAMPLES.bBITS[.split].dat`, with its recording and what was asked for.
fn cases(extension: &str) -> Vec<(PathBuf, PeakSpec, Vec<u8>)> {
    let Some(fixtures) = fixtures() else { return Vec::new() };
    let mut cases = Vec::new();
    for entry in fs::read_dir(fixtures.join("peaks")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some((stem, asked)) = name.split_once(".z") else { continue };
        let (samples, rest) = asked.split_once(".b").unwrap();
        let spec = PeakSpec {
            samples_per_pixel: NonZeroU32::new(samples.parse().unwrap()).unwrap(),
            bits: if rest.starts_with('8') { PeakBits::Eight } else { PeakBits::Sixteen },
            split_channels: rest.contains("split"),
        };
        for folder in ["tapes/bwf", "tapes/aesop"] {
            let sound = fixtures.join(folder).join(format!("{stem}.{extension}"));
            if sound.exists() {
                cases.push((sound, spec, fs::read(&path).unwrap()));
            }
        }
    }
    assert!(!cases.is_empty(), "the fixtures are there, but no peaks of {extension}");
    cases
}

fn dat(peaks: &Peaks) -> Vec<u8> {
    let mut bytes = Vec::new();
    peaks.write_dat(&mut bytes).unwrap();
    bytes
}

#[test]
fn peaks_of_wave_are_equal_byte_for_byte() {
    for (path, spec, expected) in cases("wav") {
        let measured = peaks(File::open(&path).unwrap(), spec).unwrap();
        assert!(dat(&measured.value) == expected, "{} {spec:?}", path.display());
    }
}

#[test]
fn peaks_taken_in_passing_are_the_same() {
    for (path, spec, expected) in cases("wav") {
        let mut tap = WavTap::new(spec);
        for portion in fs::read(&path).unwrap().chunks(4093) {
            tap.push(portion);
        }
        let passing = tap.finish().unwrap();
        assert!(dat(&passing.value.1) == expected, "{}", path.display());
        assert_eq!(passing, measure(File::open(&path).unwrap(), spec).unwrap());
    }
}

#[test]
fn peaks_of_vorbis_differ_by_a_step_at_most() {
    for (path, spec, expected) in cases("ogg") {
        let ours = peaks(File::open(&path).unwrap(), spec).unwrap();
        assert_eq!(ours.faults, []);
        let theirs = Peaks::read_dat(&mut &expected[..]).unwrap();
        let step = if spec.bits == PeakBits::Eight { 256 } else { 1 };
        assert_eq!(ours.value.windows(), theirs.windows());
        for (ours, theirs) in ours.value.data.iter().zip(&theirs.data) {
            let (ours, theirs) = (ours / step, theirs / step);
            assert!((ours - theirs).abs() <= 1, "{ours} {theirs}");
        }
    }
}

#[test]
fn a_file_of_theirs_is_written_again_byte_for_byte() {
    for (_, _, expected) in cases("wav") {
        assert!(dat(&Peaks::read_dat(&mut &expected[..]).unwrap()) == expected);
    }
}
