//! Texts as a page shows them: with their language, their direction, and which of their words were looked for.

use askama::Template;
use bumba_model::{Text, Title};

/// A text in a language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(ext = "html", source = r#"<span lang="{{ lang }}" dir="{{ self.dir() }}">{{ text }}</span>"#)]
pub struct Said {
    /// The text.
    pub text: String,
    /// BCP 47; empty where it is not known, which `lang=""` says as well.
    pub lang: String,
}

impl Said {
    /// A text in a language.
    #[must_use]
    pub fn new(text: impl Into<String>, lang: impl Into<String>) -> Self {
        Self { text: text.into(), lang: lang.into() }
    }

    /// `ltr`, `rtl`, or `auto` where the language is not known.
    #[must_use]
    pub fn dir(&self) -> &'static str {
        direction(&self.lang)
    }

    /// Whether it is written downwards.
    #[must_use]
    pub fn is_vertical(&self) -> bool {
        is_vertical(&self.lang, &self.text)
    }
}

impl From<&Text> for Said {
    fn from(text: &Text) -> Self {
        Self::new(&text.text, &text.lang)
    }
}

impl From<&Title> for Said {
    fn from(title: &Title) -> Self {
        Self::new(&title.text, &title.lang)
    }
}

/// The script subtag of a language tag.
fn script(lang: &str) -> Option<&str> {
    lang.split('-')
        .skip(1)
        .take_while(|part| part.len() > 1)
        .find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// The value of `dir` for a language.
#[must_use]
pub fn direction(lang: &str) -> &'static str {
    let language = lang.split('-').next().unwrap_or_default();
    match (script(lang), language) {
        (Some("Arab" | "Hebr" | "Syrc" | "Thaa" | "Nkoo"), _) => "rtl",
        (Some(_), _) => "ltr",
        (None, "") => "auto",
        (None, "ar" | "fa" | "he" | "ur" | "ug" | "ps" | "yi" | "chg") => "rtl",
        (None, _) => "ltr",
    }
}

/// Whether a text is written downwards: by its script, else by its first letter.
#[must_use]
pub fn is_vertical(lang: &str, text: &str) -> bool {
    match script(lang) {
        Some(script) => script == "Mong",
        None => {
            text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| ('\u{1800}'..='\u{18AF}').contains(&c))
        }
    }
}

/// A stretch of a text, looked for or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub hit: bool,
}

/// A text cut where marks begin and end. `marks` are from, to in Unicode scalar values, in any order; they may overlap or
/// reach past the end.
#[must_use]
pub fn segments(text: &str, marks: &[[usize; 2]]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for (at, character) in text.chars().enumerate() {
        let hit = marks.iter().any(|[from, to]| (*from..*to).contains(&at));
        match out.last_mut() {
            Some(last) if last.hit == hit => last.text.push(character),
            _ => out.push(Segment { text: character.into(), hit }),
        }
    }
    out
}

/// A text with what was looked for marked.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"{% for part in parts %}{% if part.hit %}<mark>{{ part.text }}</mark>{% else %}{{ part.text }}{% endif %}{% endfor %}"#
)]
pub struct Marked {
    /// Its stretches.
    pub parts: Vec<Segment>,
}

impl Marked {
    /// A text and its marks.
    #[must_use]
    pub fn new(text: &str, marks: &[[usize; 2]]) -> Self {
        Self { parts: segments(text, marks) }
    }
}

