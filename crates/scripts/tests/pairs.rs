//! The Chinese pairs of the fixtures, where they are at hand.

use std::path::PathBuf;

use bumba_scripts::analyse;

fn fixtures() -> PathBuf {
    std::env::var_os("BUMBA_FIXTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures"),
        PathBuf::from,
    )
}

#[test]
fn traditional_and_simplified_pairs_share_their_terms() {
    let Ok(table) = std::fs::read_to_string(fixtures().join("search/chinese.tsv")) else { return };
    let mut apart = Vec::new();
    let mut tried = 0;
    for line in table.lines() {
        let fields: Vec<_> = line.split('\t').collect();
        if fields[..2] != ["zh-Hant", "zh-Hans"] {
            continue;
        }
        tried += 1;
        let terms = |text: &str| analyse(text, None).into_iter().map(|token| token.terms).collect::<Vec<_>>();
        if terms(fields[2]) != terms(fields[3]) {
            apart.push(format!("{} {}", fields[2], fields[3]));
        }
    }
    assert!(tried > 100);
    assert!(apart.len() * 100 <= tried * 2, "of {tried}: {apart:?}");
}
