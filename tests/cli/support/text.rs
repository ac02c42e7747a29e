//! Transcripts and page texts.

use std::fmt::Write;

/// WebVTT: one cue a second, from the first second on.
pub fn vtt(lines: &[&str]) -> Vec<u8> {
    let mut text = "WEBVTT\n".to_owned();
    for (at, line) in lines.iter().enumerate() {
        write!(text, "\n00:{at:02}.100 --> 00:{at:02}.900\n{line}\n").unwrap();
    }
    text.into_bytes()
}

/// ELAN: one tier of aligned lines.
pub fn eaf(tier: &str, lines: &[(u32, u32, &str)]) -> Vec<u8> {
    let (mut slots, mut annotations) = (String::new(), String::new());
    for (n, (from, to, line)) in lines.iter().enumerate() {
        let (a, b) = (2 * n + 1, 2 * n + 2);
        write!(slots, "<TIME_SLOT TIME_SLOT_ID=\"ts{a}\" TIME_VALUE=\"{from}\"/><TIME_SLOT TIME_SLOT_ID=\"ts{b}\" TIME_VALUE=\"{to}\"/>").unwrap();
        write!(annotations, "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a{a}\" TIME_SLOT_REF1=\"ts{a}\" TIME_SLOT_REF2=\"ts{b}\"><ANNOTATION_VALUE>{line}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>").unwrap();
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ANNOTATION_DOCUMENT AUTHOR=\"\" DATE=\"2020-01-01T00:00:00+00:00\" FORMAT=\"3.0\" VERSION=\"3.0\">\
         <HEADER MEDIA_FILE=\"\" TIME_UNITS=\"milliseconds\"/><TIME_ORDER>{slots}</TIME_ORDER>\
         <TIER LINGUISTIC_TYPE_REF=\"default\" TIER_ID=\"{tier}\">{annotations}</TIER>\
         <LINGUISTIC_TYPE GRAPHIC_REFERENCES=\"false\" LINGUISTIC_TYPE_ID=\"default\" TIME_ALIGNABLE=\"true\"/></ANNOTATION_DOCUMENT>"
    )
    .into_bytes()
}

/// ALTO of a page of this size, one line at a place.
pub fn alto(width: u16, height: u16, line: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\"><Description><MeasurementUnit>pixel</MeasurementUnit></Description>\
         <Layout><Page ID=\"p\" PHYSICAL_IMG_NR=\"1\" WIDTH=\"{width}\" HEIGHT=\"{height}\"><PrintSpace HPOS=\"0\" VPOS=\"0\" WIDTH=\"{width}\" HEIGHT=\"{height}\">\
         <TextBlock ID=\"b\" HPOS=\"10\" VPOS=\"20\" WIDTH=\"40\" HEIGHT=\"12\"><TextLine ID=\"l\" HPOS=\"10\" VPOS=\"20\" WIDTH=\"40\" HEIGHT=\"12\">\
         <String ID=\"s\" HPOS=\"10\" VPOS=\"20\" WIDTH=\"40\" HEIGHT=\"12\" CONTENT=\"{line}\"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"
    )
    .into_bytes()
}
