//! ELAN annotation format (EAF 2.7 to 3.0, the Language Archive).
//!
//! Read: time slots, TIME_ORIGIN, TIME_UNITS, tiers with their linguistic types, both kinds of annotations, LANGUAGE
//! and LANG_REF, controlled vocabularies. Not trusted: MEDIA_URL. Not taken for a language: DEFAULT_LOCALE, which is
//! the keyboard that was chosen when the tier was made.

use std::collections::HashMap;

use crate::{
    Kind, Media, Reading, SourceLine, Tier, TranscriptError, Vocabulary,
    eaf_time::{self, Anchor, Annotation},
    fault::Faults,
    language,
    number::finite,
    reading::Ids,
    xml::{Element, Step, Xml},
};

/// What the file says, before references are followed.
#[derive(Default)]
struct Document {
    /// Milliseconds in a unit of TIME_VALUE.
    unit: f64,
    media: Vec<Media>,
    slots: Vec<(String, Option<f64>)>,
    tiers: Vec<Tier>,
    annotations: Vec<Raw>,
    /// By identifier: constraint, controlled vocabulary.
    types: HashMap<String, (String, bool)>,
    /// LANG_ID by identifier, for those that are no code themselves: LANG_DEF.
    languages: HashMap<String, String>,
    vocabularies: Vec<Vocabulary>,
}

/// An annotation as it stands.
#[derive(Default)]
struct Raw {
    id: String,
    tier: usize,
    begins: String,
    ends: String,
    parent: Option<String>,
    previous: Option<String>,
    text: String,
}

pub(crate) fn read(mut xml: Xml<'_>, mut faults: Faults) -> Result<Reading, TranscriptError> {
    let mut document = Document { unit: 1.0, ..Document::default() };
    let mut annotation: Option<Raw> = None;
    let mut entry: Option<String> = None;
    let mut in_value = false;
    loop {
        match xml.next()? {
            Step::Open(element) => match element.name() {
                "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION" => {
                    annotation = Some(document.annotation(&element));
                }
                "ANNOTATION_VALUE" => in_value = true,
                "CV_ENTRY" | "CV_ENTRY_ML" | "CVE_VALUE" => {
                    if element.name() != "CVE_VALUE" {
                        entry = Some(element.text("CVE_ID"));
                    }
                    if let (Some(id), Some(vocabulary), true) =
                        (&entry, document.vocabularies.last_mut(), element.name() != "CV_ENTRY_ML")
                    {
                        vocabulary.entries.push((id.clone(), String::new()));
                    }
                }
                _ => document.element(&element, &mut faults),
            },
            Step::Text(text) => {
                if in_value {
                    if let Some(raw) = &mut annotation {
                        raw.text.push_str(&text);
                    }
                } else if let (Some(_), Some((_, value))) =
                    (&entry, document.vocabularies.last_mut().and_then(|list| list.entries.last_mut()))
                {
                    value.push_str(text.trim());
                }
            }
            Step::Close(ending) => match ending.name() {
                "ANNOTATION_VALUE" => in_value = false,
                "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION" => document.annotations.extend(annotation.take()),
                "CV_ENTRY" | "CV_ENTRY_ML" => entry = None,
                _ => {}
            },
            Step::End => break,
            Step::Broken(why) => {
                faults.tell("truncated", || {
                    format!("the XML breaks off: {why}. The annotations before are kept; if a whole copy exists, ingest it.")
                });
                break;
            }
        }
    }
    Ok(document.finish(faults))
}

impl Document {
    fn annotation(&self, element: &Element<'_>) -> Raw {
        Raw {
            id: element.text("ANNOTATION_ID"),
            // An annotation outside of every tier is put in the first; `finish` makes one where there is none.
            tier: self.tiers.len().saturating_sub(1),
            begins: element.text("TIME_SLOT_REF1"),
            ends: element.text("TIME_SLOT_REF2"),
            parent: element.get("ANNOTATION_REF"),
            previous: element.get("PREVIOUS_ANNOTATION"),
            text: String::new(),
        }
    }

