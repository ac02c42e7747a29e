//! A sound file: what a probe says, what is measured, and that the copying pass says the same as a reading.
#![no_main]

use std::io::Cursor;

use bumba_audio::{Decoder, PeakSpec, WavTap, identify, measure, probe};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = identify(bytes);
    let probed = probe(Cursor::new(bytes));
    let measured = measure(Cursor::new(bytes), PeakSpec::default());

    let mut tap = WavTap::new(PeakSpec::default());
    let step = usize::from(bytes.first().copied().unwrap_or(1)).max(1);
    for piece in bytes.chunks(step) {
        tap.push(piece);
    }
    if let (Some(tapped), Ok(measured)) = (tap.finish(), &measured) {
        assert_eq!(tapped.value.0, measured.value.0, "the pass and the reading see the same sound");
    }

    let Ok(mut decoder) = Decoder::open(Cursor::new(bytes)) else { return };
    let mut frames = 0;
    while let Ok(Some(block)) = decoder.next_block() {
        frames += block.frames();
        if frames > 1 << 22 {
            break;
        }
    }
    let _ = decoder.seek(frames as u64 / 2);
    let _ = decoder.next_block();
    drop(probed);
});
