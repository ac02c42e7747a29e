//! Promises of tier 0.

use bumba_scripts::{analyse, fold};
use proptest::prelude::*;

fn terms(text: &str) -> Vec<String> {
    analyse(text, None).iter().map(|token| token.whole().to_owned()).collect()
}

fn same(one: &str, other: &str) {
    assert_eq!(terms(one), terms(other), "{one} and {other}");
}

#[test]
fn case_width_and_compatibility_forms_do_not_count() {
    same("JANGAR", "jangar");
    same("Ｊａｎｇａｒ　１２", "jangar 12");
    same("ﬁnal ſeite Straße", "FINAL seite STRASSE");
    same("\u{1811}\u{1812} ༡༢ १२", "12 12 12");
}

#[test]
fn diacritics_of_romanisations_do_not_count() {
    same("ǰ č š ñ ö ü γ ɣ", "j c s n o u γ g");
    same("J̌angγar", "jangyar".replace('y', "g").as_str());
    same("Señor an\u{303}o", "senor ano");
    same("ulaγanbaγatur ulaɣanbaɣatur", "ulaganbagatur ulaganbagatur");
    assert_eq!(terms("l'enseignement"), ["l", "enseignement"]);
}

#[test]
fn cyrillic_letters_that_look_alike_are_one() {
    same("Җаңhр", "Җаңһр");
    same("ёлка", "елка");
    same("єдєр їг", "өдөр үг");
    same("ӧдр кӱн", "өдр күн");
    same("и\u{306}", "й");
    assert_ne!(terms("й"), terms("и"));
    same("за\u{301}мок", "замок");
    same("Mонгoл", "Монгол");
}

#[test]
fn chinese_is_found_in_either_form_by_character_and_bigram() {
    same("傳記", "传记");
    same("\u{F9E1}", "李");
    let tokens = analyse("唐太宗，皇帝", None);
    let bigrams: Vec<_> = tokens.iter().map(|token| token.bigram().unwrap_or("")).collect();
    assert_eq!(bigrams, ["唐太", "太宗", "宗皇", "皇帝", ""]);
    assert_eq!(tokens[3].from, 4);
    assert_eq!(tokens[3].position, 3);
}

#[test]
fn mongolian_shape_controls_do_not_count_and_a_suffix_is_a_token_however_it_is_parted() {
    same("ᠠ\u{180B}ᠨ\u{180C}\u{200D}ᠠ\u{180A}", "ᠠᠨᠠ");
    same("\u{1828}\u{180D}\u{1820}\u{180F}", "\u{1828}\u{1820}");
    assert_eq!(terms("ᠬᠠᠯᠬ\u{180E}ᠠ"), terms("ᠬᠠᠯᠬᠠ"));
    same("ᠮᠣᠩᠭᠣᠯ\u{202F}ᠤᠨ", "ᠮᠣᠩᠭᠣᠯ ᠤᠨ");
    same("ᠮᠣᠩᠭᠣᠯ\u{180E}ᠤᠨ", "ᠮᠣᠩᠭᠣᠯ ᠤᠨ");
    assert_eq!(terms("ᠮᠣᠩᠭᠣᠯ\u{202F}ᠤᠨ").len(), 2);
}

#[test]
fn tibetan_is_cut_at_every_kind_of_tsheg() {
    same("བོད་ཡིག།", "བོད\u{F0C}ཡིག");
    assert_eq!(terms("བོད་ཡིག་").len(), 2);
    same("\u{F6A}\u{F90}", "\u{F62}\u{F90}");
}

#[test]
fn offsets_are_in_scalar_values_and_cover_marks_and_controls() {
    let folded = fold("«ǰ\u{30C}a» ᠠ\u{180B}!", Some("mn"));
    let pieces: Vec<_> =
        folded.tokens.iter().map(|token| (token.text.as_str(), token.from, token.to)).collect();
    assert_eq!(pieces, [("ǰ\u{30C}a", 1, 4), ("ᠠ\u{180B}", 6, 8)]);
}

#[test]
fn every_character_alone_keeps_the_promises() {
    for scalar in (0..=0x10_FFFFu32).filter_map(char::from_u32) {
        keeps_the_promises(&scalar.to_string());
    }
}

fn keeps_the_promises(text: &str) {
    let length = text.chars().count();
    let mut end = 0;
    for (place, token) in analyse(text, None).iter().enumerate() {
        assert!(end <= token.from && token.from < token.to && token.to <= length, "{text:?}: {token:?}");
        assert_eq!(token.position as usize, place);
        end = token.to;
        let again = terms(token.whole());
        assert_eq!(again, [token.whole()], "folded twice: {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_keeps_the_promises(text in any::<String>()) {
        keeps_the_promises(&text);
    }

    #[test]
    fn text_of_our_scripts_keeps_the_promises(text in "[ a-zǰčšγ'\u{300}-\u{310}а-яёїөүһіӏ\u{1820}-\u{1842}\u{180A}-\u{180F}\u{200B}-\u{200F}\u{202F}太宗傳記，ｶﾞ-ﾟ\u{F0B}-\u{F0D}\u{F40}-\u{FBC}0-9½㍻㊀-㊉]{0,24}") {
        keeps_the_promises(&text);
    }
}
