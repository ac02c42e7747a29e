use std::collections::BTreeMap;

use serde::Serialize;

/// Text in several languages (§4.1): BCP 47 tag to values. `none` stands where the language is not said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct LanguageMap(BTreeMap<String, Vec<String>>);

impl LanguageMap {
    /// Text in one language.
    #[must_use]
    pub fn new(language: &str, text: impl Into<String>) -> Self {
        Self::default().with(language, text)
    }

    /// Adds a value; an empty tag is `none`.
    #[must_use]
    pub fn with(mut self, language: &str, text: impl Into<String>) -> Self {
        self.add(language, text);
        self
    }

    /// Adds a value; an empty tag is `none`.
    pub fn add(&mut self, language: &str, text: impl Into<String>) {
        let language = if language.is_empty() { "none" } else { language };
        self.0.entry(language.to_owned()).or_default().push(text.into());
    }

    /// Whether there is no text in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }
}

impl From<&str> for LanguageMap {
    /// Text of which the language is not said.
    fn from(text: &str) -> Self {
        Self::new("none", text)
    }
}

impl From<String> for LanguageMap {
    fn from(text: String) -> Self {
        Self::new("none", text)
    }
}

impl<L: AsRef<str>, T: Into<String>> FromIterator<(L, T)> for LanguageMap {
    fn from_iter<I: IntoIterator<Item = (L, T)>>(pairs: I) -> Self {
        let mut map = Self::default();
        for (language, text) in pairs {
            map.add(language.as_ref(), text);
        }
        map
    }
}
