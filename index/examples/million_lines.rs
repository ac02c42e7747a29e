//! A million lines made by code: how long they take to index, how much room, and how long a page of results takes.
//!
//! `cargo run --release -p bumba-index --example million_lines -- FOLDER [LINES] [LINES_PER_ITEM] [SAID]`
//!
//! The folder is made new. Into the folder SAID go `lines.tsv` (item, line) and `queries.tsv` (kind, query), for other engines to answer.
//! A page is ten items with three passages each, highlights, facets and the exact count.
//! Words are drawn by Zipf's law from 50,000; one line in ten is Chinese.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench, for people who build")]

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use bumba_index::{Change, Facet, Index, ItemEntry, Line, Request, Stream, Tantivy, Text};

/// Numbers that look random and are the same in every run (an LCG with Knuth's constants).
struct Dice(u64);

impl Dice {
    /// From 0 up to 1.
    fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A rank below `most`, the n-th as often as 1/n.
    fn rank(&mut self, most: usize) -> usize {
        ((most as f64).powf(self.part()) as usize).min(most) - 1
    }

    fn word(&mut self) -> String {
        word(self.rank(50_000))
    }

    fn line(&mut self) -> String {
        if self.part() < 0.1 {
            return (0..10).map(|_| han(self.rank(3000))).collect();
        }
        (0..8).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

fn word(mut rank: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ба", "гэ", "ду", "жи", "ке", "лө", "ма", "ню", "ор", "са", "ту", "ха", "цо", "чи", "шү", "ян"];
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[rank % 16]);
        rank /= 16;
        if rank == 0 {
            return word;
        }
    }
}

fn han(rank: usize) -> char {
    char::from_u32(0x4E00 + rank as u32 * 5).unwrap()
}

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().expect("the folder to make the index in");
    let mut number = |or: usize| args.next().map_or(or, |text| text.parse().unwrap());
    let (lines, per_item) = (number(1_000_000), number(1_500));
    let said = args.next().map(PathBuf::from);
    let mut said_lines = file_in(said.as_deref(), "lines.tsv");
    let mut said = file_in(said.as_deref(), "queries.tsv");

    let began = Instant::now();
    let index = Tantivy::create(&folder).unwrap();
    let mut dice = Dice(1);
    let mut pairs = Vec::new();
    for n in 0..lines / per_item {
        let mut made = Vec::with_capacity(per_item);
        for place in 0..per_item {
            let text = dice.line();
            if place % 1000 == 7 {
                pairs.push(text.split(' ').take(2).collect::<Vec<_>>().join(" "));
            }
            if let Some(file) = &mut said_lines {
                writeln!(file, "{n}\t{text}").unwrap();
            }
            made.push(Line {
                id: format!("l{place}"),
                canvas_n: 1 + place as u32 / 30,
                canvas_id: format!("c{}", place / 30),
                text,
                ..Default::default()
            });
        }
        let entry = ItemEntry {
            id: format!("ark:99999/b{n:07}"),
            kind: "manuscript".to_owned(),
            titles: vec![Text::new(dice.line(), "mn")],
            facets: vec![
                (Facet::Kind, ["reel", "book"][n % 2].to_owned()),
                (Facet::Person, word(dice.rank(5000))),
            ],
            streams: vec![Stream { layer: "text".to_owned(), lines: made, ..Default::default() }],
            ..Default::default()
        };
        index.apply(Change::Item(Box::new(entry))).unwrap();
    }
    index.commit(1).unwrap();
    let took = began.elapsed().as_secs_f64();
    drop((index, said_lines));
    let size: u64 =
        std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
    println!(
        "{lines} lines in items of {per_item}: {took:.1} s, {:.0} lines/s, {} MB, at most {} MB of memory",
        lines as f64 / took,
        size >> 20,
        peak() >> 10
    );

    let index = Tantivy::open(&folder).unwrap();
    ask(&index, &mut said, "first search", std::iter::once(word(3)));
    let mut dice = Dice(2);
    let mut made = |make: &mut dyn FnMut(&mut Dice) -> String| {
        (0..300).map(|_| make(&mut dice)).collect::<Vec<_>>().into_iter()
    };
    ask(&index, &mut said, "word, as often as in texts", made(&mut Dice::word));
    ask(
        &index,
        &mut said,
        "one of the 100 commonest words",
        made(&mut |dice| word((dice.part() * 100.0) as usize)),
    );
    ask(&index, &mut said, "two words", made(&mut |dice| format!("{} {}", dice.word(), dice.word())));
    ask(
        &index,
        &mut said,
        "two words, either",
        made(&mut |dice| format!("{} OR {}", dice.word(), dice.word())),
    );
    ask(
        &index,
        &mut said,
        "two of the 100 commonest, either",
        made(&mut |dice| {
            format!("{} OR {}", word((dice.part() * 100.0) as usize), word((dice.part() * 100.0) as usize))
        }),
    );
    ask(
        &index,
        &mut said,
        "word, not another",
        made(&mut |dice| format!("{} -{}", dice.word(), dice.word())),
    );
    ask(
        &index,
        &mut said,
        "phrase of two that stands there",
        pairs.into_iter().take(300).map(|pair| format!("\"{pair}\"")),
    );
    ask(
        &index,
        &mut said,
        "phrase of two of the 100 commonest",
        made(&mut |dice| {
            format!("\"{} {}\"", word((dice.part() * 100.0) as usize), word((dice.part() * 100.0) as usize))
        }),
    );
    ask(
        &index,
        &mut said,
        "two Chinese characters",
        made(&mut |dice| [han(dice.rank(3000)), han(dice.rank(3000))].iter().collect()),
    );
    ask(&index, &mut said, "one Chinese character", made(&mut |dice| han(dice.rank(3000)).to_string()));
    ask(&index, &mut said, "everything", (0..20).map(|_| String::new()));
}

type Said = Option<BufWriter<File>>;

fn file_in(folder: Option<&Path>, name: &str) -> Said {
    folder.map(|folder| {
        std::fs::create_dir_all(folder).unwrap();
        BufWriter::new(File::create(folder.join(name)).unwrap())
    })
}

fn ask(index: &Tantivy, said: &mut Said, what: &str, queries: impl Iterator<Item = String>) {
    let mut times = Vec::new();
    let mut total = 0;
    for query in queries {
        if let Some(file) = said {
            writeln!(file, "{what}\t{query}").unwrap();
        }
        let began = Instant::now();
        total += index.search(&Request { query, ..Default::default() }).unwrap().total;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!(
        "{what}: p50 {:.2} ms, p99 {:.2} ms ({} items on average)",
        at(50),
        at(99),
        total / times.len() as u64
    );
}

/// Most memory that was resident, in KiB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
}
