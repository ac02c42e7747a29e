//! The tables of the batch, in the form that any archive's take: items, collections, authorities.

use crate::text::{self, SONG_NAME};

/// The singer, `mn-Cyrl`: in the table, in the transcripts and among the authorities alike.
pub(crate) const SINGER: &str = "Батбаяр";
const COLLECTOR: &str = "Сарангэрэл";
const SCRIBE: &str = "Бумба";
const PLACE: &str = "Бумбын тал";
const WORK: &str = "Жангар";

const RIGHTS: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

/// `items.csv`: one row an item.
pub(crate) fn items() -> String {
    let columns = [
        "item",
        "kind",
        "part_of",
        "title@mn-Mong",
        "title@mn-Cyrl",
        "title@zh-Hans",
        "title@en",
        "people:singer@mn-Cyrl",
        "people:collector@mn-Cyrl",
        "people:scribe@mn-Cyrl",
        "date",
        "place@mn-Cyrl",
        "work@mn-Cyrl",
        "language",
        "script",
        "subject@en",
        "summary@en",
        "note@en",
        "rights",
    ];
    let [hudum, cyrillic, chinese, english] = SONG_NAME;
    let made = "Made by code for the demonstration. Singer, collector, scribe, place and date are invented.";
    let reel = [
        "reel-001",
        "reel",
        "voices",
        hudum,
        cyrillic,
        chinese,
        english,
        SINGER,
        COLLECTOR,
        "",
        "1962-07",
        PLACE,
        WORK,
        "mn",
        "Mong|Cyrl|Latn",
        "epic song|horse-head fiddle",
        "A song of fourteen lines in praise of the land where no one grows old, sung to the horse-head fiddle; two sides.",
        made,
        RIGHTS,
    ];
    let book_hudum = format!("{hudum} ᠪᠢᠴᠢᠭ");
    let book = [
        "book-001",
        "manuscript",
        "leaves",
        &book_hudum,
        "Бумбын орны дуу бичиг",
        "宝木巴之歌写本",
        "The Book of the Land of Bumba",
        "",
        COLLECTOR,
        SCRIBE,
        "190X~",
        PLACE,
        WORK,
        "mn|xwo|zh|bo",
        "Mong|Hans|Hant|Tibt",
        "epic song|tale",
        "Six leaves in vertical Mongol script: the song, a short tale of an old man and a child, and a leaf of names.",
        made,
        RIGHTS,
    ];
    table(&columns, &[&reel, &book])
}

/// `collections.csv`: parents before their children.
pub(crate) fn collections() -> String {
    table(
        &["slug", "title@mn-Mong", "title@mn-Cyrl", "title@zh-Hans", "title@en", "summary@en", "part_of"],
        &[
            &[
                "bumba",
                "ᠪᠤᠮᠪᠠ\u{202F}ᠶᠢᠨ ᠣᠷᠣᠨ",
                "Бумбын орон",
                "宝木巴",
                "The Land of Bumba",
                "A small archive to try: one reel and one book, made by code, free to use.",
                "",
            ],
            &["voices", "ᠳᠠᠭᠤᠤ", "Дуу", "歌声", "Voices", "What was sung and recorded.", "bumba"],
            &["leaves", "ᠪᠢᠴᠢᠭ", "Бичиг", "书叶", "Leaves", "What was written.", "bumba"],
        ],
    )
}

