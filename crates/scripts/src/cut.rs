//! Cutting a text into tokens.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::{Term, TermKind, Token, alphabet, bigram, han, mongolian, tibetan};

/// What a character does to the token it meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A letter or digit of an alphabet.
    Letter,
    /// A Chinese character or kana: a token by itself.
    Alone,
    /// A letter of the Mongolian blocks.
    Mongolian,
    /// Part of a Tibetan syllable.
    Tibetan,
    /// Belongs to what it follows: marks, joiners, selectors, and letters that are not searched.
    Joined,
    /// Ends what it follows.
    Gap,
}

/// The tokens of a text in order; see the crate's page for what they are and how their terms are folded.
///
/// `lang` is a BCP 47 tag, where it is known. Tier 0 does not ask for it.
///
/// The ranges of tokens are not empty, do not overlap and stand in order.
#[must_use]
pub fn analyse(text: &str, lang: Option<&str>) -> Vec<Token> {
    let _ = lang; // Tiers 2 to 4 read letters by language.
    let scalars: Vec<char> = text.chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = 0;
    let mut open: Option<Part> = None;
    for (at, &scalar) in scalars.iter().enumerate() {
        let part = match part(scalar) {
            _ if scalar == mongolian::MVS => mvs(open, &scalars[at + 1..]),
            Part::Joined if open.is_none() => Part::Gap,
            part => part,
        };
        let goes_on = match part {
            Part::Joined => true,
            Part::Gap | Part::Alone => false,
            other => open == Some(other),
        };
        if goes_on {
            continue;
        }
        if let Some(part) = open {
            close(&mut tokens, &scalars, start..at, part);
        }
        open = (part != Part::Gap).then_some(part);
        start = at;
    }
    if let Some(part) = open {
        close(&mut tokens, &scalars, start..scalars.len(), part);
    }
    for next in 1..tokens.len() {
        if let Some(term) = bigram(&tokens[next - 1], &tokens[next]) {
            tokens[next - 1].terms.push(term);
        }
    }
    tokens
}

fn mvs(open: Option<Part>, after: &[char]) -> Part {
    if open == Some(Part::Mongolian) && mongolian::joins(after) { Part::Joined } else { Part::Gap }
}

/// Puts the token that stands in `range`, unless nothing of it is searched.
fn close(tokens: &mut Vec<Token>, scalars: &[char], range: Range<usize>, part: Part) {
    let mut term = alphabet::folded(&scalars[range.clone()]);
    match part {
        // A selector or a stray mark on a Chinese character says nothing; on kana the mark has become one with it.
        Part::Alone => {
            term = term.chars().next().map(|first| han::simplified(first).to_string()).unwrap_or_default();
        }
        // Marks of other scripts are stray here.
        Part::Tibetan => term.retain(tibetan::in_syllable),
        Part::Mongolian => term.retain(mongolian::is_letter),
        Part::Letter | Part::Joined | Part::Gap => {}
    }
    if term.is_empty() {
        return;
    }
    let position = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
    let terms = vec![Term { tier: 0, term, kind: TermKind::Whole }];
    tokens.push(Token { from: range.start, to: range.end, position, terms });
}

fn part(scalar: char) -> Part {
    if scalar.is_ascii() {
        return if scalar.is_ascii_alphanumeric() { Part::Letter } else { Part::Gap };
    }
    if alphabet::is_dropped(scalar) {
        return Part::Joined;
    }
    if mongolian::is_letter(scalar) {
        return Part::Mongolian;
    }
    if tibetan::in_syllable(scalar) {
        return Part::Tibetan;
    }
    let mut folded = alphabet::decomposed(scalar);
    let Some(first) = folded.find(|scalar| scalar.is_alphanumeric()) else {
        return if is_combining_mark(scalar) || alphabet::decomposed(scalar).any(is_combining_mark) {
            Part::Joined
        } else {
            Part::Gap
        };
    };
    if han::stands_alone(first) {
        // Squared words (㍻) are more than one character: they are left out.
        return if folded.all(is_combining_mark) { Part::Alone } else { Part::Gap };
    }
    if is_combining_mark(scalar) {
        return Part::Joined;
    }
    if scalar.is_alphanumeric() { Part::Letter } else { Part::Gap }
}
