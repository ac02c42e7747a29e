//! Bytes that are not what they seem: an answer, never a panic, and nothing allocated by what a header claims.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod made;

use std::io::Cursor;

use bumba_audio::{AudioError, Decoder, Fault, PeakSpec, WavTap, measure, probe};
use made::{aiff_16, chunk, flac_mono, fmt, fmt_aligned, mp3_silence, noise, ogg_flac_mono, riff, wav_16};
use proptest::prelude::*;

/// Everything that can be asked of some bytes is asked.
fn ask_everything(bytes: &[u8]) {
    let probed = probe(Cursor::new(bytes));
    let measured = measure(Cursor::new(bytes), PeakSpec::default());
    if let Ok(probed) = &probed {
        for fault in &probed.faults {
            assert!(fault.to_string().ends_with('.'), "{fault}");
        }
    }
    if let (Ok(probed), Ok(measured)) = (&probed, &measured) {
        assert_eq!(&measured.value.0, &probed.value);
        assert_eq!(&measured.faults, &probed.faults);
    }
    if let Ok(mut decoder) = Decoder::open(Cursor::new(bytes)) {
        let _ = decoder.seek(300);
        let _ = decoder.next_block();
        let _ = decoder.seek(0);
        while decoder.next_block().unwrap().is_some() {}
    }
    let mut tap = WavTap::new(PeakSpec::default());
    tap.push(bytes);
    if let Some(passing) = tap.finish() {
        assert_eq!(passing, measured.unwrap());
    }
}

#[test]
fn nothing_and_text_are_no_sound() {
    assert!(matches!(probe(Cursor::new(b"")), Err(AudioError::NotSound("the file is empty"))));
    let text = b"Dear colleague, the reels of 1978 are in the second cupboard.";
    assert!(matches!(probe(Cursor::new(text)), Err(AudioError::NotSound(_))));
    ask_everything(text);
}

#[test]
fn a_recording_cut_anywhere_is_measured_up_to_there() {
    let samples = noise(700);
    for whole in [
        wav_16(2, &samples),
        aiff_16(2, &samples),
        flac_mono(&samples, [0; 16]),
        ogg_flac_mono(&samples),
        mp3_silence(3),
    ] {
        assert_eq!(probe(Cursor::new(&whole)).unwrap().faults, []);
        for length in (0..whole.len()).step_by(7).chain(whole.len() - 9..whole.len()) {
            ask_everything(&whole[..length]);
        }
    }
}

#[test]
fn a_cut_wave_tells_what_was_promised_and_what_is_there() {
    let whole = wav_16(1, &noise(1000));
    let measured = probe(Cursor::new(&whole[..1044])).unwrap();
    assert_eq!(
        measured.faults,
        [
            Fault::Truncated { promised: 2044, found: 1044 },
            Fault::FramesMissing { promised: 1000, found: 500, sample_rate: 48_000 }
        ]
    );
    assert_eq!(measured.value.frames, 500);
    assert_eq!(measure(Cursor::new(&whole[..1044]), PeakSpec::default()).unwrap().value.1.windows(), 2);
}

#[test]
fn bytes_after_the_end_are_told() {
    for tail in [&b"\0\0\0\0\0\0\0\0\0\0\0\0"[..], b"abc"] {
        let bytes = [&wav_16(1, &[1, 2])[..], tail].concat();
        let measured = probe(Cursor::new(&bytes)).unwrap();
        assert_eq!(measured.faults, [Fault::TrailingBytes { count: tail.len() as u64 }]);
        assert_eq!(measured.value.frames, 2);
    }
}

#[test]
fn sizes_that_were_never_filled_in_mean_to_the_end() {
    for claim in [0, u32::MAX] {
        let mut bytes = wav_16(1, &noise(10));
        bytes[4..8].copy_from_slice(&claim.to_le_bytes());
        bytes[40..44].copy_from_slice(&claim.to_le_bytes());
        let measured = probe(Cursor::new(&bytes)).unwrap();
        assert_eq!(measured.value.frames, 10);
        let told = |field: &str| Fault::HeaderSize { field: field.into(), claimed: claim.into() };
        assert_eq!(measured.faults, [told("data"), told("RIFF")]);
        ask_everything(&bytes);
    }
}

#[test]
fn an_empty_data_chunk_is_a_recording_of_nothing() {
    let bytes = riff(&[chunk(b"fmt ", &fmt(1, 1, 48_000, 16)), chunk(b"data", b""), chunk(b"LIST", b"INFO")]);
    let measured = probe(Cursor::new(&bytes)).unwrap();
    assert_eq!((measured.value.frames, measured.value.frames_promised), (0, Some(0)));
    assert_eq!(measured.faults, []);
    ask_everything(&bytes);
}

#[test]
fn a_chunk_without_its_padding_is_got_over() {
    let mut odd = chunk(b"bext", &[b'x'; 603]);
    odd.pop();
    let bytes = riff(&[odd, chunk(b"fmt ", &fmt(1, 1, 48_000, 16)), chunk(b"data", &[1, 0])]);
    let measured = probe(Cursor::new(&bytes)).unwrap();
    assert_eq!(measured.faults, [Fault::Unpadded { before: "fmt ".into() }]);
    assert_eq!(measured.value.frames, 1);

    let mut filled = chunk(b"junk", b"odd");
    *filled.last_mut().unwrap() = b'x';
    let bytes = riff(&[filled, chunk(b"fmt ", &fmt(1, 1, 48_000, 16)), chunk(b"data", &[1, 0])]);
    assert_eq!(probe(Cursor::new(&bytes)).unwrap().faults, [], "a pad byte need not be zero");
}

