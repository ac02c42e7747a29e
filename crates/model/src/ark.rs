//! Archival Resource Keys, with a NOID check character.
//!
//! Source: draft-kunze-ark (ARK) and the NOID check digit algorithm: positions × ordinals modulo 29.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The 29 characters a NOID name is made of; a prime number of them, so that one slip or one swap is always found.
const ALPHABET: &[u8; 29] = b"0123456789bcdfghjkmnpqrstvwxz";

/// How many characters stand between the shoulder and the check character.
const BODY: usize = 8;

/// An identifier `ark:NAAN/NAME`: never changed, never used again.
///
/// Read from the old form `ark:/NAAN/NAME` too, in any case, with hyphens anywhere in the name (they say nothing).
/// The last character of the name checks the rest: a typing slip is told as such.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ark {
    naan: String,
    name: String,
}

/// Why a text is not an [`Ark`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArkError {
    /// It does not have the form `ark:NAAN/NAME`.
    #[error("{0:?} is not an ARK: it has the form ark:99999/b1x…")]
    Form(String),
    /// The check character does not fit the rest.
    #[error("{0:?} has a typing slip: its last character does not fit the rest. Look at it once more.")]
    Slip(String),
}

impl Ark {
    /// The name assigning authority number for trials, which promises nothing.
    pub const TRIAL_NAAN: &'static str = "99999";

    /// Makes a new identifier under `naan` on the shoulder `b1` from chance that the caller brings.
    ///
    /// 29⁸ names: two of a million collide with a chance of one in a million, so the caller asks whether it is taken.
    #[must_use]
    pub fn mint(naan: &str, mut chance: u64) -> Self {
        let mut name = String::from("b1");
        for _ in 0..BODY {
            name.push(char::from(ALPHABET[usize::try_from(chance % 29).unwrap_or(0)]));
            chance /= 29;
        }
        name.push(check_character(naan, &name));
        Self { naan: naan.to_owned(), name }
    }

    /// The number of the authority that assigned the name.
    #[must_use]
    pub fn naan(&self) -> &str {
        &self.naan
    }

    /// The name, check character included.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `NAAN-NAME`: the identifier as one segment of a path.
    #[must_use]
    pub fn segment(&self) -> String {
        format!("{}-{}", self.naan, self.name)
    }

    /// Reads what [`Self::segment`] wrote.
    ///
    /// # Errors
    /// As for any text that should be an identifier.
    pub fn from_segment(segment: &str) -> Result<Self, ArkError> {
        let (naan, name) = segment.split_once('-').ok_or_else(|| ArkError::Form(segment.to_owned()))?;
        format!("ark:{naan}/{name}").parse()
    }
}

fn ordinal(character: char) -> usize {
    ALPHABET.iter().position(|&one| char::from(one) == character).unwrap_or(0)
}

fn check_character(naan: &str, name: &str) -> char {
    let sum: usize = format!("{naan}/{name}").chars().enumerate().map(|(at, c)| (at + 1) * ordinal(c)).sum();
    char::from(ALPHABET[sum % 29])
}

impl FromStr for Ark {
    type Err = ArkError;

    fn from_str(text: &str) -> Result<Self, ArkError> {
        let form = || ArkError::Form(text.to_owned());
        let lower = text.trim().to_ascii_lowercase();
        let rest = lower.strip_prefix("ark:").ok_or_else(form)?;
        let (naan, name) = rest.strip_prefix('/').unwrap_or(rest).split_once('/').ok_or_else(form)?;
        let name: String = name.chars().filter(|c| !matches!(c, '-' | '\u{2010}'..='\u{2015}')).collect();
        let of_alphabet = |text: &str| text.bytes().all(|b| ALPHABET.contains(&b));
        if naan.is_empty() || naan.len() > 16 || !of_alphabet(naan) {
            return Err(form());
        }
        if name.len() < 2
            || name.len() > 64
            || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        {
            return Err(form());
        }
        let (body, check) = name.split_at(name.len() - 1);
        if !of_alphabet(&name) || !check.starts_with(check_character(naan, body)) {
            return Err(ArkError::Slip(text.trim().to_owned()));
        }
        Ok(Self { naan: naan.to_owned(), name })
    }
}

impl fmt::Display for Ark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ark:{}/{}", self.naan, self.name)
    }
}

impl fmt::Debug for Ark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Ark {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ark {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_noid_paper() {
        // NOID: "13030/xf93gt2" has the check character q.
        assert_eq!(check_character("13030", "xf93gt2"), 'q');
    }

    #[test]
    fn the_old_form_capitals_and_hyphens_are_understood() {
        let ark = Ark::mint("99999", 12_345_678_901);
        let spelled = format!("ARK:/99999/{}-{}", &ark.name()[..4], ark.name()[4..].to_uppercase());
        assert_eq!(spelled.parse::<Ark>(), Ok(ark));
    }

    #[test]
    fn what_has_not_the_form_is_told_apart_from_a_slip() {
        for text in
            ["", "ark:", "ark:99999", "b1x", "ark:99999/", "ark:99999/ü1", "ark:/99999/a/b", "ark:99999/../x"]
        {
            assert!(matches!(text.parse::<Ark>(), Err(ArkError::Form(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_was_minted_is_read_back(chance: u64) {
            let ark = Ark::mint("99999", chance);
            prop_assert_eq!(ark.to_string().parse::<Ark>().unwrap(), ark.clone());
            prop_assert_eq!(Ark::from_segment(&ark.segment()).unwrap(), ark);
        }

        #[test]
        fn one_wrong_character_is_a_slip(chance: u64, at in 0usize..11, other in 0usize..29) {
            let ark = Ark::mint("99999", chance);
            let mut name = ark.name().to_owned();
            let wrong = char::from(ALPHABET[other]);
            prop_assume!(!name[at..].starts_with(wrong));
            name.replace_range(at..=at, &wrong.to_string());
            let read = format!("ark:99999/{name}").parse::<Ark>();
            prop_assert!(matches!(read, Err(ArkError::Slip(_))));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            let _ = text.parse::<Ark>();
            let _ = Ark::from_segment(&text);
        }
    }
}
