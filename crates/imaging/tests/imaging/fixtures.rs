//! Real pages, where they are on the machine: `BUMBA_FIXTURES`, or beside the project.

use std::{fs, io::BufReader, path::PathBuf};

use bumba_imaging::{Pyramid, PyramidOptions, Rect, Render, probe, write_pyramid};

fn pages() -> Vec<PathBuf> {
    let folder = std::env::var_os("BUMBA_FIXTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures"),
        PathBuf::from,
    );
    let Ok(books) = fs::read_dir(folder.join("books")) else { return Vec::new() };
    let mut pages: Vec<PathBuf> = books
        .flatten()
        .filter_map(|book| fs::read_dir(book.path()).ok())
        .flat_map(|files| files.flatten().map(|f| f.path()))
        .filter(|p| matches!(p.extension().and_then(|e| e.to_str()), Some("jpg" | "jpeg" | "png" | "tif")))
        .collect();
    pages.sort();
    pages
}

#[test]
fn real_pages_are_whole() {
    for path in pages() {
        let measured = probe(&mut BufReader::new(fs::File::open(&path).unwrap())).unwrap();
        assert!(measured.value.width > 1000, "{path:?}: {measured:?}");
        assert_eq!(measured.faults, [], "{path:?}");
    }
}

#[test]
fn a_real_page_becomes_a_pyramid_of_which_a_part_can_be_shown() {
    let Some(path) = pages().into_iter().next() else { return };
    let mut out = std::io::Cursor::new(Vec::new());
    let mut source = fs::File::open(&path).unwrap();
    let info = write_pyramid(&mut source, &mut out, &PyramidOptions::default()).unwrap();
    assert_eq!(info.faults, []);
    let pyramid = Pyramid::open(out.into_inner()).unwrap();

    let rect = Rect { x: 100, y: 100, width: info.width - 200, height: info.height - 200 };
    let shown = pyramid.picture(&Render::new(rect, 300, 400)).unwrap();
    let mean = shown.rgb().iter().map(|v| f64::from(*v)).sum::<f64>() / shown.rgb().len() as f64;
    let spread =
        shown.rgb().iter().map(|v| (f64::from(*v) - mean).abs()).sum::<f64>() / shown.rgb().len() as f64;
    assert!(spread > 3.0, "the page is blank: mean {mean:.0}, spread {spread:.1}");
}
