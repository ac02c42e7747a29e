#![doc = include_str!("../README.md")]

mod ranges;

use ranges::Ranges;
use std::{collections::HashMap, fmt::Write as _, sync::LazyLock};

/// Family of the vertical scripts: Hudum, Todo, Sibe, Manchu, Ali Gali.
pub const MONGOLIAN: &str = "Noto Sans Mongolian";
/// Family of Latin, Cyrillic and Greek (the γ of romanisations), with the letters of Mongolian, Kalmyk, Buryat and of romanisations.
pub const SERIF: &str = "Noto Serif";
/// Family of Tibetan.
pub const TIBETAN: &str = "Noto Serif Tibetan";
/// Family of Chinese, in slices: a page loads only those whose characters it shows.
pub const CHINESE: &str = "Noto Serif SC";

/// What joins or forms Mongolian letters and must therefore come from the Mongolian face, else the run is cut and the
/// suffix gets a wrong first tooth: ZWNJ, ZWJ, NNBSP.
const MONGOLIAN_ALONE: [std::ops::RangeInclusive<u32>; 2] = [0x200C..=0x200D, 0x202F..=0x202F];

/// All that the Mongolian face is asked for; the package's own range also takes in circled digits.
const MONGOLIAN_RANGE: &str = "U+1800-18AF, U+200C-200D, U+202F, U+2048-2049, U+3001-3002, U+3008-300F, U+FE3D-FE44, \
                               U+11660-1166C";

/// One font file.
#[derive(Debug)]
pub struct Face {
    /// The file's name and the last segment of its address: `noto-serif-latin-400-normal.woff2`.
    pub name: &'static str,
    /// The CSS family; several faces make one family.
    pub family: &'static str,
    /// The file, WOFF 2.
    pub bytes: &'static [u8],
    /// `font/woff2` (RFC 8081, section 4.4.6).
    pub media_type: &'static str,
    /// What it may be used under.
    pub licence: &'static Licence,
    characters: Ranges,
}

impl Face {
    /// Whether pages ask this face for the character.
    #[must_use]
    pub fn is_asked_for(&self, character: char) -> bool {
        self.characters.contains(character)
    }

    /// The value of `unicode-range`.
    #[must_use]
    pub fn unicode_range(&self) -> String {
        self.characters.to_string()
    }
}

/// The licence of one package of faces.
#[derive(Debug)]
pub struct Licence {
    /// The npm package, without its scope: `noto-serif`.
    pub package: &'static str,
    /// SPDX identifier.
    pub spdx: &'static str,
    /// The licence as it came with the package, copyright line first.
    pub text: &'static str,
}

struct Package {
    name: &'static str,
    licence: &'static str,
    faces: &'static [Source],
}

struct Source {
    name: &'static str,
    family: &'static str,
    range: &'static str,
    bytes: &'static [u8],
}

static PACKAGES: &[Package] = include!(concat!(env!("OUT_DIR"), "/packages.rs"));

static LICENCES: LazyLock<Vec<Licence>> = LazyLock::new(|| {
    PACKAGES
        .iter()
        .map(|package| Licence { package: package.name, spdx: "OFL-1.1", text: package.licence })
        .collect()
});

static FACES: LazyLock<Vec<Face>> = LazyLock::new(|| {
    let face = |licence: &'static Licence, source: &Source| {
        let range = if source.family == MONGOLIAN { MONGOLIAN_RANGE } else { source.range };
        // A test reads every range of the packages; one that could not be read would only never be asked for.
        let mut characters = Ranges::parse(range)?;
        if source.family != MONGOLIAN {
            characters = characters.without(&MONGOLIAN_ALONE);
        }
        let (name, family, bytes) = (source.name, source.family, source.bytes);
        Some(Face { name, family, bytes, media_type: "font/woff2", licence, characters })
    };
    let packages = PACKAGES.iter().zip(LICENCES.iter());
    packages
        .flat_map(|(package, licence)| package.faces.iter().filter_map(move |source| face(licence, source)))
        .collect()
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static Face>> =
    LazyLock::new(|| FACES.iter().map(|face| (face.name, face)).collect());

static CSS: LazyLock<String> = LazyLock::new(|| {
    let mut css = String::new();
    for face in FACES.iter() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            css,
            "@font-face{{font-family:'{}';font-style:normal;font-weight:400;font-display:swap;\
             src:url(/assets/fonts/{}) format('woff2');unicode-range:{}}}",
            face.family, face.name, face.characters
        );
    }
    css
});

