//! What is sung when, as ELAN's EAF 3.0: the Hudum tier holds the times, the other scripts and the translation hang on it.

use crate::{sound::SungLine, text::Verse, xml::escape};
use std::fmt::Write as _;

/// A tier: its name before `@`, its language, the language's name, and the verse's text in it.
struct Tier {
    name: &'static str,
    lang: &'static str,
    label: &'static str,
    text: fn(&Verse) -> &str,
}

const TIERS: [Tier; 4] = [
    Tier { name: "hudum", lang: "mn-Mong", label: "Mongolian in Mongol script", text: |verse| verse.hudum },
    Tier { name: "cyrillic", lang: "mn-Cyrl", label: "Mongolian in Cyrillic", text: |verse| verse.cyrillic },
    Tier { name: "latin", lang: "mn-Latn-x-vpmc", label: "Mongolian romanised", text: |verse| verse.latin },
    Tier { name: "english", lang: "en", label: "English", text: |verse| verse.english },
];

/// The transcript of a side. `lines` and `verses` go together, one to one; `wav` is the name of its sound.
pub(crate) fn eaf(verses: &[Verse], lines: &[SungLine], singer: &str, wav: &str) -> String {
    let mut xml = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="Bumba" DATE="2026-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
    <LICENSE LICENSE_URL="https://creativecommons.org/publicdomain/zero/1.0/"/>
"#,
    );
    // Writing to a String cannot fail.
    let _ = write!(
        xml,
        "    <HEADER MEDIA_FILE=\"\" TIME_UNITS=\"milliseconds\">\n        <MEDIA_DESCRIPTOR MEDIA_URL=\"{0}\" \
         MIME_TYPE=\"audio/x-wav\" RELATIVE_MEDIA_URL=\"./{0}\"/>\n    </HEADER>\n    <TIME_ORDER>\n",
        escape(wav)
    );
    let milliseconds = |seconds: f64| (seconds * 1000.0).round() as u64;
    for (n, line) in lines.iter().enumerate() {
        for (slot, at) in [(n * 2 + 1, line.from), (n * 2 + 2, line.to)] {
            let _ = writeln!(
                xml,
                r#"        <TIME_SLOT TIME_SLOT_ID="ts{slot}" TIME_VALUE="{}"/>"#,
                milliseconds(at)
            );
        }
    }
    xml.push_str("    </TIME_ORDER>\n");
    for (t, tier) in TIERS.iter().enumerate() {
        write_tier(&mut xml, t, tier, verses, singer);
    }
    xml.push_str(
        r#"    <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="verse" TIME_ALIGNABLE="true"/>
    <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="same-verse" TIME_ALIGNABLE="false"/>
"#,
    );
    for Tier { lang, label, .. } in &TIERS {
        let _ = writeln!(
            xml,
            r#"    <LANGUAGE LANG_DEF="{lang}" LANG_ID="{lang}" LANG_LABEL="{label} ({lang})"/>"#
        );
    }
    xml.push_str(
        r#"    <CONSTRAINT DESCRIPTION="1-1 association with a parent annotation" STEREOTYPE="Symbolic_Association"/>
</ANNOTATION_DOCUMENT>
"#,
    );
    xml
}

fn write_tier(xml: &mut String, t: usize, tier: &Tier, verses: &[Verse], singer: &str) {
    let Tier { name, lang, text, .. } = tier;
    let singer = escape(singer);
    let parent = format!("{}@{singer}", TIERS[0].name);
    let kind = if t == 0 {
        r#"LINGUISTIC_TYPE_REF="verse""#.to_owned()
    } else {
        format!(r#"LINGUISTIC_TYPE_REF="same-verse" PARENT_REF="{parent}""#)
    };
    let _ = writeln!(
        xml,
        r#"    <TIER {kind} LANG_REF="{lang}" PARTICIPANT="{singer}" TIER_ID="{name}@{singer}">"#
    );
    for (n, verse) in verses.iter().enumerate() {
        let id = t * verses.len() + n + 1;
        let value = escape(text(verse));
        let (from, to) = (n * 2 + 1, n * 2 + 2);
        let (element, anchor) = if t == 0 {
            ("ALIGNABLE_ANNOTATION", format!(r#"TIME_SLOT_REF1="ts{from}" TIME_SLOT_REF2="ts{to}""#))
        } else {
            ("REF_ANNOTATION", format!(r#"ANNOTATION_REF="a{}""#, n + 1))
        };
        let _ = writeln!(
            xml,
            "        <ANNOTATION>\n            <{element} ANNOTATION_ID=\"a{id}\" {anchor}>\n                \
             <ANNOTATION_VALUE>{value}</ANNOTATION_VALUE>\n            </{element}>\n        </ANNOTATION>"
        );
    }
    xml.push_str("    </TIER>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sound::Side, text::SONG};

    #[test]
    fn every_line_is_in_every_script_at_the_time_at_which_it_is_sung() {
        let verses = &SONG[..3];
        let side = Side::of(verses, 2.0, 2.0);

        let xml = eaf(verses, &side.lines, "Batu & co", "side.wav");

        assert_eq!(xml.matches("<TIER ").count(), 4);
        assert_eq!(xml.matches("<ALIGNABLE_ANNOTATION ").count(), 3);
        assert_eq!(xml.matches("<REF_ANNOTATION ").count(), 9);
        assert!(xml.contains(r#"TIME_SLOT_ID="ts1" TIME_VALUE="2000""#));
        assert!(xml.contains(r#"TIME_SLOT_ID="ts2" TIME_VALUE="8100""#));
        for verse in verses {
            for text in [verse.hudum, verse.cyrillic, verse.latin, verse.english] {
                assert!(xml.contains(&format!("<ANNOTATION_VALUE>{}</", escape(text))), "{text}");
            }
        }
        for lang in ["mn-Mong", "mn-Cyrl", "mn-Latn-x-vpmc", "en"] {
            assert!(
                xml.contains(&format!(r#"LANG_REF="{lang}""#))
                    && xml.contains(&format!(r#"LANG_ID="{lang}""#))
            );
        }
        assert!(xml.contains("Batu &amp; co"));
    }
}
