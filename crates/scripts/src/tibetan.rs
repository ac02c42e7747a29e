//! Tibetan: what belongs to a syllable, and letters with two code points.

/// Letters, vowels, subjoined letters and signs that are part of a syllable. Tsheg, shad and other punctuation are not.
pub fn in_syllable(scalar: char) -> bool {
    matches!(scalar, '\u{F00}' | '\u{F35}' | '\u{F37}' | '\u{F39}' | '\u{F40}'..='\u{F84}' | '\u{F86}'..='\u{FBC}' | '\u{FC6}')
}

/// The form that is searched; nothing for marks of emphasis. Fixed-form letters differ in shape alone (Unicode Standard, 13.4).
pub fn folded(scalar: char) -> Option<char> {
    match scalar {
        '\u{F35}' | '\u{F37}' | '\u{FC6}' | '\u{F86}' | '\u{F87}' => None,
        '\u{F6A}' => Some('\u{F62}'),
        '\u{FBA}' => Some('\u{FAD}'),
        '\u{FBB}' => Some('\u{FB1}'),
        '\u{FBC}' => Some('\u{FB2}'),
        other => Some(other),
    }
}