    fn element(&mut self, element: &Element<'_>, faults: &mut Faults) {
        match element.name() {
            "HEADER" => {
                self.unit = match element.text("TIME_UNITS").as_str() {
                    "NTSC-frames" => 1001.0 / 30.0,
                    "PAL-frames" => 40.0,
                    _ => 1.0,
                }
            }
            "MEDIA_DESCRIPTOR" => {
                let origin = finite(&element.text("TIME_ORIGIN")).unwrap_or(0.0) / 1000.0;
                self.media.push(Media {
                    url: element.text("MEDIA_URL"),
                    mime: element.text("MIME_TYPE"),
                    origin,
                });
            }
            "TIME_SLOT" => {
                let value = element.get("TIME_VALUE").and_then(|value| {
                    let number = finite(&value);
                    if number.is_none() {
                        faults.tell("time", || {
                            format!("TIME_VALUE {value:?} is no number; taken as not aligned")
                        });
                    }
                    number
                });
                self.slots.push((element.text("TIME_SLOT_ID"), value));
            }
            "TIER" => self.tiers.push(Tier {
                name: element.text("TIER_ID"),
                lang: element.text("LANG_REF"),
                parent: element.get("PARENT_REF"),
                linguistic_type: element.text("LINGUISTIC_TYPE_REF"),
                participant: element.text("PARTICIPANT"),
                annotator: element.text("ANNOTATOR"),
                ..Tier::default()
            }),
            "LINGUISTIC_TYPE" => {
                let vocabulary = element.get("CONTROLLED_VOCABULARY_REF").is_some();
                self.types
                    .insert(element.text("LINGUISTIC_TYPE_ID"), (element.text("CONSTRAINTS"), vocabulary));
            }
            "LANGUAGE" => {
                self.languages.insert(element.text("LANG_ID"), element.text("LANG_DEF"));
            }
            "CONTROLLED_VOCABULARY" => {
                self.vocabularies.push(Vocabulary { id: element.text("CV_ID"), entries: Vec::new() });
            }
            _ => {}
        }
    }

    fn finish(mut self, mut faults: Faults) -> Reading {
        let mut reading = Reading::new(Kind::Eaf);
        if self.tiers.is_empty() {
            self.tiers.push(Tier::default());
        }
        for tier in &mut self.tiers {
            let kind = self.types.get(&tier.linguistic_type);
            tier.constraint = kind.map(|(constraint, _)| constraint.clone()).unwrap_or_default();
            tier.hint = match kind {
                Some((_, true)) => "tag",
                _ => language::hint(&format!("{} {}", tier.name, tier.linguistic_type)),
            };
            tier.lang = code(&tier.lang, &self.languages);
        }
        let origin = self.origin(&mut faults);
        let times = self.times(&mut faults);
        let mut ids = Ids::default();
        for (raw, time) in self.annotations.into_iter().zip(times) {
            if raw.text.trim().is_empty() {
                reading.empty_lines += 1;
                continue;
            }
            let Some(tier) = self.tiers.get_mut(raw.tier) else { continue };
            let number = tier.lines.len() + 1;
            let id = if raw.id.is_empty() { format!("{}-{number}", raw.tier + 1) } else { raw.id };
            tier.lines.push(SourceLine {
                id: ids.once(id, &mut faults),
                parent: raw.parent,
                time: time.and_then(|time| eaf_time::in_medium(time, self.unit, origin, &mut faults)),
                speaker: tier.participant.clone(),
                text: raw.text.trim().to_owned(),
                ..SourceLine::default()
            });
        }
        for tier in &mut self.tiers {
            // Stable: what begins together stays as it stood, what has no time comes last.
            let begin = |line: &SourceLine| line.time.map_or(f64::INFINITY, |time| time[0]);
            tier.lines.sort_by(|a, b| begin(a).total_cmp(&begin(b)));
        }
        reading.tiers = self.tiers;
        reading.media = self.media;
        reading.vocabularies = self.vocabularies;
        reading.faults = faults.finish();
        reading
    }

