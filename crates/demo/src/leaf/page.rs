//! One page being set: ink in two colours, and where every word of it stands.

use super::setting::{Case, Writing};
use crate::DemoError;
use tiny_skia::{FillRule, Mask, PathBuilder, Rect, Transform};

/// A place on the page in pixels: `x`, `y` of the upper left corner, width, height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub x: i32,
    pub y: i32,
    pub w: i32,
    pub h: i32,
}

impl Place {
    fn around(bounds: Rect) -> Self {
        let (x, y) = (bounds.left().floor() as i32, bounds.top().floor() as i32);
        Self { x, y, w: bounds.right().ceil() as i32 - x, h: bounds.bottom().ceil() as i32 - y }
    }

    pub(crate) fn with(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) =
            ((self.x + self.w).max(other.x + other.w), (self.y + self.h).max(other.y + other.h));
        Self { x, y, w: right - x, h: bottom - y }
    }

    /// The smallest place around all; `None` for none.
    pub(crate) fn all(places: impl IntoIterator<Item = Self>) -> Option<Self> {
        places.into_iter().reduce(Self::with)
    }
}

/// A word and its ink's place.
pub(crate) struct SetWord {
    pub text: String,
    pub place: Place,
}

/// A column or a horizontal line.
pub(crate) struct SetLine {
    pub lang: &'static str,
    /// What spaces divide: a column of Chinese is one.
    pub words: Vec<SetWord>,
}

impl SetLine {
    pub(crate) fn place(&self) -> Option<Place> {
        Place::all(self.words.iter().map(|word| word.place))
    }
}

/// What kind of text a block holds: `main`, `title`, `folio` (the leaf's number).
pub(crate) struct Block {
    pub kind: &'static str,
    pub lines: Vec<SetLine>,
}

/// Black or red.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Black,
    Red,
}

/// Width of a space, in thousandths of the size.
pub(crate) const SPACE: f32 = 330.0;

pub(crate) struct Page {
    pub width: u32,
    pub height: u32,
    pub black: Mask,
    pub red: Mask,
    pub blocks: Vec<Block>,
}

impl Page {
    pub(crate) fn blank(width: u32, height: u32) -> Result<Self, DemoError> {
        let mask = || Mask::new(width, height).ok_or(DemoError::PageSize { width, height });
        Ok(Self { width, height, black: mask()?, red: mask()?, blocks: Vec::new() })
    }

    /// A new block; lines that are set from now on belong to it.
    pub(crate) fn begin(&mut self, kind: &'static str) {
        self.blocks.push(Block { kind, lines: Vec::new() });
    }

    /// A vertical column of Mongolian words from `top` downwards, its base line at `x`; letters lean to the right of it.
    /// Gives where the next word would begin.
    pub(crate) fn column(
        &mut self,
        case: &mut Case,
        ink: Ink,
        (x, top): (f32, f32),
        size: f32,
        lang: &'static str,
        text: &str,
    ) -> Result<f32, DemoError> {
        let scale = size / 1000.0;
        let mut y = top;
        let mut words = Vec::new();
        for word in text.split(' ') {
            let set = case.set(Writing::Mongolian, word)?;
            if let Some(outline) = set.outline {
                let turned = Transform::from_row(0.0, scale, scale, 0.0, x, y);
                words.extend(self.fill(ink, outline, turned, word));
            }
            y += (set.advance + SPACE) * scale;
        }
        self.push(SetLine { lang, words });
        Ok(y)
    }

