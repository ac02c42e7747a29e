//! The words of the demo, written for it: a song, a tale, the names. Public domain (CC0).
//!
//! Hudum is encoded as it is meant to be: NNBSP (U+202F) before a suffix, MVS (U+180E) before a final vowel set apart.

/// One line of the song in its three scripts, and in English.
pub(crate) struct Verse {
    /// `mn-Mong`.
    pub hudum: &'static str,
    /// `mn-Latn-x-vpmc` (Vladimirtsov, Poppe, Mostaert, Cleaves). The voice sings from this one.
    pub latin: &'static str,
    /// `mn-Cyrl`.
    pub cyrillic: &'static str,
    /// `en`.
    pub english: &'static str,
}

/// How many lines are sung on side A; the others are on side B.
pub(crate) const ON_SIDE_A: usize = 8;

/// The song: quatrains with head rhyme, as Mongolian verse has it.
pub(crate) const SONG: [Verse; 14] = [
    Verse {
        hudum: "ᠡᠷᠲᠡ ᠤᠷᠢᠳᠠ ᠴᠠᠭ\u{202F}ᠲᠤᠷ",
        latin: "erte urida čaγ-tur",
        cyrillic: "Эрт урьд цагт",
        english: "Long ago, in an earlier time,",
    },
    Verse {
        hudum: "ᠡᠪᠡᠰᠦᠲᠦ ᠲᠠᠯ\u{180E}ᠠ\u{202F}ᠶᠢᠨ ᠳᠤᠮᠳᠠ",
        latin: "ebesütü tal-a-yin dumda",
        cyrillic: "Өвст талын дунд",
        english: "in the middle of the grassy steppe,",
    },
    Verse {
        hudum: "ᠮᠣᠷᠢᠨ ᠬᠤᠭᠤᠷ ᠳᠠᠭᠤᠯᠠᠪᠠ",
        latin: "morin quγur daγulaba",
        cyrillic: "Морин хуур дуулав",
        english: "a horse-head fiddle sang,",
    },
    Verse {
        hudum: "ᠮᠣᠩᠭᠣᠯ ᠦᠯᠢᠭᠡᠷ ᠰᠡᠷᠭᠦᠪᠡ",
        latin: "mongγol üliger sergübe",
        cyrillic: "Монгол үлгэр сэргэв",
        english: "a Mongol tale awoke.",
    },
    Verse {
        hudum: "ᠪᠢᠴᠢᠭ ᠨᠣᠮ\u{202F}ᠢ ᠬᠠᠳᠠᠭᠠᠯᠠᠶ\u{180E}ᠠ",
        latin: "bičig nom-i qadaγalay-a",
        cyrillic: "Бичиг номыг хадгалъя",
        english: "Let us keep the writings and the books,",
    },
    Verse {
        hudum: "ᠪᠠᠭᠰᠢ\u{202F}ᠶᠢᠨ ᠳᠠᠭᠤᠤ\u{202F}ᠶᠢ ᠰᠣᠨᠤᠰᠤᠶ\u{180E}ᠠ",
        latin: "baγsi-yin daγuu-yi sonusuy-a",
        cyrillic: "Багшийн дууг сонсъё",
        english: "let us hear the teacher's song.",
    },
    Verse {
        hudum: "ᠴᠠᠭ\u{202F}ᠤᠨ ᠰᠠᠯᠬᠢ ᠰᠡᠷᠢᠭᠦᠨ",
        latin: "čaγ-un salki serigün",
        cyrillic: "Цагийн салхи сэрүүн",
        english: "The wind of time is cool;",
    },
    Verse {
        hudum: "ᠴᠠᠭᠠᠰᠤᠨ ᠳᠡᠭᠡᠷ\u{180E}ᠡ ᠦᠰᠦᠭ ᠦᠯᠳᠡᠪᠡ",
        latin: "čaγasun deger-e üsüg üldebe",
        cyrillic: "Цаасан дээр үсэг үлдэв",
        english: "on the paper the letters stayed.",
    },
    Verse {
        hudum: "ᠵᠠᠩᠭᠠᠷ\u{202F}ᠤᠨ ᠨᠤᠲᠤᠭ ᠪᠤᠮᠪᠠ",
        latin: "ǰangγar-un nutuγ bumba",
        cyrillic: "Жангарын нутаг Бумба",
        english: "Bumba, the home of Jangar,",
    },
    Verse {
        hudum: "ᠵᠠᠯᠠᠭᠤ ᠨᠠᠰᠤᠨ\u{202F}ᠤ ᠣᠷᠣᠨ",
        latin: "ǰalaγu nasun-u oron",
        cyrillic: "Залуу насны орон",
        english: "the country of the years of youth:",
    },
    Verse {
        hudum: "ᠥᠲᠡᠯᠬᠦ ᠦᠭᠡᠢ ᠠᠷᠠᠳ",
        latin: "ötelkü ügei arad",
        cyrillic: "Өтлөх үгүй ард",
        english: "a people that does not grow old,",
    },
    Verse {
        hudum: "ᠥᠩᠭᠡ\u{202F}ᠲᠡᠢ ᠨᠠᠷᠠᠨ ᠮᠠᠨᠳᠤᠪᠠ",
        latin: "öngge-tei naran manduba",
        cyrillic: "Өнгөтэй наран мандав",
        english: "a bright sun that has risen.",
    },
    Verse {
        hudum: "ᠰᠠᠶᠢᠬᠠᠨ ᠳᠠᠭᠤᠤ\u{202F}ᠶᠢ ᠮᠠᠷᠲᠠᠬᠤ ᠦᠭᠡᠢ",
        latin: "sayiqan daγuu-yi martaqu ügei",
        cyrillic: "Сайхан дууг мартахгүй",
        english: "A fine song is not forgotten;",
    },
    Verse {
        hudum: "ᠰᠠᠶᠢᠨ ᠦᠭᠡ ᠮᠥᠩᠬᠡ ᠪᠤᠢ",
        latin: "sayin üge möngke bui",
        cyrillic: "Сайн үг мөнх буй",
        english: "a good word lasts for ever.",
    },
];

