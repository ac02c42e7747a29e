//! The book: six leaves of vertical Mongolian, set and put on paper by code.

mod alto;
mod page;
mod paper;
mod setting;

use crate::{DemoError, text};
use jpeg_encoder::{ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor};
use page::{Ink, Page, Place};
use setting::{Case, Writing};

/// Pixels; at [`PPI`] a leaf of about 21 × 30 cm.
const WIDTH: u32 = 2500;
const HEIGHT: u32 = 3500;
/// Pixels per inch.
const PPI: u16 = 300;

/// How many leaves the book has.
pub(crate) const LEAVES: usize = 6;

/// Where the columns stand: from the frame's left upper corner rightwards, as Mongolian is read.
const TEXT: Place = Place { x: 330, y: 380, w: 1850, h: 2750 };

/// The type of the song, and of the tale, in pixels; columns lie this many type sizes apart.
const SONG_SIZE: f32 = 184.0;
const SONG_PITCH: f32 = 1.18;
const TALE_SIZE: f32 = 142.0;
const TALE_PITCH: f32 = 1.62;

/// A leaf as its scan and the places of its words.
pub(crate) struct Leaf {
    /// JPEG, 300 ppi.
    pub jpeg: Vec<u8>,
    /// ALTO 4.2.
    pub alto: String,
}

/// Leaf `number`, from 1 to [`LEAVES`]. `file` is the name that its picture will have.
pub(crate) fn leaf(case: &mut Case, number: usize, file: &str) -> Result<Leaf, DemoError> {
    let page = set(case, number)?;
    let rgb = paper::scan(&page, number as u64, number % 2 == 1);
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 86);
    encoder.set_density(PixelDensity { density: (PPI, PPI), unit: PixelDensityUnit::Inches });
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(&rgb, WIDTH as u16, HEIGHT as u16, ColorType::Rgb)?;
    Ok(Leaf { jpeg, alto: alto::alto(&page, file) })
}

/// The faces, opened once for the whole book.
pub(crate) fn case() -> Case {
    Case::default()
}

fn set(case: &mut Case, number: usize) -> Result<Page, DemoError> {
    let mut page = Page::blank(WIDTH, HEIGHT)?;
    page.frame(Place { x: 220, y: 260, w: 2060, h: 2980 }, 11);
    page.frame(Place { x: 244, y: 284, w: 2012, h: 2932 }, 4);
    match number {
        1 => title(case, &mut page)?,
        2 => song(case, &mut page, &text::SONG[..text::ON_SIDE_A])?,
        3 => song(case, &mut page, &text::SONG[text::ON_SIDE_A..])?,
        4 | 5 => tale(case, &mut page, number - 4)?,
        _ => names(case, &mut page)?,
    }
    page.begin("folio");
    page.column(case, Ink::Black, (2355.0, 300.0), 84.0, "mn-Mong", &text::hudum_number(number))?;
    Ok(page)
}

fn title(case: &mut Case, page: &mut Page) -> Result<(), DemoError> {
    page.frame(Place { x: 930, y: 520, w: 640, h: 2440 }, 9);
    page.frame(Place { x: 956, y: 546, w: 588, h: 2388 }, 4);
    page.begin("title");
    page.column(case, Ink::Black, (1125.0, 640.0), 205.0, "mn-Mong", text::SONG_NAME[0])?;
    page.column(case, Ink::Red, (1395.0, 1180.0), 122.0, "mn-Mong", text::UNDER_TITLE)?;
    page.begin("main");
    page.column(case, Ink::Black, (470.0, 560.0), 118.0, "mn-Mong", text::MONGOL_SCRIPT)?;
    page.column(case, Ink::Black, (1960.0, 2050.0), 118.0, "xwo-Mong", text::TODO_SCRIPT)?;
    Ok(())
}

fn song(case: &mut Case, page: &mut Page, verses: &[text::Verse]) -> Result<(), DemoError> {
    page.begin("main");
    let top = TEXT.y as f32;
    for (n, verse) in verses.iter().enumerate() {
        // Each quatrain begins in red and stands a little apart.
        let ink = if n % 4 == 0 { Ink::Red } else { Ink::Black };
        let x = TEXT.x as f32 + (n as f32 * SONG_PITCH + (n / 4) as f32 * 0.4) * SONG_SIZE;
        page.column(case, ink, (x, top), SONG_SIZE, "mn-Mong", verse.hudum)?;
    }
    Ok(())
}