/// What a language is called, with its script where that is part of the matter; the tag where it has no name here.
#[must_use]
pub fn language_name(tag: &str) -> String {
    let parts: Vec<&str> = tag.split('-').collect();
    let language = match parts.first().copied().unwrap_or_default() {
        "" => return "language not said".to_owned(),
        "mn" => "Mongolian",
        "cmg" => "Classical Mongolian",
        "khk" => "Khalkha Mongolian",
        "mvf" => "Peripheral Mongolian",
        "xwo" => "Written Oirat",
        "xal" => "Kalmyk, Oirat",
        "bua" | "bxr" => "Buryat",
        "zh" => "Chinese",
        "lzh" => "Literary Chinese",
        "bo" => "Tibetan",
        "xct" => "Classical Tibetan",
        "mnc" => "Manchu",
        "sjo" => "Sibe",
        "sa" => "Sanskrit",
        "en" => "English",
        "de" => "German",
        "fr" => "French",
        "fro" => "Old French",
        "la" => "Latin",
        "grc" => "Ancient Greek",
        "ru" => "Russian",
        "und" => "language not known",
        _ => return tag.to_owned(),
    };
    let manner = match script(tag) {
        Some("Mong") if parts.first() == Some(&"xwo") => "Todo script",
        Some("Mong") if parts.first() == Some(&"mnc") => "Manchu script",
        Some("Mong") => "traditional script",
        Some("Cyrl") => "Cyrillic",
        Some("Latn") => "romanised",
        Some("Hans") => "simplified",
        Some("Hant") => "traditional",
        Some("Tibt" | "Hani") | None => "",
        Some(other) => other,
    };
    if manner.is_empty() { language.to_owned() } else { format!("{language}, {manner}") }
}

/// Seconds as people read them: `0:12`, `1:02:03`.
#[must_use]
pub fn clock(seconds: f64) -> String {
    let whole = if seconds.is_finite() { seconds.clamp(0.0, 1e9).floor() } else { 0.0 };
    let (hours, rest) = ((whole / 3600.0).floor(), whole % 3600.0);
    let (minutes, seconds) = ((rest / 60.0).floor(), rest % 60.0);
    if hours > 0.0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Bytes as people read them: decimal, as disks are sold.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    let mut size = bytes as f64;
    for unit in ["bytes", "kB", "MB", "GB", "TB"] {
        if size < 1000.0 || unit == "TB" {
            return if unit == "bytes" { format!("{bytes} bytes") } else { format!("{size:.1} {unit}") };
        }
        size /= 1000.0;
    }
    format!("{bytes} bytes")
}

/// A number with thin spaces between thousands.
#[must_use]
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_text_says_its_language_and_is_escaped() {
        let said = Said::new("<b>\"x\"</b>", "en\" onload=\"x");
        let html = said.to_string();
        assert!(!html.contains("<b>") && !html.contains("\" onload"), "{html}");
        assert!(Said::new("x", "").to_string().starts_with(r#"<span lang="" dir="auto">"#));
        assert!(Said::new("x", "ug").to_string().contains(r#"dir="rtl""#));
    }

    #[test]
    fn what_is_written_downwards_is_known_by_script_or_by_letter() {
        for (lang, text, vertical) in [
            ("mn-Mong", "x", true),
            ("mn-Cyrl", "ᠮ", false),
            ("mn", "ᠮᠣᠩ", true),
            ("", "\u{202f}ᠤᠨ", true),
            ("mn-x-Mong", "a", false),
        ] {
            assert_eq!(is_vertical(lang, text), vertical, "{lang} {text}");
        }
    }

    #[test]
    fn marks_are_exact_whatever_their_order() {
        let marked = Marked::new("a<太宗>z", &[[3, 4], [2, 3], [99, 100], [4, 2]]);
        assert_eq!(marked.to_string(), "a&#60;<mark>太宗</mark>&#62;z");
    }

    #[test]
    fn times_sizes_and_numbers_are_for_people() {
        assert_eq!(
            (clock(12.9).as_str(), clock(3723.0).as_str(), clock(f64::NAN).as_str()),
            ("0:12", "1:02:03", "0:00")
        );
        assert_eq!(
            (bytes(999), bytes(1500), bytes(2_000_000_000)),
            ("999 bytes".into(), "1.5 kB".into(), "2.0 GB".into())
        );
        assert_eq!(count(1_234_567), "1\u{2009}234\u{2009}567");
    }

    proptest! {
        #[test]
        fn the_stretches_of_a_text_are_the_text(text in ".{0,40}", marks: Vec<[usize; 2]>) {
            let whole: String = segments(&text, &marks).into_iter().map(|part| part.text).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