/// The song's name: `mn-Mong`, `mn-Cyrl`, `zh-Hans`, `en`.
pub(crate) const SONG_NAME: [&str; 4] = [
    "ᠪᠤᠮᠪᠠ\u{202F}ᠶᠢᠨ ᠣᠷᠣᠨ\u{202F}ᠤ ᠳᠠᠭᠤᠤ",
    "Бумбын орны дуу",
    "宝木巴之歌",
    "The Song of the Land of Bumba",
];

/// What stands under the title of the book: "a tale of the horse-head fiddle".
pub(crate) const UNDER_TITLE: &str = "ᠮᠣᠷᠢᠨ ᠬᠤᠭᠤᠷ\u{202F}ᠤᠨ ᠦᠯᠢᠭᠡᠷ";

/// The tale: an old man has many books and many songs; a child asks whether paper grows old; paper does, a word does
/// not, he says; years later the song is still heard on the steppe, and in Bumba no one grows old.
pub(crate) const TALE: [&str; 10] = [
    "ᠡᠷᠲᠡ ᠨᠢᠭᠡᠨ ᠴᠠᠭ\u{202F}ᠲᠤᠷ᠂ ᠲᠠᠯ\u{180E}ᠠ\u{202F}ᠶᠢᠨ ᠳᠤᠮᠳᠠ ᠨᠢᠭᠡᠨ ᠡᠪᠦᠭᠡᠨ ᠰᠠᠭᠤᠵᠤ ᠪᠠᠶᠢᠵᠠᠢ᠃",
    "ᠲᠡᠭᠦᠨ\u{202F}ᠳᠦᠷ ᠣᠯᠠᠨ ᠨᠣᠮ ᠪᠢᠴᠢᠭ ᠪᠠᠶᠢᠪᠠ᠃",
    "ᠡᠳᠦᠷ ᠪᠦᠷᠢ ᠨᠣᠮ\u{202F}ᠢᠶᠠᠨ ᠤᠩᠰᠢᠵᠤ᠂ ᠰᠥᠨᠢ ᠪᠦᠷᠢ ᠳᠠᠭᠤᠤ ᠳᠠᠭᠤᠯᠠᠪᠠ᠃",
    "ᠨᠢᠭᠡᠨ ᠡᠳᠦᠷ ᠬᠡᠦᠬᠡᠳ ᠢᠷᠡᠪᠡ᠃",
    "ᠬᠡᠦᠬᠡᠳ ᠠᠰᠠᠭᠤᠪᠠ᠄ ᠴᠠᠭᠠᠰᠤᠨ ᠬᠠᠭᠤᠴᠢᠷᠠᠬᠤ ᠤᠤ᠃",
    "ᠡᠪᠦᠭᠡᠨ ᠬᠡᠯᠡᠪᠡ᠄ ᠴᠠᠭᠠᠰᠤᠨ ᠬᠠᠭᠤᠴᠢᠷᠠᠨ\u{180E}ᠠ᠂ ᠦᠭᠡ ᠬᠠᠭᠤᠴᠢᠷᠠᠬᠤ ᠦᠭᠡᠢ᠃",
    "ᠬᠡᠦᠬᠡᠳ ᠳᠠᠭᠤᠤ\u{202F}ᠶᠢ ᠰᠣᠨᠤᠰᠤᠭᠠᠳ᠂ ᠪᠢᠴᠢᠭ\u{202F}ᠢ ᠰᠤᠷᠪᠠ᠃",
    "ᠣᠯᠠᠨ ᠵᠢᠯ ᠥᠩᠭᠡᠷᠡᠪᠡ᠃",
    "ᠣᠳᠣ ᠴᠤ ᠲᠡᠷᠡ ᠳᠠᠭᠤᠤ ᠲᠠᠯ\u{180E}ᠠ\u{202F}ᠳᠤ ᠰᠣᠨᠤᠰᠤᠭᠳᠠᠨ\u{180E}ᠠ᠃",
    "ᠪᠤᠮᠪᠠ\u{202F}ᠶᠢᠨ ᠣᠷᠣᠨ\u{202F}ᠳᠤ ᠬᠡᠨ ᠴᠦ ᠥᠲᠡᠯᠬᠦ ᠦᠭᠡᠢ᠃",
];