#[test]
fn impossible_headers_are_kept_with_their_faults() {
    let data = chunk(b"data", &[0; 64]);
    for body in [
        fmt_aligned(1, 65_535, 48_000, 65_535, 8),
        fmt_aligned(1, 65_535, 48_000, 0, 16),
        fmt_aligned(1, 0, 48_000, 0, 16),
        fmt(1, 2, 0, 16),
        fmt(2, 2, 22_050, 4),
        b"short".to_vec(),
    ] {
        let bytes = riff(&[chunk(b"fmt ", &body), data.clone()]);
        let measured = probe(Cursor::new(&bytes)).unwrap();
        assert!(matches!(measured.faults.last(), Some(Fault::NotDecodable { .. })), "{:?}", measured.faults);
        assert_eq!((measured.value.frames, measured.value.data_bytes), (0, Some(64)));
        assert!(matches!(
            measure(Cursor::new(&bytes), PeakSpec::default()),
            Err(AudioError::NotDecodable(_))
        ));
        ask_everything(&bytes);
    }
}

#[test]
fn a_block_align_of_nothing_is_worked_out() {
    let bytes = riff(&[chunk(b"fmt ", &fmt_aligned(1, 2, 48_000, 0, 16)), chunk(b"data", &[0; 64])]);
    let measured = probe(Cursor::new(&bytes)).unwrap();
    assert_eq!(measured.value.frames, 16);
    assert_eq!(measured.faults, [Fault::HeaderField { field: "block align".into(), claimed: 0 }]);
}

#[test]
fn samples_before_their_header_are_read_but_not_in_passing() {
    let bytes = riff(&[chunk(b"data", &[1, 0, 2, 0]), chunk(b"fmt ", &fmt(1, 1, 48_000, 16))]);
    let measured = measure(Cursor::new(&bytes), PeakSpec::default()).unwrap();
    assert_eq!((measured.value.0.frames, &measured.value.1.data[..]), (2, &[1, 2][..]));
    let mut tap = WavTap::new(PeakSpec::default());
    tap.push(&bytes);
    assert!(tap.finish().is_none());
}

#[test]
fn a_claim_of_exabytes_allocates_nothing() {
    let mut ds64 = vec![0xff; 24];
    ds64.extend_from_slice(&[0; 4]);
    let chunks =
        [chunk(b"ds64", &ds64), chunk(b"fmt ", &fmt(1, 1, 48_000, 16)), chunk(b"data", &[1, 0, 2, 0])];
    let mut bytes = riff(&chunks);
    bytes[..8].copy_from_slice(b"RF64\xff\xff\xff\xff");
    let at = bytes.len() - 8;
    bytes[at..at + 4].copy_from_slice(&[0xff; 4]);
    let measured = probe(Cursor::new(&bytes)).unwrap();
    assert_eq!(measured.value.frames, 2);
    assert!(measured.faults.iter().any(|fault| matches!(fault, Fault::Truncated { .. })));
    ask_everything(&bytes);

    let mut flac = flac_mono(&noise(256), [0; 16]);
    flac[21] |= 0x0f;
    flac[22..26].fill(0xff);
    let measured = probe(Cursor::new(&flac)).unwrap();
    assert_eq!((measured.value.frames, measured.value.frames_promised), (256, Some((1 << 36) - 1)));
    ask_everything(&flac);
}

#[test]
fn samples_that_end_within_a_frame_are_told() {
    let bytes = riff(&[chunk(b"fmt ", &fmt(1, 2, 48_000, 16)), chunk(b"data", &[0; 9])]);
    let measured = probe(Cursor::new(&bytes)).unwrap();
    assert_eq!(measured.value.frames, 2);
    assert_eq!(measured.faults, [Fault::HeaderField { field: "data size".into(), claimed: 9 }]);
}

#[test]
fn ten_thousand_chunks_are_not_all_listed() {
    let bytes = riff(&vec![chunk(b"none", b""); 10_000]);
    let measured = probe(Cursor::new(&bytes)).unwrap();
    assert!(measured.faults.contains(&Fault::TooManyChunks));
    assert!(measured.value.chunks.len() < 2000);
    ask_everything(&bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn rubbish_is_answered(
        magic in prop::sample::select(vec![
            &b""[..], b"RIFF....WAVE", b"RF64\xff\xff\xff\xffWAVE", b"FORM....AIFF", b"FORM....AIFC", b"fLaC", b"ID3\x04",
            b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x1e\x01vorbis", b"\xff\xfb\x90\xc4",
        ]),
        rubbish in prop::collection::vec(any::<u8>(), 0..2000),
    ) {
        ask_everything(&[magic, &rubbish].concat());
    }

    #[test]
    fn a_recording_with_some_bytes_changed_is_answered(
        which in 0_usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        early in any::<bool>(),
    ) {
        let samples = noise(1200);
        let mut bytes = match which {
            0 => wav_16(2, &samples),
            1 => aiff_16(2, &samples),
            2 => flac_mono(&samples, [0; 16]),
            3 => ogg_flac_mono(&samples),
            _ => mp3_silence(4),
        };
        let reach = if early { 64 } else { bytes.len() };
        for (index, byte) in changes {
            let at = index.index(reach);
            bytes[at] = byte;
        }
        ask_everything(&bytes);
    }
}
