//! Setting type: a word becomes an outline. harfrust shapes, skrifa gives the outlines.

use crate::DemoError;
use bumba_fonts::{CHINESE, MONGOLIAN, TIBETAN};
use harfrust::{Buffer, Direction, Script, ShapeOptions, ShaperFont, shape};
use skrifa::{DrawMemory, Font, GlyphId, ScalerFont, font::glyph::outline::PathSink};
use std::collections::HashMap;
use tiny_skia::{Path, PathBuilder};

/// What a text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// Hudum or Todo.
    Mongolian,
    Tibetan,
    Chinese,
}

impl Writing {
    fn family(self) -> &'static str {
        match self {
            Self::Mongolian => MONGOLIAN,
            Self::Tibetan => TIBETAN,
            Self::Chinese => CHINESE,
        }
    }

    fn script(self) -> Script {
        match self {
            Self::Mongolian => Script::MONGOLIAN,
            Self::Tibetan => Script::TIBETAN,
            Self::Chinese => Script::HAN,
        }
    }
}

/// A shaped word. Lengths are thousandths of the type's size; x runs along the line, y upwards from the base line.
pub(crate) struct Word {
    /// Nothing where the word has no ink.
    pub outline: Option<Path>,
    pub advance: f32,
}

/// The opened faces.
#[derive(Default)]
pub(crate) struct Case {
    open: HashMap<&'static str, Font>,
}

impl Case {
    /// Shapes one word (or one character of Chinese). Mongolian is shaped left to right, as its face is made, and turned
    /// when it is drawn: shaping top to bottom gives no advances.
    pub(crate) fn set(&mut self, writing: Writing, text: &str) -> Result<Word, DemoError> {
        let cannot = |why: &'static str| DemoError::Typeset { text: text.to_owned(), why };
        let first = text.chars().next().ok_or_else(|| cannot("it is empty"))?;
        let face =
            bumba_fonts::face_for(writing.family(), first).ok_or_else(|| cannot("no face holds it"))?;
        if !self.open.contains_key(face.name) {
            let bytes = wuff::decompress_woff2(face.bytes).map_err(|_| cannot("its face does not open"))?;
            self.open.insert(face.name, Font::new(bytes, 0).ok_or_else(|| cannot("its face is no font"))?);
        }
        let font = self.open.get(face.name).ok_or_else(|| cannot("its face is not open"))?;

        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(Some(writing.script()));
        shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new())
            .map_err(|_| cannot("it cannot be shaped"))?;

        let scaler = ScalerFont::unhinted(font.clone(), Some(1000.0));
        let unit = 1000.0 / f32::from(font.units_per_em());
        let mut pen = Pen { path: PathBuilder::new(), x: 0.0, y: 0.0 };
        let mut advance = 0.0;
        for (glyph, place) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            if glyph.glyph_id == 0 {
                return Err(cannot("its face lacks a letter"));
            }
            pen.x = advance + place.x_offset as f32 * unit;
            pen.y = place.y_offset as f32 * unit;
            if let Some(outline) = scaler.outline(GlyphId::new(glyph.glyph_id)) {
                outline
                    .draw(DrawMemory::Scratch, &mut pen)
                    .map_err(|_| cannot("an outline cannot be drawn"))?;
            }
            advance += place.x_advance as f32 * unit;
        }
        Ok(Word { outline: pen.path.finish(), advance })
    }
}

struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x + self.x, y + self.y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x + self.x, y + self.y);
    }
    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.path.quad_to(cx0 + self.x, cy0 + self.y, x + self.x, y + self.y);
    }
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (dx, dy) = (self.x, self.y);
        self.path.cubic_to(cx0 + dx, cy0 + dy, cx1 + dx, cy1 + dy, x + dx, y + dy);
    }
    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that judge fonts, subsets and shaping in the browser, too.
    #[test]
    fn the_advances_are_harfbuzz_s() {
        let words = [
            ("ᠮᠣᠩᠭᠣᠯ", 3163.0),
            ("ᠮᠣᠩᠭᠣᠯ\u{202F}ᠤᠨ", 4468.0),
            ("ᠬᠠᠷ\u{180E}ᠠ", 2043.0),
            ("ᠪᠢᠴᠢᠭ", 2476.0),
            ("ᠵᠠᠩᠭᠠᠷ", 2632.0),
            ("ᡓᠠᡊᡎᠠᠷ", 2903.0),
            ("ᡐᡆᡑᡆ ᡋᡅᡒᡅᡎ", 5256.0),
            ("ᠮᠠᠨᠵᡠ ᡤᡳᠰᡠᠨ", 4875.0),
        ];
        let mut case = Case::default();
        for (text, advance) in words {
            assert_eq!(case.set(Writing::Mongolian, text).unwrap().advance, advance, "{text}");
        }
    }

    #[test]
    fn what_no_face_holds_is_told() {
        let mut case = Case::default();
        assert!(matches!(case.set(Writing::Tibetan, "Ж"), Err(DemoError::Typeset { .. })));
        assert!(matches!(case.set(Writing::Tibetan, ""), Err(DemoError::Typeset { .. })));
    }
}
