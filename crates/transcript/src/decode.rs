//! Bytes to text: byte order marks, XML declarations, and encodings that nobody declared.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::fault::Faults;

/// The text of an XML file: by its byte order mark, else its declaration, else UTF-8 (XML 1.0, appendix F).
pub(crate) fn xml<'a>(bytes: &'a [u8], faults: &mut Faults) -> Cow<'a, str> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[bom..], faults);
    }
    match bytes {
        [b'<', 0, ..] => return with(UTF_16LE, bytes, faults),
        [0, b'<', ..] => return with(UTF_16BE, bytes, faults),
        _ => {}
    }
    let declared = declared_encoding(bytes).unwrap_or(UTF_8);
    // Saved again as UTF-8 with the old declaration left in place: the declaration could not have been read in UTF-16.
    let encoding = if declared == UTF_16LE || declared == UTF_16BE { UTF_8 } else { declared };
    with(encoding, bytes, faults)
}

/// The text of a plain text file: by its byte order mark, else UTF-8, else GB 18030 where all of it reads as such,
/// else Windows-1252. A guess is told.
pub(crate) fn plain<'a>(bytes: &'a [u8], faults: &mut Faults) -> Cow<'a, str> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[bom..], faults);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let gb18030 = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    let (text, name) = match gb18030 {
        Some(text) => (text, "GB 18030"),
        None => (WINDOWS_1252.decode_without_bom_handling(bytes).0, "Windows-1252"),
    };
    faults.tell("encoding-guessed", || {
        format!("the text is not UTF-8 and was read as {name}. If letters are wrong, save it as UTF-8.")
    });
    text
}

/// The text in an encoding that someone named; a byte order mark is stronger.
pub(crate) fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], faults: &mut Faults) -> Cow<'a, str> {
    let (text, used, damaged) = encoding.decode(bytes);
    if damaged {
        faults.tell("encoding", || {
            format!("some bytes are not {}: U+FFFD stands for them. Look at the source.", used.name())
        });
    }
    text
}

/// `encoding="…"` of the XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let declaration = head.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..declaration.windows(2).position(|pair| pair == b"?>")?];
    let declaration = std::str::from_utf8(declaration).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_xml_file_is_read_in_the_encoding_it_declares() {
        let (bytes, _, _) = GB18030.encode("<?xml version='1.0' encoding='GB18030'?><a>江格尔</a>");
        let text = xml(&bytes, &mut Faults::default());
        assert!(text.ends_with("<a>江格尔</a>"), "{text}");
    }

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        let units: Vec<u8> = "<a>ᠵ</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(xml(&units, &mut Faults::default()), "<a>ᠵ</a>");
        let marked = [&[0xFF, 0xFE], units.as_slice()].concat();
        assert_eq!(xml(&marked, &mut Faults::default()), "<a>ᠵ</a>");
    }

    #[test]
    fn a_guess_and_a_damaged_byte_are_told() {
        let mut faults = Faults::default();
        let (bytes, _, _) = GB18030.encode("江格尔");
        assert_eq!(plain(&bytes, &mut faults), "江格尔");
        assert_eq!(xml(b"<a>\xC3</a>", &mut faults), "<a>\u{FFFD}</a>");
        let codes: Vec<_> = faults.finish().iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["encoding-guessed", "encoding"]);
    }
}
