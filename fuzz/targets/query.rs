//! What a reader types.
#![no_main]

use bumba_index::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    let _ = check(query);
});
