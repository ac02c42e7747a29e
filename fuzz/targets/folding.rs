//! A text in any script: tokens lie within it, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let length = text.chars().count();
    let mut last = 0;
    for token in bumba_scripts::analyse(text, None) {
        assert!(token.from <= token.to && token.to <= length, "{token:?} in {length}");
        assert!(last <= token.from, "{token:?} stands before {last}");
        last = token.from;
    }
    let _ = bumba_scripts::detect(text);
});
