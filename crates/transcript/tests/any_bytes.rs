//! No bytes make a reader panic, and what it gives keeps its promises.

use bumba_transcript::{Kind, Reading, identify, read_as, read_in};
use proptest::prelude::*;

const KINDS: [Kind; 6] = [Kind::Eaf, Kind::WebVtt, Kind::Srt, Kind::Alto, Kind::Page, Kind::Hocr];

/// Pieces that the formats are made of, to be put together wrongly.
const PIECES: [&str; 40] = [
    "<?xml version='1.0' encoding='gb18030'?>",
    "<ANNOTATION_DOCUMENT>",
    "<TIME_SLOT TIME_SLOT_ID='1' TIME_VALUE='-5'/>",
    "<TIME_SLOT TIME_SLOT_ID='2'/>",
    "<TIER TIER_ID='x' LINGUISTIC_TYPE_REF='w'>",
    "<ALIGNABLE_ANNOTATION ANNOTATION_ID='a' TIME_SLOT_REF1='2' TIME_SLOT_REF2='1'>",
    "<REF_ANNOTATION ANNOTATION_ID='b' ANNOTATION_REF='a' PREVIOUS_ANNOTATION='b'>",
    "<REF_ANNOTATION ANNOTATION_ID='a' ANNOTATION_REF='b'>",
    "<ANNOTATION_VALUE>text</ANNOTATION_VALUE>",
    "</REF_ANNOTATION>",
    "</ALIGNABLE_ANNOTATION>",
    "</TIER>",
    "<CV_ENTRY CVE_ID='1'>",
    "<CONTROLLED_VOCABULARY CV_ID='v'>",
    "<alto>",
    "<Page WIDTH='1e400' HEIGHT='-1' imageWidth='5'>",
    "<TextLine ID='l' HPOS='NaN' VPOS='1e30' WIDTH='1' HEIGHT='1'>",
    "<Polygon POINTS='1,2 3'/>",
    "<String CONTENT='a&b;'/>",
    "</TextLine>",
    "<PcGts>",
    "<TextRegion id='r'>",
    "<Coords points='9999999999,1 2,2'/>",
    "<TextEquiv index='x'><Unicode>字</Unicode></TextEquiv>",
    "</TextRegion>",
    "<OrderedGroup>",
    "<RegionRefIndexed index='NaN' regionRef='r'/>",
    "</OrderedGroup>",
    "<html><div class='ocr_page' title='bbox 0 0 9 9'>",
    "<span class='ocr_line' title='bbox 5 5 1 1'>w",
    "</span>",
    "<br>",
    "WEBVTT\n\n",
    "00:01.000 --> 99999999999999999999:00:00.000\n",
    "<v Batu>a<",
    "&#x110000;&#0;\n\n",
    "7\n",
    "0:0:1,5-->0:0:0,5\n",
    "{\\an8}<i>b\n",
    "<!-- ]]> &lolz;",
];

fn holds(reading: &Reading) {
    let mut ids = std::collections::HashSet::new();
    for line in reading.lines() {
        assert!(ids.insert(&line.id), "{} twice", line.id);
        assert!(!line.text.trim().is_empty());
        if let Some([from, to]) = line.time {
            assert!(from >= 0.0 && to >= from && to.is_finite(), "{from} {to}");
        }
        assert!(line.region.is_none_or(|region| region.w > 0 && region.h > 0));
    }
}

fn try_all(bytes: &[u8]) {
    let _ = identify(bytes, "a.srt");
    for kind in KINDS {
        if let Ok(reading) = read_as(kind, bytes) {
            holds(&reading);
            holds(&reading.scaled_to(100, 100));
        }
        let _ = read_in(kind, bytes, Some("gb18030"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        try_all(&bytes);
    }

    #[test]
    fn no_mixture_of_pieces_makes_it_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40), cut in 0usize..400) {
        let roots = ["", "<ANNOTATION_DOCUMENT>", "<alto>", "<PcGts>", "<html>", "WEBVTT\n\n"];
        for root in roots {
            let text = format!("{root}{}", pieces.concat());
            try_all(text.as_bytes());
            try_all(&text.as_bytes()[..cut.min(text.len())]);
        }
    }
}
