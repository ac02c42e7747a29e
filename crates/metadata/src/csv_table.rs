//! CSV as it comes: byte order marks, three delimiters, quoted line ends.

use encoding_rs::{Encoding, UTF_8};

use crate::{
    Row, Sheet, TableError, Workbook,
    table::{MOST_COLUMNS, MOST_ROWS, MOST_TEXT},
};

pub(crate) fn read(bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<Workbook, TableError> {
    if bytes.len() > MOST_TEXT {
        return Err(TableError::TooLarge("256 MB of text"));
    }
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, bom)) => (encoding, &bytes[bom..]),
        None => (encoding.unwrap_or(UTF_8), bytes),
    };
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        return Err(TableError::Encoding {
            line: wrong_line(bytes, encoding),
            encoding: encoding.name().into(),
        });
    };
    if text.contains('\0') {
        return Err(TableError::NotATable("it holds zero bytes, which no text does".into()));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| TableError::NotATable(error.to_string()))?;
        if record.len() > MOST_COLUMNS {
            return Err(TableError::TooLarge("2,000 columns"));
        }
        if rows.len() == MOST_ROWS {
            return Err(TableError::TooLarge("1,048,576 rows"));
        }
        // The position is where the record before ended: empty lines between are skipped here. Lines are counted
        // here as well, for the reader's count takes CR LF apart.
        let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(counted);
        let ends =
            text.as_bytes().iter().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += line_ends(text.as_bytes().get(counted..start + ends).unwrap_or_default());
        counted = start + ends;
        rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
    }
    Ok(Workbook { sheets: vec![Sheet::of(String::new(), rows.into_iter())] })
}

/// How many lines end: with LF, CR LF or CR.
fn line_ends(bytes: &[u8]) -> u32 {
    let ends = bytes.iter().enumerate().filter(|(n, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(n + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

/// The delimiter that the first row has most of, outside of quotes; a comma where it has none.
fn delimiter(text: &str) -> u8 {
    let (mut quoted, mut counts) = (false, [(b',', 0), (b';', 0), (b'\t', 0)]);
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count += i32::from(byte == *delimiter);
                }
            }
        }
    }
    // `max_by_key` gives the last of equals: the comma stands last then.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

/// The line of the first byte that is not in the encoding.
fn wrong_line(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let valid = if encoding == UTF_8 { Encoding::utf8_valid_up_to(bytes) } else { 0 };
    1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use crate::{TableError, TableKind, read_table, read_table_in};

    #[test]
    fn marks_delimiters_and_quoted_line_ends_are_understood() {
        for text in [
            "\u{FEFF}item,title@mn\r\n\r\na,\"x, \"\"y\"\"\nz\"\r\nb,c",
            "item;title@mn\n\na;\"x, \"\"y\"\"\nz\"\nb;c\n",
            "item\ttitle@mn\n\na\t\"x, \"\"y\"\"\nz\"\nb\tc\n",
        ] {
            let book = read_table(text.as_bytes(), TableKind::Csv).unwrap();
            let sheet = book.items().unwrap();
            assert_eq!(sheet.columns, ["item", "title@mn"], "{text:?}");
            assert_eq!(sheet.rows[0].cells, ["a", "x, \"y\"\nz"]);
            assert_eq!((sheet.rows[0].line, sheet.rows[1].line), (3, 5));
        }
    }

    #[test]
    fn encodings_are_known_by_their_mark_or_told() {
        let text = "item,title\n一,江格尔\n";
        let utf16: Vec<u8> =
            [0xFEFF_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let book = read_table(&utf16, TableKind::Csv).unwrap();
        assert_eq!(book.sheets[0].rows[0].cells, ["一", "江格尔"]);
        let (gb, _, _) = GB18030.encode(text);
        assert_eq!(
            read_table(&gb, TableKind::Csv),
            Err(TableError::Encoding { line: 2, encoding: "UTF-8".into() })
        );
        assert_eq!(read_table_in(&gb, TableKind::Csv, Some("gb18030")), Ok(book));
        assert!(read_table_in(&gb, TableKind::Csv, Some("klingon")).is_err());
    }

    #[test]
    fn a_table_without_rows_is_empty_and_zeros_are_no_table() {
        assert_eq!(read_table(b"\n,,\n", TableKind::Csv), Err(TableError::Empty));
        assert!(matches!(read_table(b"a\0b", TableKind::Csv), Err(TableError::NotATable(_))));
    }
}
