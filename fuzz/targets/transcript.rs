//! A transcript or a page's text, by its bytes and by the name that the first byte chooses.
#![no_main]

use bumba_transcript::{identify, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let names = ["a.eaf", "a.vtt", "a.srt", "a.xml", "a.hocr", "a"];
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = names[usize::from(*first) % names.len()];
    let _ = identify(bytes, name);
    let Ok(reading) = read(bytes, name) else { return };
    for line in reading.lines() {
        if let Some([from, to]) = line.time {
            assert!(
                from.is_finite() && to.is_finite() && from <= to,
                "a time that cannot be: {from} to {to}"
            );
        }
    }
});
