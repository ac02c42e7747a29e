//! Real recordings by the recorders of others: what is read out of them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use bumba_audio::{Decoder, Fault, Kind, Measured, PeakSpec, Probe, measure, probe};
use proptest::prelude::*;

fn fixture(path: &str) -> Option<File> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let folder = std::env::var_os("BUMBA_FIXTURES").map_or(beside, PathBuf::from);
    folder.is_dir().then(|| File::open(folder.join("tapes").join(path)).unwrap())
}

fn probed(name: &str) -> Option<Measured<Probe>> {
    Some(probe(fixture(&format!("bwf/{name}"))?).unwrap())
}

#[test]
fn a_field_recorder_says_where_and_when() {
    let Some(measured) = probed("sounddevices-A101_1.wav") else { return };
    assert_eq!(measured.faults, []);
    let probe = measured.value;
    let bext = probe.bext.as_ref().unwrap();
    assert_eq!(bext.originator, "Sound Dev: 702T S#GR1112089007");
    assert_eq!(bext.origination_date, "2018-12-31");
    assert!(probe.has_ixml);
    assert_eq!((probe.sample_rate, probe.channels, probe.bits), (48_000, 2, Some(24)));
    assert_eq!((probe.frames, probe.frames_promised), (240_239, Some(240_239)));
    assert!((probe.duration - 5.004_979).abs() < 0.000_01);
}

#[test]
fn what_stands_after_the_sound_is_found() {
    let Some(measured) = probed("metacorder-Sr001-2C-01_01.wav") else { return };
    assert!(measured.value.has_ixml);
    let ids: Vec<_> = measured.value.chunks.iter().map(|chunk| chunk.id.as_str()).collect();
    assert_eq!(ids, ["bext", "fmt ", "data", "iXML", "iXTC"]);
}

#[test]
fn cue_points_are_frames() {
    let Some(measured) = probed("cue-STE-000.wav") else { return };
    let cues: Vec<_> = measured.value.cues.iter().map(|cue| cue.frame).collect();
    assert_eq!(cues.len(), 3);
    assert!(cues.is_sorted() && *cues.last().unwrap() <= measured.value.frames);
}

#[test]
fn a_wrong_length_in_the_header_is_told_and_the_sound_is_whole() {
    let Some(measured) = probed("new_camera bumb 1.wav") else { return };
    assert_eq!(measured.faults, [Fault::HeaderField { field: "RIFF size".into(), claimed: 138_506 }]);
    assert_eq!((measured.value.frames, measured.value.frames_promised), (45_859, Some(45_859)));
}

#[test]
fn vorbis_gives_every_frame_that_it_promises() {
    let Some(file) = fixture("aesop/fables_01_03_aesop_64kb.ogg") else { return };
    let measured = probe(file).unwrap();
    assert_eq!(measured.faults, []);
    let probe = measured.value;
    assert_eq!((probe.kind, probe.codec.as_str()), (Kind::OggVorbis, "Vorbis"));
    assert_eq!(Some(probe.frames), probe.frames_promised);
    assert_eq!((probe.sample_rate, probe.channels), (44_100, 1));
}

#[test]
fn vorbis_sought_is_vorbis_heard_through() {
    let Some(file) = fixture("aesop/fables_01_03_aesop_64kb.ogg") else { return };
    let mut decoder = Decoder::open(file).unwrap();
    let (mut all, mut block_of) = (Vec::new(), Vec::new());
    while let Some(block) = decoder.next_block().unwrap() {
        block.to_i16(&mut block_of);
        all.extend_from_slice(&block_of);
    }
    for frame in [0, 1, 1_000_000, 2_345_678, 44_100] {
        decoder.seek(frame).unwrap();
        let block = decoder.next_block().unwrap().unwrap();
        assert_eq!(block.first_frame, frame);
        block.to_i16(&mut block_of);
        let from = usize::try_from(frame).unwrap();
        assert_eq!(block_of, all[from..from + block_of.len()], "at {frame}");
    }
    assert!(decoder.seek(u64::MAX / 2).is_err());
}

#[test]
fn vorbis_cut_off_is_told() {
    let Some(mut file) = fixture("aesop/fables_01_03_aesop_64kb.ogg") else { return };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    bytes.truncate(bytes.len() / 3);
    let measured = probe(Cursor::new(bytes)).unwrap();
    assert!(measured.faults.contains(&Fault::EndMissing), "{:?}", measured.faults);
    assert!(measured.value.duration > 30.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn vorbis_with_some_bytes_changed_is_answered(
        length in 60_usize..30_000,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        early in any::<bool>(),
    ) {
        let Some(file) = fixture("aesop/fables_01_03_aesop_64kb.ogg") else { return Ok(()) };
        let mut bytes = Vec::new();
        file.take(length as u64).read_to_end(&mut bytes).unwrap();
        let reach = if early { bytes.len().min(4500) } else { bytes.len() };
        for (index, byte) in changes {
            bytes[index.index(reach)] = byte;
        }
        let probed = probe(Cursor::new(&bytes));
        let measured = measure(Cursor::new(&bytes), PeakSpec::default());
        if let (Ok(probed), Ok(measured)) = (probed, measured) {
            prop_assert_eq!(probed.value, measured.value.0);
        }
        if let Ok(mut decoder) = Decoder::open(Cursor::new(&bytes)) {
            let _ = decoder.seek(5000);
            let _ = decoder.next_block();
        }
    }
}
