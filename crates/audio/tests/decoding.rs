//! Samples and frames: what comes out is what went in, and what is lost is told.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod made;

use std::io::Cursor;

use bumba_audio::{Decoder, Fault, Kind, Samples, probe};
use made::{aiff_16, flac_mono, mp3_count, mp3_silence, noise, ogg_flac_mono, wav_16};

fn all(decoder: &mut Decoder<'_>) -> Vec<i16> {
    let (mut all, mut some) = (Vec::new(), Vec::new());
    while let Some(block) = decoder.next_block().unwrap() {
        assert_eq!(block.first_frame * u64::from(block.channels), all.len() as u64);
        block.to_i16(&mut some);
        all.extend_from_slice(&some);
    }
    all
}

#[test]
fn lossless_sound_comes_out_as_it_went_in() {
    let samples = noise(10_000);
    for file in
        [wav_16(2, &samples), aiff_16(2, &samples), flac_mono(&samples, [0; 16]), ogg_flac_mono(&samples)]
    {
        let mut decoder = Decoder::open(Cursor::new(file)).unwrap();
        assert!(all(&mut decoder) == samples, "{:?}", decoder.kind());
        assert_eq!(decoder.faults(), []);
    }
}

#[test]
fn a_decoder_goes_to_the_very_frame() {
    let samples = noise(20_000);
    for (file, channels) in [
        (wav_16(2, &samples), 2),
        (aiff_16(2, &samples), 2),
        (flac_mono(&samples, [0; 16]), 1),
        (ogg_flac_mono(&samples), 1),
    ] {
        let mut decoder = Decoder::open(Cursor::new(file)).unwrap();
        for frame in [9_999_u64, 0, 257, 5_000] {
            decoder.seek(frame).unwrap();
            let block = decoder.next_block().unwrap().unwrap();
            assert_eq!(block.first_frame, frame);
            let Samples::Int(ints) = block.samples else { panic!("lossless sound is of integers") };
            assert_eq!(ints[0], i32::from(samples[frame as usize * channels]) << 16);
        }
        assert!(decoder.seek(1 << 40).is_err());
    }
}

#[test]
fn aiff_is_probed_with_its_markers() {
    let measured = probe(Cursor::new(aiff_16(2, &noise(200)))).unwrap();
    assert_eq!(measured.faults, []);
    let probe = measured.value;
    assert_eq!((probe.kind, probe.pronom.as_deref()), (Kind::Aiff, Some("fmt/414")));
    assert_eq!((probe.sample_rate, probe.frames, probe.frames_promised), (44_100, 100, Some(100)));
    assert_eq!((probe.cues[0].frame, probe.cues[0].label.as_deref()), (1, Some("start")));
}

#[test]
fn a_cut_flac_tells_how_many_frames_are_missing() {
    let samples = noise(2560);
    let whole = flac_mono(&samples, [0; 16]);
    let measured = probe(Cursor::new(&whole[..whole.len() - 300])).unwrap();
    assert_eq!(measured.faults, [Fault::FramesMissing { promised: 2560, found: 2304, sample_rate: 44_100 }]);
}

#[test]
fn after_a_damaged_frame_of_flac_the_sound_is_at_its_time() {
    let samples = noise(2560);
    let mut file = flac_mono(&samples, [0; 16]);
    // In the fourth frame of about 522 bytes.
    file[42 + 3 * 522 + 200] ^= 0x40;
    let mut decoder = Decoder::open(Cursor::new(&file)).unwrap();
    let heard = all(&mut decoder);
    assert_eq!(heard.len(), 2560);
    assert!(heard[..768] == samples[..768] && heard[1024..] == samples[1024..]);
    let measured = probe(Cursor::new(&file)).unwrap();
    assert!(!measured.faults.is_empty());
    assert_eq!(measured.value.frames, 2304, "{:?}", measured.faults);
}

#[test]
fn flac_that_differs_from_its_checksum_is_told() {
    let measured = probe(Cursor::new(flac_mono(&noise(600), [7; 16]))).unwrap();
    assert_eq!(measured.faults, [Fault::ChecksumWrong]);
}

#[test]
fn mp3_that_counts_nothing_promises_nothing() {
    let measured = probe(Cursor::new(mp3_silence(20))).unwrap();
    assert_eq!(measured.faults, []);
    let probe = measured.value;
    assert_eq!((probe.kind, probe.frames_promised, probe.bits), (Kind::Mp3, None, None));
    assert_eq!(probe.frames, 20 * 1152);
}

#[test]
fn mp3_that_counts_is_held_to_its_count() {
    let file = |count, frames| Cursor::new([mp3_count(count), mp3_silence(frames)].concat());
    let whole = probe(file(20, 20)).unwrap();
    assert_eq!(whole.faults, []);
    assert_eq!(Some(whole.value.frames), whole.value.frames_promised);
    let cut = probe(file(20, 12)).unwrap();
    assert!(matches!(cut.faults[..], [Fault::FramesMissing { .. }]), "{:?}", cut.faults);
    let joined = probe(file(20, 40)).unwrap();
    assert!(matches!(joined.faults[..], [Fault::FramesBeyond { .. }]), "{:?}", joined.faults);
}

#[test]
fn an_mp3_is_found_behind_a_long_tag() {
    let mut tagged = b"ID3\x04\0\0\0\0\x40\0".to_vec();
    tagged.resize(10 + 64 * 128, 0);
    tagged.extend_from_slice(&mp3_silence(3));
    assert_eq!(probe(Cursor::new(tagged)).unwrap().value.kind, Kind::Mp3);
}

#[test]
fn ogg_that_stops_without_its_last_page_is_told() {
    let whole = ogg_flac_mono(&noise(2560));
    let measured = probe(Cursor::new(&whole)).unwrap();
    assert_eq!(measured.faults, []);
    assert_eq!((measured.value.kind, measured.value.frames), (Kind::OggFlac, 2560));
    let cut = probe(Cursor::new(&whole[..whole.len() - 600])).unwrap();
    assert!(cut.faults.contains(&Fault::EndMissing), "{:?}", cut.faults);
    assert!(cut.value.frames < 2560);
}