    /// A column of Chinese, one upright character a cell of `size`, its left edge at `x`.
    pub(crate) fn chinese_column(
        &mut self,
        case: &mut Case,
        (x, top): (f32, f32),
        size: f32,
        lang: &'static str,
        text: &str,
    ) -> Result<(), DemoError> {
        let scale = size / 1000.0;
        let mut places = Vec::new();
        for (n, character) in text.chars().enumerate() {
            let text = character.to_string();
            let set = case.set(Writing::Chinese, &text)?;
            // The base line of a Han character lies 0.88 of its cell below the cell's top.
            let base = top + (n as f32 * 1.06 + 0.88) * size;
            if let Some(outline) = set.outline {
                let upright = Transform::from_row(scale, 0.0, 0.0, -scale, x, base);
                places.extend(self.fill(Ink::Black, outline, upright, &text).map(|set| set.place));
            }
        }
        let words = Place::all(places).map(|place| SetWord { text: text.to_owned(), place });
        self.push(SetLine { lang, words: words.into_iter().collect() });
        Ok(())
    }

    /// A horizontal line whose base line begins at `x`, `base`.
    pub(crate) fn line(
        &mut self,
        case: &mut Case,
        (writing, lang): (Writing, &'static str),
        (x, base): (f32, f32),
        size: f32,
        text: &str,
    ) -> Result<(), DemoError> {
        let scale = size / 1000.0;
        let set = case.set(writing, text)?;
        let words = set.outline.and_then(|outline| {
            self.fill(Ink::Black, outline, Transform::from_row(scale, 0.0, 0.0, -scale, x, base), text)
        });
        self.push(SetLine { lang, words: words.into_iter().collect() });
        Ok(())
    }

    /// A red rule around the place, `thick` pixels wide, inside it.
    pub(crate) fn frame(&mut self, place: Place, thick: i32) {
        let Place { x, y, w, h } = place;
        let sides = [
            (x, y, w, thick),
            (x, y + h - thick, w, thick),
            (x, y + thick, thick, h - 2 * thick),
            (x + w - thick, y + thick, thick, h - 2 * thick),
        ];
        for (x, y, w, h) in sides {
            if let Some(rect) = Rect::from_xywh(x as f32, y as f32, w as f32, h as f32) {
                let path = PathBuilder::from_rect(rect);
                self.red.fill_path(&path, FillRule::Winding, true, Transform::identity());
            }
        }
    }

    fn fill(&mut self, ink: Ink, outline: tiny_skia::Path, to: Transform, text: &str) -> Option<SetWord> {
        let drawn = outline.transform(to)?;
        let mask = if ink == Ink::Black { &mut self.black } else { &mut self.red };
        mask.fill_path(&drawn, FillRule::Winding, true, Transform::identity());
        Some(SetWord { text: text.to_owned(), place: Place::around(drawn.bounds()) })
    }

    fn push(&mut self, line: SetLine) {
        if let Some(block) = self.blocks.last_mut() {
            block.lines.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_s_place_holds_all_its_ink_and_nothing_else_does() {
        let mut page = Page::blank(300, 600).unwrap();
        page.begin("main");

        page.column(&mut Case::default(), Ink::Black, (150.0, 20.0), 60.0, "mn-Mong", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ")
            .unwrap();

        let words = &page.blocks[0].lines[0].words;
        assert_eq!(words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["ᠮᠣᠩᠭᠣᠯ", "ᠪᠢᠴᠢᠭ"]);
        assert!(words[0].place.y + words[0].place.h <= words[1].place.y, "columns run downwards");
        let inked = |at: &Place| {
            let rows = at.y..at.y + at.h;
            rows.flat_map(|y| (at.x..at.x + at.w).map(move |x| (x, y)))
                .filter(|(x, y)| page.black.data()[(y * 300 + x) as usize] > 0)
                .count()
        };
        let on_page = page.black.data().iter().filter(|cover| **cover > 0).count();
        assert!(on_page > 1000);
        assert_eq!(words.iter().map(|word| inked(&word.place)).sum::<usize>(), on_page);
        for word in words {
            let Place { x, y, w, h } = word.place;
            assert!(
                inked(&Place { x, y, w, h: h / 2 }) > 0 && inked(&Place { x, y: y + h / 2, w, h: h / 2 }) > 0
            );
            assert!(h > w, "{} is set upright, not on its side", word.text);
        }
    }
}
