//! A page image: probed and decoded within limits.
#![no_main]

use std::io::Cursor;

use bumba_imaging::{Limits, decode, identify, probe};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = identify(bytes);
    let probed = probe(&mut Cursor::new(bytes));
    let limits = Limits { pixels: 1 << 22, held_pixels: 1 << 22, ..Limits::default() };
    if let Ok(decoded) = decode(&mut Cursor::new(bytes), &limits) {
        let probed = probed.expect("what is decoded can be probed");
        let size = (decoded.value.width(), decoded.value.height());
        let told = (probed.value.width, probed.value.height);
        assert!(size == told || size == (told.1, told.0), "{size:?} is decoded, {told:?} is told");
    }
});
