//! Logical paths, and the content paths that stand for them on disk.
//!
//! A content path is the logical path wherever a disk can hold it. Characters that some system does not allow in a
//! name (control characters, `<>:"|?*\`, a final dot or blank, the device names of Windows) are written as `%` and
//! two hexadecimal digits for each byte of UTF-8, and so is `%` itself: percent-decoding gives the logical path back.
//! A part that is longer than 240 bytes is cut and ends in `~`, 32 digits of its SHA-256, and its extension;
//! a path of more than 1,000 bytes becomes `long-paths/` and the whole SHA-256. Of these the inventory alone knows
//! the name.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

const PART_BYTES: usize = 240;
const PATH_BYTES: usize = 1000;
const DEVICES: [&str; 22] = [
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
    "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

/// What OCFL 1.1 (section 3.5.3.1, "Logical Path") forbids; none where the path is good.
pub(crate) fn fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.starts_with('/') {
        return Some("it begins with a slash");
    }
    if path.ends_with('/') {
        return Some("it ends with a slash");
    }
    path.split('/').find_map(|part| match part {
        "" => Some("it has an empty part"),
        "." | ".." => Some("it has a part that is . or .."),
        _ => None,
    })
}

/// Where the file of this logical path lies below `content/`.
pub(crate) fn content_path(logical: &str) -> String {
    let path = logical.split('/').map(content_part).collect::<Vec<_>>().join("/");
    if path.len() <= PATH_BYTES {
        path
    } else {
        format!("long-paths/{}", hex::encode(Sha256::digest(logical)))
    }
}

fn content_part(part: &str) -> String {
    let stem = part.split('.').next().unwrap_or_default();
    let device = DEVICES.iter().any(|name| name.eq_ignore_ascii_case(stem));
    let mut out = String::with_capacity(part.len());
    for (at, c) in part.char_indices() {
        let last = at + c.len_utf8() == part.len();
        let odd = c.is_control()
            || "<>:\"|?*\\%".contains(c)
            || (last && (c == '.' || c == ' '))
            || (at == 0 && device);
        if odd {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String does not fail.
                let _ = write!(out, "%{byte:02x}");
            }
        } else {
            out.push(c);
        }
    }
    if out.len() <= PART_BYTES { out } else { cut(part, &out) }
}

fn cut(part: &str, encoded: &str) -> String {
    let digest = hex::encode(Sha256::digest(part));
    let extension = encoded
        .rsplit_once('.')
        .map(|(_, extension)| extension)
        .filter(|e| (1..=12).contains(&e.len()) && e.bytes().all(|b| b.is_ascii_alphanumeric()));
    let mut end = 150;
    while !encoded.is_char_boundary(end) {
        end -= 1;
    }
    // Not within a %xx.
    if let Some(percent) = encoded[..end].rfind('%').filter(|percent| end - percent < 3) {
        end = percent;
    }
    let start = &encoded[..end];
    match extension {
        Some(extension) => format!("{start}~{}.{extension}", &digest[..32]),
        None => format!("{start}~{}", &digest[..32]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((&first, after)) = rest.split_first() {
            if first == b'%' {
                bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
                rest = &after[2..];
            } else {
                bytes.push(first);
                rest = after;
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_common_name_is_kept_as_it_is() {
        for name in ["masters/reel-012-a.wav", "text/ᠵᠠᠩᠭᠠᠷ (1).eaf", "a b/江格尔.tif", ".hidden", "a..b"]
        {
            assert_eq!(content_path(name), name);
        }
    }

    #[test]
    fn a_name_that_some_disk_refuses_is_written_with_percent_signs() {
        assert_eq!(content_path("a:b?.txt"), "a%3ab%3f.txt");
        assert_eq!(content_path("100%"), "100%25");
        assert_eq!(content_path("line\nbreak /dot."), "line%0abreak%20/dot%2e");
        assert_eq!(content_path("nul.txt"), "%6eul.txt");
        assert_eq!(content_path("a\0b"), "a%00b");
    }

    #[test]
    fn a_long_name_is_cut_to_what_a_disk_holds_and_stays_its_own() {
        let long = |c: char| format!("{}{c}.tif", "ж".repeat(400));
        let (a, b) = (content_path(&long('a')), content_path(&long('b')));
        assert!(a.len() <= 255 && a.ends_with(".tif") && a != b);
        let deep = vec!["x".repeat(100); 40].join("/");
        assert!(content_path(&deep).len() <= PATH_BYTES);
    }

    #[test]
    fn a_path_that_leads_elsewhere_is_refused() {
        for bad in ["", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/.."] {
            assert!(fault(bad).is_some(), "{bad:?}");
        }
        assert_eq!(fault("a/.b/..c/d.."), None);
    }

    proptest! {
        #[test]
        fn percent_decoding_gives_the_logical_path_back(path in "[^/]{1,30}(/[^/]{1,30}){0,3}") {
            prop_assume!(fault(&path).is_none());
            let content = content_path(&path);
            prop_assert_eq!(fault(&content), None);
            prop_assert!(content.split('/').all(|part| part.len() <= 255));
            prop_assume!(path.split('/').all(|part| content_part(part).len() <= 150));
            prop_assert_eq!(decoded(&content), path);
        }
    }
}