    /// The first medium is ELAN's master: its origin holds. Seconds.
    fn origin(&self, faults: &mut Faults) -> f64 {
        let origin = self.media.first().map_or(0.0, |media| media.origin);
        if self.media.iter().any(|media| media.origin != origin) {
            faults.tell("origins-differ", || {
                "the media it names have different TIME_ORIGINs; the first one's was applied. Look whether it is this recording's.".into()
            });
        }
        origin
    }

    /// The time of each annotation, in units of the file; references followed.
    fn times(&self, faults: &mut Faults) -> Vec<Option<[f64; 2]>> {
        let slot_number: HashMap<&str, usize> =
            self.slots.iter().enumerate().map(|(n, (id, _))| (id.as_str(), n)).collect();
        let number: HashMap<&str, usize> =
            self.annotations.iter().enumerate().map(|(n, raw)| (raw.id.as_str(), n)).collect();
        let annotations: Vec<Annotation> = self
            .annotations
            .iter()
            .map(|raw| {
                let anchor = match &raw.parent {
                    Some(parent) => number.get(parent.as_str()).map(|parent| Anchor::Of(*parent)),
                    None => {
                        match (slot_number.get(raw.begins.as_str()), slot_number.get(raw.ends.as_str())) {
                            (Some(begins), Some(ends)) => Some(Anchor::Slots(*begins, *ends)),
                            _ => None,
                        }
                    }
                };
                if anchor.is_none() {
                    match &raw.parent {
                        Some(parent) => faults.tell("no-parent", || {
                            format!(
                                "annotation {} refers to {parent}, which is not there; kept without a time",
                                raw.id
                            )
                        }),
                        None => faults.tell("no-slot", || {
                            format!(
                                "annotation {} names a time slot that is not there; kept without a time",
                                raw.id
                            )
                        }),
                    }
                }
                Annotation {
                    tier: raw.tier,
                    anchor,
                    previous: raw.previous.as_deref().and_then(|id| number.get(id).copied()),
                    divides: raw.previous.is_some()
                        || self
                            .tiers
                            .get(raw.tier)
                            .is_some_and(|tier| tier.constraint == "Symbolic_Subdivision"),
                }
            })
            .collect();
        let slots = self.slots.iter().map(|(_, value)| *value).collect();
        eaf_time::times(slots, &annotations, faults)
    }
}