/// The face of that file name.
#[must_use]
pub fn face(name: &str) -> Option<&'static Face> {
    BY_NAME.get(name).copied()
}

/// Every face: Mongolian first, then Latin and Cyrillic, Tibetan, Chinese.
#[must_use]
pub fn faces() -> &'static [Face] {
    &FACES
}

/// The face of a family that holds the character, as a browser would choose it by `unicode-range`.
#[must_use]
pub fn face_for(family: &str, character: char) -> Option<&'static Face> {
    FACES.iter().find(|face| face.family == family && face.is_asked_for(character))
}

/// One licence a package; they are to be shown or handed on wherever the faces are.
#[must_use]
pub fn licences() -> &'static [Licence] {
    &LICENCES
}

/// The `@font-face` rules, one a line. Files are at `/assets/fonts/NAME`.
#[must_use]
pub fn css() -> &'static str {
    &CSS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_of_the_packages_is_read() {
        let sources = PACKAGES.iter().flat_map(|package| package.faces);
        assert_eq!(sources.clone().count(), FACES.len());
        assert!(sources.clone().all(|source| Ranges::parse(source.range).is_some()));
    }

    #[test]
    fn joiners_and_the_narrow_space_come_from_the_mongolian_face_alone() {
        for character in ['\u{200C}', '\u{200D}', '\u{202F}', '\u{180E}', 'ᠮ', 'ᡐ'] {
            let families: Vec<_> =
                faces().iter().filter(|face| face.is_asked_for(character)).map(|face| face.family).collect();
            assert_eq!(families, [MONGOLIAN], "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn every_letter_that_pages_need_has_its_face() {
        let needs = [
            (SERIF, "Bumba ǰangγar čšöü Жаңһр Өөүү Җәһ №"),
            (TIBETAN, "བཀྲ་ཤིས།"),
            (CHINESE, "江格尔本巴書傳爾館，。"),
            (MONGOLIAN, "ᠵᠠᠩᠭᠠᠷ\u{202F}ᠤᠨ᠃ᡓᠠᡊᡎᠠᠷ"),
        ];
        for (family, text) in needs {
            for character in text.chars().filter(|character| *character != ' ') {
                assert!(face_for(family, character).is_some(), "{family} {character}");
            }
        }
    }

    #[test]
    fn every_face_of_the_rules_is_a_font_with_a_licence() {
        let rules: Vec<_> = css().lines().collect();
        assert_eq!(rules.len(), faces().len());
        for (rule, listed) in rules.iter().zip(faces()) {
            assert!(rule.contains(&format!("url(/assets/fonts/{})", listed.name)), "{rule}");
            assert!(rule.contains("font-display:swap"), "{rule}");
            assert_eq!(&listed.bytes[..4], b"wOF2", "{}", listed.name);
            assert!(listed.licence.text.contains("SIL"), "{}", listed.name);
            assert_eq!(face(listed.name).map(|found| found.bytes.len()), Some(listed.bytes.len()));
        }
        assert!(face("../Cargo.toml").is_none());
    }

    #[test]
    fn what_a_mongolian_page_loads_first_is_within_the_budget() {
        let first = ["noto-sans-mongolian-mongolian", "noto-serif-latin", "noto-serif-cyrillic"];
        let bytes: usize =
            first.iter().map(|stem| face(&format!("{stem}-400-normal.woff2")).unwrap().bytes.len()).sum();
        assert!(bytes <= 135_000, "{bytes}");
    }
}
