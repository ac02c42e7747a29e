//! No bytes make a reader panic.

use bumba_metadata::{
    RecordFormat, TableKind, authorities, collections, group, identify_record, ranges, read_record,
    read_record_as, read_table,
};
use proptest::prelude::*;

const PIECES: [&str; 24] = [
    "<?xml version='1.0' encoding='gb18030'?>",
    "<TEI>",
    "<msDesc xml:lang='x-!'>",
    "<msIdentifier><idno>",
    "</idno></msIdentifier>",
    "<msContents><msItem>",
    "<title>字</title>",
    "<author key='k'><persName>",
    "<textLang mainLang='bo  x'/>",
    "</msItem></msContents>",
    "<physDesc><objectDesc form='pothi'><supportDesc><extent>99999999999 ff<dimensions><height>1",
    "</extent>",
    "<history><origDate when='NaN' notBefore='-1'>",
    "<olac>",
    "<contributor type='olac:role' code='singer'>",
    "<dc>",
    "<title>a&b;&#0;</title>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "<!DOCTYPE a>",
    "<![CDATA[x]]>",
    "<language>zh_hans</language>",
    "item,title@,people:,side|speed\n",
    "\"a\n,|,\\|;\t\n",
    "id,slug,canvas,from,to,coordinates,same_as\n1,2,3,4:x,NaN,1 2,:\n",
];

fn try_all(bytes: &[u8]) {
    let _ = identify_record(bytes);
    if let Ok(record) = read_record(bytes) {
        assert!(serde_json::to_string(&record.item).is_ok());
    }
    for format in [RecordFormat::DublinCore, RecordFormat::Olac, RecordFormat::Tei] {
        let _ = read_record_as(format, bytes);
    }
    if let Ok(book) = read_table(bytes, TableKind::Csv) {
        for sheet in &book.sheets {
            let _ = (group(sheet), authorities(sheet), collections(sheet), ranges(sheet));
        }
    }
    assert!(read_table(bytes, TableKind::Xlsx).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        try_all(&bytes);
    }

    #[test]
    fn no_mixture_of_pieces_makes_it_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30), cut in 0usize..400) {
        for root in ["", "<TEI><msDesc>", "<olac>", "<dc>"] {
            let text = format!("{root}{}", pieces.concat());
            try_all(text.as_bytes());
            try_all(&text.as_bytes()[..cut.min(text.len())]);
        }
    }
}
