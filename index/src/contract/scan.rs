//! Random archives and queries, beside a scan that is too plain to be wrong.

use std::collections::BTreeSet;

use bumba_scripts::{Token, analyse};

use super::Place;
use super::archive::{item, request, stream};
use crate::{Change, ItemEntry};

/// Numbers that look random and are the same in every run (an LCG with Knuth's constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const WORDS: [&str; 9] = ["aa", "bb", "cc", "Aá", "太", "宗", "太宗", "宗太", "帝，"];

fn line(dice: &mut Dice) -> String {
    let words: Vec<_> = (0..dice.below(5)).map(|_| dice.pick(&WORDS)).collect();
    words.join([" ", ""][usize::from(dice.below(4) == 0)])
}

fn entry(dice: &mut Dice, id: &str) -> ItemEntry {
    let mut entry = item(id, &line(dice), &[]);
    entry.streams.clear();
    for n in 0..dice.below(3) {
        let lines: Vec<_> = (0..dice.below(5)).map(|_| line(dice)).collect();
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        entry.streams.push(stream(&format!("layer-{n}"), &lines));
    }
    entry
}

enum Query {
    Phrase(String, bool),
    All(Vec<Query>),
    Any(Vec<Query>),
    Not(Box<Query>),
}

impl Query {
    fn random(dice: &mut Dice, depth: usize) -> Self {
        let some = |dice: &mut Dice| (0..2 + dice.below(2)).map(|_| Self::random(dice, depth + 1)).collect();
        match dice.below(if depth > 2 { 4 } else { 7 }) {
            0 | 1 => Self::Phrase(dice.pick(&WORDS).to_owned(), false),
            2 | 3 => {
                let words: Vec<_> = (0..1 + dice.below(3)).map(|_| dice.pick(&WORDS)).collect();
                Self::Phrase(words.join(" "), true)
            }
            4 => Self::All(some(dice)),
            5 => Self::Any(some(dice)),
            _ => Self::Not(Box::new(Self::random(dice, depth + 1))),
        }
    }

    fn typed(&self) -> String {
        let all = |parts: &[Self], between| parts.iter().map(Self::typed).collect::<Vec<_>>().join(between);
        match self {
            Self::Phrase(text, true) => format!("\"{text}\""),
            Self::Phrase(text, false) => text.clone(),
            Self::All(parts) => format!("({})", all(parts, " ")),
            Self::Any(parts) => format!("({})", all(parts, " OR ")),
            Self::Not(inner) => format!("-{}", inner.typed()),
        }
    }

    /// Whether an item has it; adds (text, line) of every match that is not excluded.
    fn scan(
        &self,
        texts: &[Vec<(usize, Token)>],
        excluded: bool,
        places: &mut BTreeSet<(usize, usize)>,
    ) -> bool {
        match self {
            Self::Phrase(phrase, _) => {
                let wanted = analyse(phrase, None);
                let mut found = false;
                for (text, tokens) in texts.iter().enumerate() {
                    for window in tokens.windows(wanted.len()) {
                        if window
                            .iter()
                            .zip(&wanted)
                            .all(|((_, token), wanted)| token.whole() == wanted.whole())
                        {
                            found = true;
                            if !excluded {
                                places.insert((text, window[0].0));
                            }
                        }
                    }
                }
                found
            }
            Self::All(parts) => each(parts, texts, excluded, places).iter().all(|held| *held),
            Self::Any(parts) => each(parts, texts, excluded, places).iter().any(|held| *held),
            Self::Not(inner) => !inner.scan(texts, !excluded, places),
        }
    }
}

/// Every part is scanned, also where one alone would decide: each has places to add.
fn each(
    parts: &[Query],
    texts: &[Vec<(usize, Token)>],
    excluded: bool,
    places: &mut BTreeSet<(usize, usize)>,
) -> Vec<bool> {
    parts.iter().map(|part| part.scan(texts, excluded, places)).collect()
}

/// An item's texts as tokens, each with the number of its line.
fn texts(entry: &ItemEntry) -> Vec<Vec<(usize, Token)>> {
    let tokens = |lines: Vec<&str>| {
        let lines = lines.into_iter().enumerate();
        lines.flat_map(|(n, line)| analyse(line, None).into_iter().map(move |token| (n, token))).collect()
    };
    let title = tokens(entry.titles.iter().map(|title| title.text.as_str()).collect());
    let streams = entry
        .streams
        .iter()
        .map(|stream| tokens(stream.lines.iter().map(|line| line.text.as_str()).collect()));
    std::iter::once(title).chain(streams).collect()
}

pub fn a_random_query_finds_what_a_plain_scan_finds(fresh: &dyn Fn() -> Box<dyn Place>) {
    let mut dice = Dice(20_260_801);
    for _ in 0..6 {
        let place = fresh();
        let index = place.open();
        let mut entries: Vec<ItemEntry> = Vec::new();
        for round in 0..3 {
            for n in 0..4 {
                // Some ids come again: what they held must be gone.
                let entry = entry(&mut dice, &format!("item-{}", n + round * 3));
                entries.retain(|old| old.id != entry.id);
                entries.push(entry.clone());
                index.apply(Change::Item(Box::new(entry))).unwrap();
            }
            index.commit(round).unwrap();
        }
        for _ in 0..60 {
            let query = Query::random(&mut dice, 0);
            let mut expected: Vec<(String, u64)> = Vec::new();
            for entry in &entries {
                let mut places = BTreeSet::new();
                if query.scan(&texts(entry), false, &mut places) {
                    expected.push((entry.id.clone(), places.len() as u64));
                }
            }
            expected.sort();

            let found = index.search(&request(&query.typed())).unwrap();

            let mut ids: Vec<(String, u64)> =
                found.hits.iter().map(|hit| (hit.id.clone(), hit.places)).collect();
            ids.sort();
            assert_eq!(ids, expected, "{}", query.typed());
            assert!(
                found.hits.iter().flat_map(|hit| &hit.passages).all(|passage| !passage.highlights.is_empty())
            );
        }
    }
}
