//! Language tags: from what transcription programs write to BCP 47.

/// BCP 47 takes the shortest code (RFC 5646 §2.2.1): `eng` is written `en`. Codes that have no shorter form stay.
pub(crate) fn tag(code: &str) -> String {
    let (primary, rest) = code.split_once(['-', '_']).unwrap_or((code, ""));
    let primary = primary.to_ascii_lowercase();
    let short =
        SHORTER.iter().find(|(long, _)| *long == primary).map_or(primary.as_str(), |(_, short)| short);
    let well_formed = |part: &str| {
        !part.is_empty()
            && part.split('-').all(|sub| {
                (1..=8).contains(&sub.len()) && sub.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
    };
    let rest = rest.replace('_', "-");
    match (well_formed(short) && short.len() > 1, rest.is_empty()) {
        (true, true) => short.to_owned(),
        (true, false) if well_formed(&rest) => format!("{short}-{rest}"),
        _ => String::new(),
    }
}

/// PAGE names languages in English (LanguageSimpleType, after ISO 639).
pub(crate) fn named(name: &str) -> String {
    NAMES
        .iter()
        .find(|(full, _)| full.eq_ignore_ascii_case(name.trim()))
        .map_or_else(String::new, |(_, tag)| (*tag).to_owned())
}

/// What kind of layer a tier looks like, by its own name and its linguistic type's.
pub(crate) fn hint(names: &str) -> &'static str {
    let names = names.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| names.contains(word));
    if any(&["translit", "romani", "转写", "галиг"]) {
        "transliteration"
    } else if any(&["gloss", "morph", "标注"]) {
        "gloss"
    } else if any(&["translat", "перевод", "翻译", "译文", "орчуулга"]) {
        "translation"
    } else if any(&["note", "comment", "备注", "тэмдэглэл"]) {
        "note"
    } else {
        "transcript"
    }
}

const SHORTER: [(&str, &str); 24] = [
    ("bod", "bo"),
    ("tib", "bo"),
    ("chi", "zh"),
    ("zho", "zh"),
    ("deu", "de"),
    ("ger", "de"),
    ("eng", "en"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kaz", "kk"),
    ("kir", "ky"),
    ("kor", "ko"),
    ("lat", "la"),
    ("mon", "mn"),
    ("nld", "nl"),
    ("rus", "ru"),
    ("san", "sa"),
    ("spa", "es"),
    ("tat", "tt"),
    ("tur", "tr"),
    ("uig", "ug"),
    ("ara", "ar"),
];

const NAMES: [(&str, &str); 16] = [
    ("Arabic", "ar"),
    ("Chinese", "zh"),
    ("English", "en"),
    ("French", "fr"),
    ("German", "de"),
    ("Italian", "it"),
    ("Japanese", "ja"),
    ("Kazakh", "kk"),
    ("Korean", "ko"),
    ("Latin", "la"),
    ("Mongolian", "mn"),
    ("Russian", "ru"),
    ("Sanskrit", "sa"),
    ("Spanish", "es"),
    ("Tibetan", "bo"),
    ("Turkish", "tr"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_the_shortest_tag_and_nonsense_none() {
        for (code, expected) in
            [("eng", "en"), ("khk", "khk"), ("zho_Hans", "zh-Hans"), ("und", "und"), ("!", ""), ("x", "")]
        {
            assert_eq!(tag(code), expected, "{code}");
        }
    }
}