/// "Bumba wrote this."
pub(crate) const COLOPHON: &str = "ᠡᠨᠡ ᠪᠢᠴᠢᠭ\u{202F}ᠢ ᠪᠤᠮᠪᠠ ᠪᠢᠴᠢᠪᠡ᠃";

/// *Jangar* in Hudum and in Todo, "Mongol script", "clear script".
pub(crate) const JANGAR_HUDUM: &str = "ᠵᠠᠩᠭᠠᠷ";
pub(crate) const JANGAR_TODO: &str = "ᡓᠠᡊᡎᠠᠷ";
pub(crate) const MONGOL_SCRIPT: &str = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ";
pub(crate) const TODO_SCRIPT: &str = "ᡐᡆᡑᡆ ᡋᡅᡒᡅᡎ";

/// The Chinese columns: "Jangar's home is called Bumba", "there is no growing old there".
pub(crate) const CHINESE: [&str; 2] = ["江格尔之乡名曰宝木巴", "其地無老書與歌長存"];

/// The Tibetan line: good fortune, as books wish it.
pub(crate) const TIBETAN: &str = "བཀྲ་ཤིས་བདེ་ལེགས།";

/// The digits of Hudum, for leaf numbers.
pub(crate) fn hudum_number(number: usize) -> String {
    let digit = |d: char| char::from_u32(0x1810 + d.to_digit(10).unwrap_or(0)).unwrap_or('᠐');
    number.to_string().chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_stands_in_all_its_scripts() {
        let vertical = |c: char| ('\u{1800}'..='\u{18AF}').contains(&c) || c == ' ' || c == '\u{202F}';
        for verse in &SONG {
            assert!(verse.hudum.chars().all(vertical), "{}", verse.hudum);
            assert!(
                verse.cyrillic.chars().all(|c| c == ' ' || ('А'..='ү').contains(&c) || c == 'Ө' || c == 'ө')
            );
            assert!(verse.latin.is_ascii() || verse.latin.contains(['γ', 'ö', 'ü', 'č', 'ǰ']));
            let words = |text: &str| text.split(' ').count();
            assert_eq!(words(verse.hudum), words(verse.latin), "{}", verse.latin);
        }
    }

    #[test]
    fn a_leaf_is_numbered_in_hudum_digits() {
        assert_eq!(hudum_number(106), "᠑᠐᠖");
    }
}
