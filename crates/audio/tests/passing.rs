//! The copying pass and the reading one agree, however the bytes come.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod made;

use std::io::Cursor;
use std::num::NonZeroU32;

use bumba_audio::{PeakBits, PeakSpec, WavTap, measure};
use made::{aiff_16, chunk, fmt, noise, riff};
use proptest::prelude::*;

/// (format tag, bits) of every encoding of WAVE that is read.
const ENCODINGS: [(u16, u16); 8] = [(1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64), (6, 8), (7, 8)];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_portions_give_what_the_file_gives(
        encoding in prop::sample::select(ENCODINGS.to_vec()),
        channels in 1_u16..4,
        body in prop::collection::vec(any::<u8>(), 0..3000),
        window in 1_u32..70,
        split_channels in any::<bool>(),
        before in prop::collection::vec(any::<u8>(), 0..9),
        cut in prop::option::of(0_usize..4000),
        portions in prop::collection::vec(1_usize..200, 1..40),
    ) {
        let (tag, bits) = encoding;
        let mut bytes = riff(&[
            chunk(b"JUNK", &before),
            chunk(b"fmt ", &fmt(tag, channels, 44_100, bits)),
            chunk(b"data", &body),
            chunk(b"LIST", b"adtllabl\x06\0\0\0\x01\0\0\0ab"),
        ]);
        bytes.truncate(cut.unwrap_or(usize::MAX));
        let spec = PeakSpec {
            samples_per_pixel: NonZeroU32::new(window).unwrap(),
            bits: PeakBits::Sixteen,
            split_channels,
        };
        let mut tap = WavTap::new(spec);
        let (mut rest, mut sizes) = (&bytes[..], portions.iter().cycle());
        while !rest.is_empty() {
            let (portion, later) = rest.split_at((*sizes.next().unwrap()).min(rest.len()));
            tap.push(portion);
            rest = later;
        }
        let has_sound = bytes.len() >= 12 + 8 + before.len().next_multiple_of(2) + 24 + 8;
        let passing = tap.finish();
        prop_assert_eq!(passing.is_some(), has_sound);
        if let Some(passing) = passing {
            prop_assert_eq!(passing, measure(Cursor::new(&bytes), spec).unwrap());
        }
    }
}

#[test]
fn aiff_is_measured_in_passing_too() {
    let bytes = aiff_16(2, &noise(5000));
    let mut tap = WavTap::new(PeakSpec::default());
    for byte in bytes.chunks(1) {
        tap.push(byte);
    }
    assert_eq!(tap.finish().unwrap(), measure(Cursor::new(&bytes), PeakSpec::default()).unwrap());
}

#[test]
fn what_is_not_wave_is_given_up_politely() {
    for bytes in [&b""[..], b"RIFF", b"fLaC and so on and so on", b"plain words, plainly said"] {
        let mut tap = WavTap::new(PeakSpec::default());
        tap.push(bytes);
        assert!(tap.finish().is_none());
    }
}
