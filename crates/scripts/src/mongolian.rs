//! Mongolian, Todo, Sibe and Manchu: what is a letter, what only steers a shape, what parts a suffix.

/// Mongolian vowel separator.
pub const MVS: char = '\u{180E}';

/// Letters and marks of the Mongolian blocks; its digits are folded to 0–9 before and its punctuation is not asked for.
pub fn is_letter(scalar: char) -> bool {
    matches!(scalar, '\u{1820}'..='\u{18AA}')
}

/// What steers the shape of a letter and is not searched: nirugu and FVS1–4.
pub fn is_control(scalar: char) -> bool {
    matches!(scalar, '\u{180A}'..='\u{180D}' | '\u{180F}')
}

/// Whether an MVS belongs to the word: what follows it is one `a` or `e`, and then the word ends (Unicode Standard, 13.5).
///
/// `after` is the text behind the MVS. Texts that use MVS before suffixes as well have more than that one letter there.
pub fn joins(after: &[char]) -> bool {
    let mut letters = after
        .iter()
        .copied()
        .filter(|&scalar| !is_control(scalar) && !matches!(scalar, '\u{200C}' | '\u{200D}'));
    matches!(letters.next(), Some('\u{1820}' | '\u{1821}' | '\u{185D}'))
        && letters.next().is_none_or(|scalar| !is_letter(scalar) && scalar != MVS)
}
