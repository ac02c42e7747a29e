//! Folding the letters of one word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use crate::{cyrillic, mongolian, tibetan};

/// First digits of the decimal digits that are folded to 0–9. Full-width and mathematical ones fall to NFKC.
const ZEROES: [u32; 12] =
    [0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0x1946];

/// A decimal digit of any common script as 0–9; anything else as it is.
pub fn digit(scalar: char) -> char {
    let code = scalar as u32;
    ZEROES
        .iter()
        .find(|&&zero| (zero..zero + 10).contains(&code))
        .and_then(|zero| char::from_digit(code - zero, 10))
        .unwrap_or(scalar)
}

/// Lower case without compatibility forms: letters and their marks, decomposed.
pub fn decomposed(scalar: char) -> impl Iterator<Item = char> {
    std::iter::once(scalar).nfkd().flat_map(char::to_lowercase).nfkd().map(digit)
}

/// The term of one word. Empty when nothing of it is searched.
pub fn folded(word: &[char]) -> String {
    let mut letters: Vec<char> = Vec::with_capacity(word.len());
    letters.extend(
        word.iter()
            .copied()
            .filter(|&scalar| !is_dropped(scalar))
            .nfkd()
            .flat_map(char::to_lowercase)
            .nfkd()
            .map(digit)
            .filter(|&scalar| !is_dropped(scalar)),
    );
    let cyrillic =
        letters.iter().any(|scalar| scalar.script() == Script::Cyrillic && !is_combining_mark(*scalar));
    let latin = letters.iter().any(|scalar| scalar.script() == Script::Latin);
    let mut term = String::with_capacity(word.len() * 2);
    let mut rest = letters.as_slice();
    while let Some((&base, after)) = rest.split_first() {
        let count = after.iter().take_while(|scalar| is_combining_mark(**scalar)).count();
        let (marks, next) = after.split_at(count);
        push(&mut term, base, marks, cyrillic, latin);
        rest = next;
    }
    term.nfc().collect()
}

fn push(term: &mut String, base: char, marks: &[char], cyrillic: bool, latin: bool) {
    if term.is_empty()
        && is_combining_mark(base)
        && !tibetan::in_syllable(base)
        && !mongolian::is_letter(base)
    {
        // A mark whose letter was left out stands on nothing.
        return;
    }
    if cyrillic {
        let looks = cyrillic::look_alike(base);
        if looks.script() == Script::Cyrillic {
            return term.push(cyrillic::with_marks(looks, marks));
        }
        if base.script() == Script::Latin {
            let mut spelled = String::new();
            spell(&mut spelled, base);
            return term.extend(spelled.chars().map(cyrillic::look_alike));
        }
    }
    match base.script() {
        Script::Latin => spell(term, base),
        Script::Greek if latin && matches!(base, 'γ') => term.push('g'),
        Script::Greek => term.push(if base == 'ς' { 'σ' } else { base }),
        Script::Arabic | Script::Hebrew if base != '\u{640}' && base.is_alphanumeric() => term.push(base),
        Script::Arabic | Script::Hebrew => {}
        Script::Tibetan => {
            term.extend(std::iter::once(base).chain(marks.iter().copied()).filter_map(tibetan::folded));
        }
        _ if base.is_alphanumeric() || is_combining_mark(base) => {
            term.push(base);
            if base.script() != Script::Common {
                term.extend(marks);
            }
        }
        _ => {}
    }
}

/// A Latin letter that has lost its marks, in letters that a keyboard has.
fn spell(term: &mut String, base: char) {
    match base {
        'ɣ' | 'ɡ' | 'ǥ' => term.push('g'),
        'ŋ' => term.push_str("ng"),
        'ə' | 'ǝ' | 'ɛ' => term.push('e'),
        'ı' | 'ɨ' => term.push('i'),
        'ø' | 'ɵ' | 'ɔ' => term.push('o'),
        'ʉ' => term.push('u'),
        'đ' | 'ð' => term.push('d'),
        'ł' => term.push('l'),
        'ħ' => term.push('h'),
        'ŧ' => term.push('t'),
        'ƶ' | 'ʒ' => term.push('z'),
        'ſ' => term.push('s'),
        'ȷ' => term.push('j'),
        'ß' => term.push_str("ss"),
        'þ' => term.push_str("th"),
        'æ' => term.push_str("ae"),
        'œ' => term.push_str("oe"),
        other if other.is_alphanumeric() => term.push(other),
        _ => {}
    }
}

/// What is left out of a term: joiners, selectors, direction marks, shape controls, letters for ayn and hamza.
pub fn is_dropped(scalar: char) -> bool {
    mongolian::is_control(scalar)
        || matches!(
            scalar,
            mongolian::MVS
                | '\u{AD}'
                | '\u{34F}'
                | '\u{200C}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{E0100}'..='\u{E01EF}'
                | '\u{2B9}'..='\u{2C1}'
                | '\u{2C8}'..='\u{2CC}'
                | '\u{640}'
        )
}