/// The tale runs over two leaves, its words filling columns one after the other.
fn tale(case: &mut Case, page: &mut Page, part: usize) -> Result<(), DemoError> {
    page.begin("main");
    let columns = columns_of_tale(case)?;
    for (n, column) in columns.iter().skip(part * COLUMNS).take(COLUMNS).enumerate() {
        let x = TEXT.x as f32 + n as f32 * TALE_SIZE * TALE_PITCH;
        page.column(case, Ink::Black, (x, TEXT.y as f32), TALE_SIZE, "mn-Mong", column)?;
    }
    Ok(())
}

/// Columns of the tale on one leaf.
const COLUMNS: usize = 8;

fn columns_of_tale(case: &mut Case) -> Result<Vec<String>, DemoError> {
    let mut columns = vec![String::new()];
    let mut filled = 0.0;
    for word in text::TALE.iter().flat_map(|sentence| sentence.split(' ')) {
        let long = (case.set(Writing::Mongolian, word)?.advance + page::SPACE) * TALE_SIZE / 1000.0;
        if filled + long > TEXT.h as f32 {
            columns.push(String::new());
            filled = 0.0;
        }
        filled += long;
        if let Some(column) = columns.last_mut() {
            if !column.is_empty() {
                column.push(' ');
            }
            column.push_str(word);
        }
    }
    Ok(columns)
}

fn names(case: &mut Case, page: &mut Page) -> Result<(), DemoError> {
    let top = TEXT.y as f32;
    page.begin("main");
    page.column(case, Ink::Red, (400.0, top), 210.0, "mn-Mong", text::JANGAR_HUDUM)?;
    page.column(case, Ink::Black, (740.0, top), 210.0, "xwo-Mong", text::JANGAR_TODO)?;
    for (n, column) in text::CHINESE.iter().enumerate() {
        page.begin("main");
        let lang = if n == 0 { "zh-Hans" } else { "zh-Hant" };
        page.chinese_column(case, (1180.0 + n as f32 * 260.0, top), 158.0, lang, column)?;
    }
    page.begin("main");
    page.line(case, (Writing::Tibetan, "bo"), (560.0, 2420.0), 190.0, text::TIBETAN)?;
    page.begin("main");
    page.column(case, Ink::Black, (1900.0, top), 118.0, "mn-Mong", text::COLOPHON)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_leaf_stands_inside_its_frame_and_over_no_other() {
        let mut case = case();
        for number in 1..=LEAVES {
            let page = set(&mut case, number).unwrap();
            let mut places = Vec::new();
            for block in &page.blocks {
                let lines = block.lines.iter().map(|line| line.place().unwrap());
                places.extend(lines.map(|place| (block.kind, place)));
            }
            for (n, (kind, place)) in places.iter().enumerate() {
                let room = if *kind == "folio" { (2290, 260) } else { (258, 298) };
                assert!(place.x > room.0 && place.y > room.1, "leaf {number}: {place:?}");
                let right = if *kind == "folio" { 2470 } else { 2240 };
                assert!(place.x + place.w < right && place.y + place.h < 3200, "leaf {number}: {place:?}");
                for (_, other) in &places[n + 1..] {
                    let apart = place.x + place.w <= other.x
                        || other.x + other.w <= place.x
                        || place.y + place.h <= other.y
                        || other.y + other.h <= place.y;
                    assert!(apart, "leaf {number}: {place:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn the_title_stands_inside_its_own_frame() {
        let page = set(&mut case(), 1).unwrap();
        let title = page.blocks.iter().find(|block| block.kind == "title").unwrap();
        for place in title.lines.iter().filter_map(page::SetLine::place) {
            assert!(
                place.x > 970 && place.x + place.w < 1530 && place.y > 560 && place.y + place.h < 2920,
                "{place:?}"
            );
        }
    }

    #[test]
    fn the_tale_is_on_its_two_leaves_whole() {
        let columns = columns_of_tale(&mut case()).unwrap();
        assert!(columns.len() > COLUMNS && columns.len() <= 2 * COLUMNS, "{}", columns.len());
        assert_eq!(columns.join(" "), text::TALE.join(" "));
    }

    #[test]
    fn the_alto_says_the_words_and_where_they_are() {
        let mut case = case();
        let page = set(&mut case, 6).unwrap();
        let xml = alto::alto(&page, "page-006.jpg");
        for text in [text::JANGAR_TODO, text::CHINESE[0], text::TIBETAN] {
            let place = page.blocks.iter().flat_map(|block| &block.lines).flat_map(|line| &line.words);
            let Place { x, y, w, h } = place.clone().find(|word| word.text == text).unwrap().place;
            let string = format!(r#"HPOS="{x}" VPOS="{y}" WIDTH="{w}" HEIGHT="{h}" CONTENT="{text}""#);
            assert!(xml.contains(&string), "{string}");
        }
        assert!(xml.contains(r#"LANG="xwo-Mong""#) && xml.contains("<fileName>page-006.jpg</fileName>"));
    }
}
