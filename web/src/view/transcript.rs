//! What is sung and said on a side: rows in time, tiers side by side, and the verse score under the waveform.

use std::collections::BTreeMap;

use askama::Template;
use bumba_model::{Ark, Item, Line};

use super::page_text::{Marks, layer_label};
use crate::{
    address::{self, Place},
    said::{Marked, clock, direction, is_vertical, language_name},
};

/// The transcript of a side.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "transcript.html")]
pub struct Transcript {
    /// Its tiers.
    pub tiers: Vec<Tier>,
    /// Rows in time.
    pub cues: Vec<Cue>,
    /// Lines with no time.
    pub untimed: Vec<CueLine>,
    /// Columns of the verse score: lines written downwards that have a time.
    pub columns: Vec<Column>,
    /// Whether there are more lines than are shown.
    pub more: bool,
}

/// A layer.
#[derive(Clone, Debug)]
pub struct Tier {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Its language in words.
    pub language: String,
    /// Whether a machine made it.
    pub machine: bool,
    /// How many of its lines were found.
    pub hits: usize,
}

/// What is heard from one moment to another.
#[derive(Clone, Debug)]
pub struct Cue {
    /// From, in seconds.
    pub from: String,
    /// To, in seconds.
    pub to: String,
    /// From, for people.
    pub clock: String,
    /// Where it leads.
    pub href: String,
    /// Whether the address asked for it.
    pub current: bool,
    /// Its lines, a tier each.
    pub lines: Vec<CueLine>,
}

/// A line of a row.
#[derive(Clone, Debug)]
pub struct CueLine {
    /// Its identifier.
    pub id: String,
    /// Its layer.
    pub layer: String,
    /// BCP 47.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// Whether it is written downwards.
    pub vertical: bool,
    /// Who sings or speaks.
    pub speaker: String,
    /// Its text.
    pub marked: Marked,
}

/// A column of the verse score.
#[derive(Clone, Debug)]
pub struct Column {
    /// Where it begins, a share of the whole.
    pub x: String,
    /// How much room it has, a share of the whole.
    pub width: String,
    /// From, in seconds.
    pub from: String,
    /// To, in seconds.
    pub to: String,
    /// From, for people.
    pub clock: String,
    /// Where it leads.
    pub href: String,
    /// Whether the address asked for it.
    pub current: bool,
    /// The line.
    pub line: CueLine,
}

/// What a transcript is made of.
pub struct Heard<'a> {
    /// The item's identifier.
    pub id: &'a Ark,
    /// The item.
    pub item: &'a Item,
    /// The number of the canvas.
    pub n: u32,
    /// Its length.
    pub seconds: f64,
    /// The lines that may be read.
    pub lines: &'a [Line],
    /// What was looked for.
    pub marks: &'a Marks,
    /// What the address asks for.
    pub asked: &'a Place,
}

impl Transcript {
    /// Of the lines of a canvas that may be read.
    #[must_use]
    pub fn new(heard: &Heard<'_>, more: bool) -> Self {
        let tiers = heard
            .item
            .layers
            .iter()
            .filter(|layer| heard.lines.iter().any(|line| line.layer == layer.id))
            .map(|layer| Tier {
                id: layer.id.clone(),
                label: layer_label(&layer.label, &layer.kind),
                language: language_name(&layer.lang),
                machine: layer.method == "machine",
                hits: heard
                    .lines
                    .iter()
                    .filter(|line| line.layer == layer.id && heard.marks.contains_key(&line.id))
                    .count(),
            })
            .collect();
        let mut speakers: Vec<&str> = heard.lines.iter().map(|line| line.speaker.as_str()).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let mut rows: BTreeMap<(u64, u64), Vec<CueLine>> = BTreeMap::new();
        let mut out = Self { tiers, more, ..Self::default() };
        let mut upright: BTreeMap<(u64, u64), CueLine> = BTreeMap::new();
        for line in heard.lines {
            let view = heard.line(line);
            match heard.time(line) {
                None => out.untimed.push(view),
                // One column a moment: a second tier of the same writing stands in the rows.
                Some(at) if view.vertical && heard.seconds > 0.0 && !upright.contains_key(&at) => {
                    upright.insert(at, view);
                }
                Some(at) => rows.entry(at).or_default().push(view),
            }
        }
        for lines in rows.values_mut() {
            name_speakers(lines, speakers.len() > 1);
        }
        out.cues = rows.into_iter().map(|(at, lines)| heard.cue(at, lines)).collect();
        let starts: Vec<u64> = upright.keys().map(|at| at.0).collect();
        out.columns = upright
            .into_iter()
            .enumerate()
            .map(|(nth, (at, line))| heard.column(at, starts.get(nth + 1).copied(), line))
            .collect();
        out
    }

    /// The width, in rem, in which the narrowest column has room for a line; `None` where the page's own width will do.
    #[must_use]
    pub fn room(&self, seconds: f64) -> Option<u32> {
        let mut gaps: Vec<f64> = self
            .columns
            .windows(2)
            .filter_map(|two| {
                Some(two.get(1)?.from.parse::<f64>().ok()? - two.first()?.from.parse::<f64>().ok()?)
            })
            .filter(|gap| *gap > 0.0)
            .collect();
        gaps.sort_by(f64::total_cmp);
        let narrow = gaps.get(gaps.len() / 10)?;
        Some((seconds / narrow * 3.4).clamp(20.0, 4000.0).round() as u32)
    }
}

/// Who sings or speaks is named where it can be someone else, and once where the tiers of a row agree.
fn name_speakers(lines: &mut [CueLine], several: bool) {
    let mut named = String::new();
    for line in lines {
        if !several || line.speaker == named {
            line.speaker.clear();
        } else {
            named.clone_from(&line.speaker);
        }
    }
}

