//! Tables and records that describe a batch.
#![no_main]

use bumba_metadata::{
    TableKind, authorities, checksums, collections, group, ranges, read_record, read_table,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let kind = TableKind::of_name(["a.csv", "a.tsv", "a.xlsx"][usize::from(*first) % 3]);
    if let Some(Ok(book)) = kind.map(|kind| read_table(bytes, kind)) {
        if let Some(sheet) = book.items() {
            let _ = group(sheet);
            let _ = authorities(sheet);
            let _ = collections(sheet);
            let _ = ranges(sheet);
        }
    }
    let _ = read_record(bytes);
    for name in ["SHA256SUMS", "a.wav.md5"] {
        let _ = checksums(name, bytes);
    }
});