/// A LANG_REF names a LANGUAGE, whose identifier is mostly a code of ISO 639-3 itself; else the end of its LANG_DEF may be.
fn code(reference: &str, languages: &HashMap<String, String>) -> String {
    let tag = language::tag(reference);
    if !tag.is_empty() {
        return tag;
    }
    let definition = languages.get(reference).map(String::as_str).unwrap_or_default();
    language::tag(definition.rsplit(['/', '=', '#']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::{Kind, TranscriptError, read_as};

    fn eaf(header: &str, slots: &str, tiers: &str) -> String {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT AUTHOR="" FORMAT="3.0">
            <HEADER TIME_UNITS="milliseconds">{header}</HEADER><TIME_ORDER>{slots}</TIME_ORDER>{tiers}
            <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="words" CONSTRAINTS="Symbolic_Subdivision"/>
            <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="free translation" CONSTRAINTS="Symbolic_Association"/>
            <LANGUAGE LANG_ID="eng" LANG_LABEL="English"/></ANNOTATION_DOCUMENT>"#
        )
    }

    fn slot(id: &str, value: &str) -> String {
        if value.is_empty() {
            format!(r#"<TIME_SLOT TIME_SLOT_ID="{id}"/>"#)
        } else {
            format!(r#"<TIME_SLOT TIME_SLOT_ID="{id}" TIME_VALUE="{value}"/>"#)
        }
    }

    fn aligned(id: &str, from: &str, to: &str, text: &str) -> String {
        format!(
            r#"<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{id}" TIME_SLOT_REF1="{from}" TIME_SLOT_REF2="{to}">
            <ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"#
        )
    }

    fn referring(id: &str, parent: &str, previous: &str, text: &str) -> String {
        let previous =
            if previous.is_empty() { String::new() } else { format!(r#" PREVIOUS_ANNOTATION="{previous}""#) };
        format!(
            r#"<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{id}" ANNOTATION_REF="{parent}"{previous}>
            <ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"#
        )
    }

    fn two_lines() -> (String, String) {
        let slots = slot("s1", "1000") + &slot("s2", "") + &slot("s3", "5000");
        // In the file the later one stands first.
        let tier = format!(
            r#"<TIER TIER_ID="Batu" PARTICIPANT="Batu" LINGUISTIC_TYPE_REF="u">{}{}</TIER>"#,
            aligned("a2", "s2", "s3", "дөрвн оирд"),
            aligned("a1", "s1", "s2", "Эрднин &amp; экн"),
        );
        (slots, tier)
    }

    #[test]
    fn lines_are_in_the_order_of_time_and_an_open_slot_lies_midway() {
        let (slots, tier) = two_lines();
        let reading = read_as(Kind::Eaf, eaf("", &slots, &tier).as_bytes()).unwrap();
        let lines = &reading.tiers[0].lines;
        assert_eq!(lines[0].text, "Эрднин & экн");
        assert_eq!(lines[0].time, Some([1.0, 3.0]));
        assert_eq!(lines[1].time, Some([3.0, 5.0]));
        assert_eq!(lines[1].speaker, "Batu");
        assert_eq!(reading.faults, []);
    }

    #[test]
    fn open_slots_of_two_tiers_are_filled_each_along_its_own_chain() {
        // In TIME_ORDER the open slots of both tiers stand between the same neighbours.
        let slots = slot("s1", "0") + &slot("x", "") + &slot("y", "") + &slot("z", "") + &slot("s2", "6000");
        let tier = |id: &str, texts: [(&str, &str); 3]| {
            let lines: String = (1..)
                .zip(texts)
                .filter(|(_, (from, _))| !from.is_empty())
                .map(|(n, (from, to))| aligned(&format!("{id}{n}"), from, to, "text"))
                .collect();
            format!("<TIER TIER_ID='{id}'>{lines}</TIER>")
        };
        let tiers = tier("a", [("s1", "x"), ("x", "z"), ("z", "s2")])
            + &tier("b", [("s1", "y"), ("y", "s2"), ("", "")]);
        let reading = read_as(Kind::Eaf, eaf("", &slots, &tiers).as_bytes()).unwrap();
        assert_eq!(reading.tiers[0].lines[1].time, Some([2.0, 4.0]));
        assert_eq!(reading.tiers[1].lines[0].time, Some([0.0, 3.0]));
    }

    #[test]
    fn the_origin_of_the_medium_is_added() {
        let (slots, tier) = two_lines();
        let header =
            r#"<MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/x.wav" MIME_TYPE="audio/x-wav" TIME_ORIGIN="500"/>"#;
        let reading = read_as(Kind::Eaf, eaf(header, &slots, &tier).as_bytes()).unwrap();
        assert_eq!(reading.tiers[0].lines[0].time, Some([1.5, 3.5]));
        assert_eq!(reading.media[0].url, "file:///C:/x.wav");
    }

    #[test]
    fn what_refers_to_a_line_takes_its_time_through_any_chain_and_words_share_it() {
        let (slots, tier) = two_lines();
        let tiers = format!(
            r#"{tier}<TIER TIER_ID="en" LANG_REF="eng" PARENT_REF="w" LINGUISTIC_TYPE_REF="free translation">{}</TIER>
            <TIER TIER_ID="w" PARENT_REF="Batu" LINGUISTIC_TYPE_REF="words">{}{}</TIER>"#,
            referring("t", "w2", "", "root"),
            referring("w2", "a1", "w1", "экн"),
            referring("w1", "a1", "", "Эрднин"),
        );
        let reading = read_as(Kind::Eaf, eaf("", &slots, &tiers).as_bytes()).unwrap();
        let [_, english, words] = &reading.tiers[..] else { panic!("three tiers") };
        assert_eq!(words.lines[0].text, "Эрднин");
        assert_eq!((words.lines[0].time, words.lines[1].time), (Some([1.0, 2.0]), Some([2.0, 3.0])));
        assert_eq!(english.lines[0].time, Some([2.0, 3.0]));
        assert_eq!(english.lines[0].parent.as_deref(), Some("w2"));
        assert_eq!((english.lang.as_str(), english.hint), ("en", "translation"));
    }

    #[test]
    fn what_refers_to_nothing_or_to_itself_is_kept_and_told() {
        let (slots, tier) = two_lines();
        let tiers = format!(
            "{tier}<TIER TIER_ID='x'>{}{}{}</TIER>",
            referring("b", "gone", "", "lost"),
            referring("c", "d", "", "round"),
            referring("d", "c", "", "and round"),
        );
        let reading = read_as(Kind::Eaf, eaf("", &slots, &tiers).as_bytes()).unwrap();
        assert_eq!(reading.tiers[1].lines.len(), 3);
        assert!(reading.tiers[1].lines.iter().all(|line| line.time.is_none()));
        let codes: Vec<_> = reading.faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["no-parent", "circle"]);
    }

    #[test]
    fn a_file_that_breaks_off_gives_what_was_whole() {
        let (slots, tier) = two_lines();
        let whole = eaf("", &slots, &tier);
        let cut = &whole[..whole.find("Эрднин").unwrap()];
        let reading = read_as(Kind::Eaf, cut.as_bytes()).unwrap();
        assert_eq!(reading.tiers[0].lines.len(), 1);
        assert_eq!(reading.faults[0].code, "truncated");
    }

    #[test]
    fn an_identifier_twice_is_told_and_both_lines_kept() {
        let (slots, _) = two_lines();
        let tiers = format!(
            "<TIER TIER_ID='x'>{}{}</TIER>",
            aligned("a", "s1", "s2", "1"),
            aligned("a", "s2", "s3", "2")
        );
        let reading = read_as(Kind::Eaf, eaf("", &slots, &tiers).as_bytes()).unwrap();
        let ids: Vec<_> = reading.lines().map(|line| line.id.as_str()).collect();
        assert_eq!(ids, ["a", "a~2"]);
        assert_eq!(reading.faults[0].code, "id-twice");
    }

    #[test]
    fn impossible_times_are_told_and_the_line_is_kept() {
        let slots = slot("s1", "NaN") + &slot("s2", "1e300") + &slot("s3", "2000") + &slot("s4", "1000");
        let tiers = format!(
            "<TIER TIER_ID='x'>{}{}</TIER>",
            aligned("a", "s1", "s2", "1"),
            aligned("b", "s3", "s4", "2")
        );
        let reading = read_as(Kind::Eaf, eaf("", &slots, &tiers).as_bytes()).unwrap();
        let lines = &reading.tiers[0].lines;
        assert_eq!((lines[0].text.as_str(), lines[0].time), ("2", Some([2.0, 2.0])));
        assert_eq!((lines[1].text.as_str(), lines[1].time), ("1", None));
    }

    #[test]
    fn an_entity_bomb_is_refused_with_a_sentence() {
        let bomb = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
            <ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>"#;
        assert_eq!(read_as(Kind::Eaf, bomb.as_bytes()), Err(TranscriptError::Doctype));
    }
}
