//! File names: their bytes, how they are shown, how they are ordered.

use std::{cmp::Ordering, os::unix::ffi::OsStrExt, path::Path};

use encoding_rs::Encoding;
use unicode_normalization::UnicodeNormalization;

/// A name as it is shown, and its bytes where these are not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownName {
    /// The best reading of it.
    pub text: String,
    /// The bytes, where they are not UTF-8.
    pub bytes: Option<Vec<u8>>,
}

/// Reads a relative path: UTF-8 as it is, else in the encoding that was named or the likeliest one.
pub fn shown(path: &Path, encoding: Option<&'static Encoding>) -> ShownName {
    let bytes = path.as_os_str().as_bytes();
    match std::str::from_utf8(bytes) {
        Ok(text) => ShownName { text: text.to_owned(), bytes: None },
        Err(_) => {
            let (text, _, _) = encoding.unwrap_or(encoding_rs::GB18030).decode(bytes);
            ShownName { text: text.into_owned(), bytes: Some(bytes.to_vec()) }
        }
    }
}

/// The same name, however its accents are encoded.
pub fn same(a: &str, b: &str) -> bool {
    a == b || a.nfc().eq(b.nfc())
}

/// Natural order: `2` before `10`, else by code point. Names that are equal so are ordered by their bytes.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (digits(&mut left), digits(&mut right));
                let (x, y) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
                match x.len().cmp(&y.len()).then_with(|| x.cmp(y)) {
                    Ordering::Equal => {}
                    other => return other,
                }
            }
            (Some(x), Some(y)) => match x.cmp(&y) {
                Ordering::Equal => {
                    left.next();
                    right.next();
                }
                other => return other,
            },
            (None, None) => return a.cmp(b),
            (left, right) => return left.is_some().cmp(&right.is_some()),
        }
    }
}

fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    std::iter::from_fn(|| chars.next_if(char::is_ascii_digit)).collect()
}

/// The folder part, the part before the first dot of the last part, and the lower-case extension.
pub fn parts(path: &str) -> (&str, &str, String) {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (folder, stem, extension.to_lowercase()),
        _ => (folder, file, String::new()),
    }
}

/// A path in a table that stays within its folder: no `..`, no root. Back slashes stand for folders too.
pub fn within(path: &str) -> Option<String> {
    let path = path.trim().replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let fine = !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    fine.then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_comes_before_ten() {
        let mut names = ["p10.tif", "p2.tif", "p1.tif", "p010.tif", "a", "p2b.tif"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["a", "p1.tif", "p2.tif", "p2b.tif", "p010.tif", "p10.tif"]);
    }

    #[test]
    fn a_path_that_leads_out_is_none() {
        for path in ["../x", "a/../../b", "/etc/passwd", "a//b", "", "..\\x", "a/./b"] {
            assert_eq!(within(path), None, "{path}");
        }
        assert_eq!(within("a\\b c.wav").as_deref(), Some("a/b c.wav"));
    }

    #[test]
    fn a_name_that_is_not_utf8_is_read_by_the_best_guess_and_keeps_its_bytes() {
        use std::ffi::OsStr;
        let bytes = [0xbd, 0xad, b'.', b'w', b'a', b'v'];
        let name = shown(Path::new(OsStr::from_bytes(&bytes)), None);
        assert_eq!(name, ShownName { text: "江.wav".into(), bytes: Some(bytes.to_vec()) });
    }

    proptest! {
        #[test]
        fn natural_order_is_an_order(a in "[a0-9é.]{0,8}", b in "[a0-9é.]{0,8}", c in "[a0-9é.]{0,8}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b) == Ordering::Equal, a == b);
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }
    }
}