fn millis(seconds: f64) -> u64 {
    (seconds.clamp(0.0, 1e9) * 1000.0).round() as u64
}

fn share(of: f64, whole: f64) -> String {
    format!("{:.3}%", (of / whole * 100.0).clamp(0.0, 100.0))
}

impl Heard<'_> {
    /// Its own time, or that of the line it belongs to; in milliseconds.
    fn time(&self, line: &Line) -> Option<(u64, u64)> {
        let mut at = line;
        // As deep as tiers go; a circle ends.
        for _ in 0..8 {
            if let Some([from, to]) = at.time {
                return Some((millis(from.0), millis(to.0)));
            }
            let parent = at.parent.as_ref()?;
            at = self.lines.iter().find(|other| other.id == *parent)?;
        }
        None
    }

    fn line(&self, line: &Line) -> CueLine {
        let layer = self.item.layers.iter().find(|layer| layer.id == line.layer);
        let lang = layer.map(|layer| layer.lang.clone()).unwrap_or_default();
        CueLine {
            id: line.id.clone(),
            layer: line.layer.clone(),
            dir: direction(&lang),
            vertical: is_vertical(&lang, &line.text),
            lang,
            speaker: line.speaker.clone(),
            marked: Marked::new(&line.text, self.marks.get(&line.id).map_or(&[][..], Vec::as_slice)),
        }
    }

    fn href(&self, (from, to): (u64, u64)) -> String {
        let to = (to > from).then_some(to as f64 / 1000.0);
        let place = Place {
            canvas: Some(self.n),
            time: Some((from as f64 / 1000.0, to)),
            region: None,
            q: self.asked.q.clone(),
        };
        address::place(self.id, &place)
    }

    fn is_asked_for(&self, (from, to): (u64, u64)) -> bool {
        self.asked.time.is_some_and(|(asked, _)| {
            let asked = millis(asked);
            asked == from || (from < asked && asked < to)
        })
    }

    fn cue(&self, at: (u64, u64), lines: Vec<CueLine>) -> Cue {
        let (from, to) = (at.0 as f64 / 1000.0, at.1 as f64 / 1000.0);
        Cue {
            from: address::seconds(from),
            to: address::seconds(to),
            clock: clock(from),
            href: self.href(at),
            current: self.is_asked_for(at),
            lines,
        }
    }

    fn column(&self, at: (u64, u64), next: Option<u64>, line: CueLine) -> Column {
        let (from, to) = (at.0 as f64 / 1000.0, at.1 as f64 / 1000.0);
        let until = next.map_or(self.seconds, |next| next as f64 / 1000.0);
        Column {
            x: share(from, self.seconds),
            width: share((until - from).max(0.0), self.seconds),
            from: address::seconds(from),
            to: address::seconds(to),
            clock: clock(from),
            href: self.href(at),
            current: self.is_asked_for(at),
            line,
        }
    }
}

#[cfg(test)]
mod tests {
    use bumba_model::{Layer, Seconds};

    use super::*;

    fn said(id: &str, layer: &str, time: Option<[f64; 2]>, parent: Option<&str>, text: &str) -> Line {
        Line {
            id: id.into(),
            layer: layer.into(),
            time: time.map(|[from, to]| [Seconds(from), Seconds(to)]),
            parent: parent.map(Into::into),
            text: text.into(),
            ..Line::default()
        }
    }

    #[test]
    fn tiers_stand_side_by_side_and_what_is_written_downwards_becomes_the_score() {
        let tier = |id: &str, lang: &str| Layer { id: id.into(), lang: lang.into(), ..Layer::default() };
        let item = Item {
            layers: vec![tier("t1", "mn-Mong"), tier("t2", "mn-Cyrl"), tier("t3", "en")],
            ..Item::default()
        };
        let lines = [
            said("a", "t1", Some([10.0, 20.0]), None, "ᠮᠣᠩᠭᠣᠯ"),
            said("b", "t2", Some([10.0, 20.0]), None, "Монгол"),
            said("c", "t3", None, Some("b"), "Mongol"),
            said("d", "t3", None, None, "a remark"),
        ];
        let heard = Heard {
            id: &Ark::mint("99999", 1),
            item: &item,
            n: 1,
            seconds: 100.0,
            lines: &lines,
            marks: &Marks::from([("b".to_owned(), vec![[0, 3]])]),
            asked: &Place { time: Some((12.0, None)), ..Place::default() },
        };
        let transcript = Transcript::new(&heard, false);
        assert_eq!(transcript.cues.len(), 1);
        assert_eq!(transcript.cues[0].lines.len(), 2);
        assert!(transcript.cues[0].current);
        assert_eq!(transcript.columns[0].x, "10.000%");
        assert_eq!(transcript.columns[0].width, "90.000%");
        assert_eq!(transcript.untimed.len(), 1);
        assert_eq!(transcript.tiers[1].hits, 1);
        assert!(transcript.to_string().contains("<mark>Мон</mark>гол"));
    }

    #[test]
    fn a_circle_of_parents_has_no_time() {
        let lines = [said("a", "t", None, Some("b"), "x"), said("b", "t", None, Some("a"), "y")];
        let heard = Heard {
            id: &Ark::mint("99999", 1),
            item: &Item::default(),
            n: 1,
            seconds: 100.0,
            lines: &lines,
            marks: &Marks::new(),
            asked: &Place::default(),
        };
        assert_eq!(Transcript::new(&heard, false).untimed.len(), 2);
    }
}
