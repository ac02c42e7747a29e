//! A text in a language.

use serde::{Deserialize, Serialize};

/// A text and the language and script it is written in.
///
/// `lang` is a BCP 47 tag (`mn-Mong`, `zh-Hant`, `bo-Latn-x-ewts`), or empty where nobody said.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The text, as it was written.
    pub text: String,
    /// BCP 47; empty where it was not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
}

impl Text {
    /// A text in a language.
    #[must_use]
    pub fn new(text: impl Into<String>, lang: impl Into<String>) -> Self {
        Self { text: text.into(), lang: lang.into() }
    }

    /// The script subtag (`Mong`, `Hans`), where the tag has one.
    #[must_use]
    pub fn script(&self) -> Option<&str> {
        self.lang
            .split('-')
            .skip(1)
            .take_while(|part| part.len() > 1)
            .find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_found_and_private_use_is_not_taken_for_it() {
        assert_eq!(Text::new("", "mn-Mong").script(), Some("Mong"));
        assert_eq!(Text::new("", "zh-Latn-pinyin").script(), Some("Latn"));
        assert_eq!(Text::new("", "mn-x-vpmc").script(), None);
        assert_eq!(Text::new("", "xal").script(), None);
    }
}
