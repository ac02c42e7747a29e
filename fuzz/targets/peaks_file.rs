//! A file of peaks: what was read is written as it was.
#![no_main]

use bumba_audio::Peaks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(peaks) = Peaks::read_dat(&mut &bytes[..]) else { return };
    let mut written = Vec::new();
    peaks.write_dat(&mut written).expect("a Vec takes all");
    let again = Peaks::read_dat(&mut &written[..]).expect("what was written is read");
    assert_eq!(again, peaks);
});