/// `authorities.csv`: names of the work, the people, the place; left empty where we are not sure of one.
pub(crate) fn authorities() -> String {
    let columns = [
        "id",
        "kind",
        "name@mn-Mong",
        "name@xwo-Mong",
        "name@mn-Cyrl",
        "name@xal",
        "name@zh-Hans",
        "name@bo",
        "name@mn-Latn-x-vpmc",
        "name@en",
        "same_as",
    ];
    let jangar = [
        "jangar",
        "work",
        text::JANGAR_HUDUM,
        text::JANGAR_TODO,
        WORK,
        "Җаңһр",
        "江格尔",
        "ཇང་གར",
        "ǰangγar",
        "Jangar|Jangγar|Dzhangar",
        "bumba-demo:work-jangar",
    ];
    let singer = [
        "batubayar",
        "agent",
        "ᠪᠠᠲᠤᠪᠠᠶᠠᠷ",
        "ᡋᠠᡐᡇᡋᠠᡕᠠᠷ",
        SINGER,
        "Батбайр",
        "巴图巴雅尔",
        "",
        "batubayar",
        "Batbayar",
        "bumba-demo:agent-batubayar",
    ];
    let collector = [
        "sarangerel",
        "agent",
        "ᠰᠠᠷᠠᠨᠭᠡᠷᠡᠯ",
        "",
        COLLECTOR,
        "",
        "萨仁格日勒",
        "",
        "sarangerel",
        "Sarangerel",
        "bumba-demo:agent-sarangerel",
    ];
    let scribe = [
        "bumba-scribe",
        "agent",
        "ᠪᠤᠮᠪᠠ",
        "",
        SCRIBE,
        "",
        "宝木巴",
        "",
        "bumba",
        "Bumba",
        "bumba-demo:agent-bumba",
    ];
    let place = [
        "bumba-steppe",
        "place",
        "ᠪᠤᠮᠪᠠ\u{202F}ᠶᠢᠨ ᠲᠠᠯ\u{180E}ᠠ",
        "",
        PLACE,
        "Бумбин тег",
        "宝木巴草原",
        "",
        "bumba-yin tal-a",
        "The steppe of Bumba",
        "bumba-demo:place-bumba",
    ];
    table(&columns, &[&jangar, &singer, &collector, &scribe, &place])
}

/// A table as RFC 4180 has it, with LF.
fn table(columns: &[&str], rows: &[&[&str]]) -> String {
    let mut csv = String::new();
    for row in std::iter::once(&columns).chain(rows) {
        for (n, field) in row.iter().enumerate() {
            if n > 0 {
                csv.push(',');
            }
            if field.contains([',', '"', '\n', '\r']) {
                csv.push('"');
                csv.push_str(&field.replace('"', "\"\""));
                csv.push('"');
            } else {
                csv.push_str(field);
            }
        }
        csv.push('\n');
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of fields; enough of a reader for tables that hold no quotes inside quotes.
    fn rows(csv: &str) -> Vec<Vec<String>> {
        let fields = |line: &str| {
            let mut quoted = false;
            let cut = line.split(|c| {
                quoted ^= c == '"';
                c == ',' && !quoted
            });
            cut.map(|field| field.trim_matches('"').to_owned()).collect()
        };
        csv.lines().map(fields).collect()
    }

    #[test]
    fn every_row_fills_the_columns_of_its_table() {
        for csv in [items(), collections(), authorities()] {
            let rows = rows(&csv);
            assert!(rows.len() > 2);
            assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{csv}");
            assert!(rows[1..].iter().all(|row| !row[0].is_empty()));
        }
    }

    #[test]
    fn every_name_in_the_items_is_an_authority_s_and_every_collection_is_there() {
        let (items, authorities, collections) = (rows(&items()), rows(&authorities()), rows(&collections()));
        let column =
            |table: &[Vec<String>], name: &str| table[0].iter().position(|column| column == name).unwrap();
        let known: Vec<_> =
            authorities.iter().map(|row| &row[column(&authorities, "name@mn-Cyrl")]).collect();
        let slugs: Vec<_> = collections.iter().map(|row| &row[0]).collect();
        for row in &items[1..] {
            for name in ["people:singer", "people:collector", "people:scribe", "place", "work"] {
                let field = &row[column(&items, &format!("{name}@mn-Cyrl"))];
                assert!(field.is_empty() || known.contains(&field), "{field}");
            }
            assert!(slugs.contains(&&row[column(&items, "part_of")]));
        }
    }

    #[test]
    fn a_field_with_a_comma_is_quoted() {
        assert_eq!(table(&["a", "b"], &[&["1, 2", "say \"x\""]]), "a,b\n\"1, 2\",\"say \"\"x\"\"\"\n");
    }
}
