//! Cyrillic: letters that only look different, and letters of other alphabets typed in their place.

/// A Cyrillic base letter with the marks that stood on it, folded.
///
/// The breve of й and ў makes a letter of its own and stays. The diaeresis of the Kalmyk and Buryat orthographies before 1938
/// (ӓ ӧ ӱ) stands for today's ә ө ү; on ї it is a stand-in for ү of typewriters' and early computers' fonts. All other marks go.
pub fn with_marks(base: char, marks: &[char]) -> char {
    let diaeresis = marks.contains(&'\u{308}');
    let breve = marks.contains(&'\u{306}');
    match base {
        'и' if breve => 'й',
        'у' if breve => 'ў',
        'а' if diaeresis => 'ә',
        'о' if diaeresis => 'ө',
        'у' | 'і' if diaeresis => 'ү',
        'є' | 'ѳ' | 'ӫ' => 'ө',
        'ұ' => 'ү',
        'ҥ' | 'ӈ' | 'ӊ' => 'ң',
        'ӛ' => 'ә',
        other => other,
    }
}

/// The Cyrillic letter that a letter of another alphabet was typed for.
pub fn look_alike(scalar: char) -> char {
    match scalar {
        'h' => 'һ',
        'ə' | 'ǝ' => 'ә',
        'ɵ' | 'θ' => 'ө',
        'ŋ' => 'ң',
        'i' | 'l' => 'ӏ',
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        'γ' => 'ү',
        other => other,
    }
}
