//! Dates as they stand in the source, and what they mean.

use crate::record::record;

record! {
    /// A date: what was written, and what it means.
    pub struct Date {
        /// As it stands in the source: "光绪三十年", "1950年代".
        pub written: String,
        /// What it means, in EDTF (ISO 8601-2:2019), with its doubt: `1904`, `195X`, `[1370..1380]`, `13XX~`.
        pub edtf: String,
        /// Who read it so.
        pub by: String,
    }
}

/// A first and a last year, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// The earliest year.
    pub first: i32,
    /// The latest year.
    pub last: i32,
}

impl Date {
    /// A date from one cell of a table: EDTF where it reads as such, else as written.
    #[must_use]
    pub fn from_cell(cell: &str) -> Self {
        let cell = cell.trim();
        let understood = Years::of_edtf(cell).is_some();
        Self {
            written: cell.to_owned(),
            edtf: if understood { cell.to_owned() } else { String::new() },
            ..Self::default()
        }
    }

    /// The years it can mean, where it is understood.
    #[must_use]
    pub fn years(&self) -> Option<Years> {
        Years::of_edtf(&self.edtf)
    }
}

impl Years {
    /// The years that an EDTF text can mean: dates, unspecified digits (`195X`), doubt (`?~%`), intervals (`a/b`,
    /// open ends as well), sets (`[a..b]`, `{a,b}`), long years (`Y-12000`). `None` where it does not read as EDTF.
    #[must_use]
    pub fn of_edtf(edtf: &str) -> Option<Self> {
        let edtf = edtf.trim();
        if let Some(set) = edtf.strip_prefix(['[', '{']) {
            let set = set.strip_suffix([']', '}'])?;
            return Self::of_each(
                set.split(',').flat_map(|part| part.split("..")).filter(|part| !part.trim().is_empty()),
            );
        }
        match edtf.split_once('/') {
            Some((from, to)) => {
                Self::of_each([from, to].into_iter().filter(|part| !matches!(*part, "" | "..")))
            }
            None => Self::of_date(edtf),
        }
    }

    fn of_each<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut all: Option<Self> = None;
        for part in parts {
            let years = Self::of_date(part.trim())?;
            all = Some(all.map_or(years, |all| Self {
                first: all.first.min(years.first),
                last: all.last.max(years.last),
            }));
        }
        all
    }

    fn of_date(date: &str) -> Option<Self> {
        let date: String = date.chars().filter(|c| !matches!(c, '?' | '~' | '%')).collect();
        if let Some(long) = date.strip_prefix('Y') {
            let year = long.parse().ok()?;
            return Some(Self { first: year, last: year });
        }
        let (sign, digits) = date.strip_prefix('-').map_or((1, date.as_str()), |rest| (-1, rest));
        let (year, rest) = digits.split_at_checked(4)?;
        if !year.bytes().all(|b| b.is_ascii_digit() || b == b'X') || !is_rest_of_date(rest) {
            return None;
        }
        let low: i32 = year.replace('X', "0").parse().ok()?;
        let high: i32 = year.replace('X', "9").parse().ok()?;
        Some(if sign > 0 { Self { first: low, last: high } } else { Self { first: -high, last: -low } })
    }
}

/// `-MM`, `-MM-DD`, with `X` for what is not known, and a time that is not looked into.
fn is_rest_of_date(rest: &str) -> bool {
    let date = rest.split_once('T').map_or(rest, |(date, _)| date);
    date.is_empty()
        || date.strip_prefix('-').is_some_and(|parts| {
            parts.split('-').count() <= 2
                && parts
                    .split('-')
                    .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit() || b == b'X'))
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edtf_gives_its_years() {
        for (edtf, first, last) in [
            ("1904", 1904, 1904),
            ("1978-08-17", 1978, 1978),
            ("195X", 1950, 1959),
            ("13XX~", 1300, 1399),
            ("[1370..1380]", 1370, 1380),
            ("{1952, 1961?}", 1952, 1961),
            ("1950/1980", 1950, 1980),
            ("1950/..", 1950, 1950),
            ("-0044", -44, -44),
            ("2006~", 2006, 2006),
            ("1985-XX", 1985, 1985),
        ] {
            assert_eq!(Years::of_edtf(edtf), Some(Years { first, last }), "{edtf}");
        }
    }

    #[test]
    fn what_is_not_edtf_is_kept_as_written() {
        for cell in ["康熙四十六年", "c. 1900", "12", "1950年代", "19500", "1950-1960"] {
            let date = Date::from_cell(cell);
            assert_eq!((date.written.as_str(), date.edtf.as_str()), (cell, ""), "{cell}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,30}") {
            let _ = Years::of_edtf(&text);
        }
    }
}
