use std::io::Cursor;

use bumba_imaging::{
    Limits, Pyramid, PyramidOptions, Rect, Render, TileAddress, decode, encode_jpeg, probe, write_pyramid,
};
use proptest::prelude::*;

use crate::makers::{Packing, jpeg, jpeg_turned, page, png_of, tiff, tiff_pages};

/// Small, so that a lucky size costs nothing.
fn limits() -> Limits {
    Limits { pixels: 1 << 22, held_pixels: 1 << 20, row_pixels: 1 << 16, held_bytes: 1 << 24 }
}

/// Everything that takes bytes, on these bytes. Nothing here may panic.
fn try_all(bytes: &[u8]) {
    let probed = probe(&mut Cursor::new(bytes));
    if let Ok(probed) = &probed {
        assert!(probed.value.width > 0 && probed.value.height > 0);
    }
    if let Ok(picture) = decode(&mut Cursor::new(bytes), &limits()) {
        let probed = probed.expect("what can be decoded can be measured");
        assert_eq!(
            (picture.value.width(), picture.value.height()),
            (probed.value.shown_width, probed.value.shown_height)
        );
    }
    if let Ok(pyramid) = Pyramid::open(bytes) {
        for (level, l) in pyramid.levels().iter().enumerate() {
            let (columns, rows) = l.tiles(pyramid.tile_side());
            let _ = pyramid.tile(TileAddress { level, column: columns - 1, row: rows - 1 });
        }
        let rect = Rect { x: 0, y: 0, width: pyramid.width(), height: pyramid.height() };
        let _ = pyramid.render(&Render::new(rect, 20, 10));
    }
}

fn files() -> Vec<Vec<u8>> {
    let page = page(70, 90);
    let mut pyramid = Cursor::new(Vec::new());
    let options = PyramidOptions { tile: 32, ..PyramidOptions::default() };
    write_pyramid(&mut Cursor::new(png_of(&page)), &mut pyramid, &options).unwrap();
    vec![
        jpeg(&page),
        jpeg_turned(&page, 6),
        png_of(&page),
        tiff(&page, Packing::None),
        tiff(&page, Packing::Lzw),
        tiff(&page, Packing::Deflate),
        tiff_pages(3),
        pyramid.into_inner(),
        jpeg_with_profile(),
    ]
}

/// Most of its bytes are the profile's.
fn jpeg_with_profile() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 80);
    encoder.add_icc_profile(&moxcms::ColorProfile::new_adobe_rgb().encode().unwrap()).unwrap();
    encoder.encode(&[90; 192], 8, 8, jpeg_encoder::ColorType::Rgb).unwrap();
    out
}

/// Profiles are the part of a picture that another crate reads wholly.
#[test]
fn a_changed_byte_of_a_profile_makes_no_panic() {
    let whole = jpeg_with_profile();
    for at in 20..whole.len() {
        for byte in [0, 1, 127, 255] {
            let mut file = whole.clone();
            file[at] = byte;
            try_all(&file);
        }
    }
}

#[test]
fn a_file_cut_at_any_place_makes_no_panic() {
    for file in files() {
        let step = (file.len() / 150).max(1);
        for end in (0..file.len()).step_by(step) {
            try_all(&file[..end]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rubbish_makes_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), head in 0..6usize) {
        let heads: [&[u8]; 6] = [
            b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1A\n", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08",
            b"II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0",
        ];
        try_all(&[heads[head], &bytes].concat());
    }

    #[test]
    fn changed_bytes_make_no_panic(
        which in 0..9usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = files().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        try_all(&file);
    }

    /// Changes where they hurt: in the tags of a TIFF's directory.
    #[test]
    fn changed_tags_make_no_panic(
        which in 3..8usize,
        changes in proptest::collection::vec((0..400usize, prop::sample::select(vec![0u8, 1, 2, 3, 7, 16, 127, 255])), 1..4),
    ) {
        let mut file = files().swap_remove(which);
        let at = if file[2] == 43 { 8 } else { 4 };
        let first = u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        for (place, byte) in changes {
            let at = first + place;
            if at < file.len() {
                file[at] = byte;
            }
        }
        try_all(&file);
    }

    #[test]
    fn a_page_of_any_size_has_all_its_tiles(width in 1..90u32, height in 1..90u32) {
        let page = page(width, height);
        let options = PyramidOptions { tile: 16, ..PyramidOptions::default() };
        let mut out = Cursor::new(Vec::new());
        let info = write_pyramid(&mut Cursor::new(png_of(&page)), &mut out, &options).unwrap();
        let pyramid = Pyramid::open(out.into_inner()).unwrap();
        prop_assert_eq!(pyramid.levels(), &info.levels[..]);
        for (level, l) in info.levels.iter().enumerate() {
            let (columns, rows) = l.tiles(16);
            for (column, row) in (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row))) {
                let tile = pyramid.tile(TileAddress { level, column, row }).unwrap();
                let probed = probe(&mut Cursor::new(tile)).unwrap();
                prop_assert_eq!(probed.faults, vec![]);
                prop_assert_eq!((probed.value.width, probed.value.height), l.tile_size(16, column, row));
            }
        }
    }
}

#[test]
fn pixels_that_do_not_fit_their_size_are_refused() {
    assert!(encode_jpeg(&[0; 10], 2, 2, 85, None).is_err());
    assert!(encode_jpeg(&[], 0, 0, 85, None).is_err());
    assert!(encode_jpeg(&vec![0; 70_000 * 3], 70_000, 1, 85, None).is_err());
}
