//! Which script, and perhaps which language, a run of text is in.

use unicode_script::UnicodeScript;

/// A writing system that the archive tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Mongolian as it is written in Inner Mongolia, Hudum.
    Hudum,
    /// Clear Script of the Oirats.
    Todo,
    /// Manchu and Sibe.
    Manchu,
    /// Tibetan.
    Tibetan,
    /// Chinese characters.
    Han,
    /// Chinese characters with kana.
    Japanese,
    /// Korean.
    Hangul,
    /// Cyrillic.
    Cyrillic,
    /// Latin.
    Latin,
    /// Arabic.
    Arabic,
    /// Any other that has letters, by its Unicode script.
    Other(unicode_script::Script),
}

impl Script {
    /// ISO 15924. Hudum, Todo and Manchu share `Mong`: the language tells them apart.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hudum | Self::Todo | Self::Manchu => "Mong",
            Self::Tibetan => "Tibt",
            Self::Han => "Hani",
            Self::Japanese => "Jpan",
            Self::Hangul => "Hang",
            Self::Cyrillic => "Cyrl",
            Self::Latin => "Latn",
            Self::Arabic => "Arab",
            Self::Other(script) => script.short_name(),
        }
    }

    fn of(scalar: char) -> Option<Self> {
        use unicode_script::Script as S;
        if !scalar.is_alphanumeric() {
            return None;
        }
        match scalar.script() {
            S::Common | S::Inherited | S::Unknown => None,
            S::Mongolian => Some(match scalar {
                '\u{1843}'..='\u{185C}' => Self::Todo,
                '\u{185D}'..='\u{1878}' => Self::Manchu,
                _ => Self::Hudum,
            }),
            S::Tibetan => Some(Self::Tibetan),
            S::Han => Some(Self::Han),
            S::Hiragana | S::Katakana => Some(Self::Japanese),
            S::Hangul => Some(Self::Hangul),
            S::Cyrillic => Some(Self::Cyrillic),
            S::Latin => Some(Self::Latin),
            S::Arabic => Some(Self::Arabic),
            other => Some(Self::Other(other)),
        }
    }
}

/// What [`detect`] makes of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected {
    /// The script most of its letters are in.
    pub script: Script,
    /// A language, where letters alone betray it: a guess for display, never for deciding what is found.
    pub lang: Option<&'static str>,
}

/// The script most letters of a run are in, and the language these letters betray. None for a run with no letters.
///
/// Todo and Manchu share most letters with Hudum, so a single letter of their own decides; so does kana among Chinese characters.
#[must_use]
pub fn detect(text: &str) -> Option<Detected> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter_map(Script::of) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let has = |script| counts.iter().any(|&(known, _)| known == script);
    // The first of the most frequent: a tie goes to the script the run begins with.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count).map(|(script, _)| *script)?;
    let script = match most {
        Script::Hudum if has(Script::Manchu) => Script::Manchu,
        Script::Hudum if has(Script::Todo) => Script::Todo,
        Script::Han if has(Script::Japanese) => Script::Japanese,
        other => other,
    };
    Some(Detected { script, lang: language(script, text) })
}

fn language(script: Script, text: &str) -> Option<&'static str> {
    let lower = || text.chars().flat_map(char::to_lowercase);
    match script {
        Script::Hudum => Some("mn"),
        Script::Todo => Some("xwo"),
        Script::Manchu => Some("mnc"),
        Script::Tibetan => Some("bo"),
        Script::Han => Some("zh"),
        Script::Japanese => Some("ja"),
        Script::Hangul => Some("ko"),
        // Kalmyk alone of the three has җ ң ә; Buryat has һ ө ү; Khalkha ө ү.
        Script::Cyrillic if lower().any(|letter| matches!(letter, 'җ' | 'ң' | 'ә')) => Some("xal"),
        Script::Cyrillic if lower().any(|letter| letter == 'һ') => Some("bua"),
        Script::Cyrillic if lower().any(|letter| matches!(letter, 'ө' | 'ү')) => Some("mn"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Script, detect};

    #[test]
    fn a_run_tells_its_script_and_where_it_can_its_language() {
        for (text, script, lang) in [
            ("ᠵᠠᠩᠭᠠᠷ", Script::Hudum, Some("mn")),
            ("ᡓᠠᡊᡎᠠᠷ", Script::Todo, Some("xwo")),
            ("ᠮᡝᡳᡥᡝ", Script::Manchu, Some("mnc")),
            ("Җаңһр", Script::Cyrillic, Some("xal")),
            ("дабһан", Script::Cyrillic, Some("bua")),
            ("Жангар үг", Script::Cyrillic, Some("mn")),
            ("江格尔 Jangar", Script::Latin, None),
            ("江格尔", Script::Han, Some("zh")),
            ("源氏の物語", Script::Japanese, Some("ja")),
            ("བོད་", Script::Tibetan, Some("bo")),
        ] {
            let found = detect(text).unwrap();
            assert_eq!((found.script, found.lang), (script, lang), "{text}");
        }
        assert_eq!(detect("12 — ?"), None);
    }
}
