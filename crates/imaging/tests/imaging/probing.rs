use std::io::Cursor;

use bumba_imaging::{Colour, Fault, Format, ImagingError, Measured, Orientation, Probe, probe};

use crate::makers::{Packing, jpeg, jpeg_turned, page, png, png_of, tiff, tiff_by_hand, tiff_pages};

fn probed(bytes: &[u8]) -> Measured<Probe> {
    probe(&mut Cursor::new(bytes)).unwrap()
}

#[test]
fn a_whole_jpeg_tells_its_size_resolution_and_colour() {
    let Measured { value, faults } = probed(&jpeg(&page(300, 200)));

    assert_eq!(faults, []);
    assert_eq!((value.format, value.media_type), (Format::Jpeg, "image/jpeg"));
    assert_eq!((value.width, value.height, value.bits, value.channels), (300, 200, 8, 3));
    assert_eq!((value.colour, value.ppi, value.pages), (Colour::YCbCr, Some((400.0, 400.0)), 1));
    assert_eq!(value.compression, "baseline");
    assert!(matches!(value.pronom, Some("fmt/42" | "fmt/43" | "fmt/44")), "{:?}", value.pronom);
}

#[test]
fn a_turned_jpeg_tells_its_size_as_stored_and_as_shown() {
    let value = probed(&jpeg_turned(&page(300, 200), 6)).value;

    assert_eq!(value.orientation, Orientation::Clockwise);
    assert_eq!((value.width, value.height), (300, 200));
    assert_eq!((value.shown_width, value.shown_height), (200, 300));
}

#[test]
fn a_jpeg_cut_anywhere_after_its_size_is_truncated_and_says_so() {
    let whole = jpeg(&page(300, 200));
    for end in [whole.len() - 1, whole.len() - 2, whole.len() / 2, 700] {
        let Measured { value, faults } = probed(&whole[..end]);

        assert_eq!((value.width, value.height), (300, 200));
        assert!(matches!(faults[..], [Fault::Truncated { .. }]), "cut at {end}: {faults:?}");
        assert!(faults[0].to_string().starts_with("The file ends too early"));
    }
}

#[test]
fn bytes_after_a_jpegs_end_are_no_fault() {
    let mut bytes = jpeg(&page(30, 20));
    bytes.extend(vec![0; 200_000]);

    assert_eq!(probed(&bytes).faults, []);
}

#[test]
fn a_png_tells_its_kind() {
    let value = probed(&png(2, 2, png::ColorType::Rgba, png::BitDepth::Sixteen, &[7; 32])).value;

    assert_eq!((value.width, value.height, value.bits, value.channels), (2, 2, 16, 4));
    assert!(value.alpha);
    let (x, _) = value.ppi.unwrap();
    assert!((x - 300.0).abs() < 0.1, "{x}");
    assert_eq!(
        probed(&png(2, 1, png::ColorType::Indexed, png::BitDepth::Eight, &[0, 1])).value.colour,
        Colour::Palette
    );
}

#[test]
fn a_png_with_a_changed_byte_has_a_wrong_checksum_and_still_its_size() {
    let mut bytes = png_of(&page(64, 64));
    let data = bytes.windows(4).position(|w| w == b"IDAT").unwrap();
    bytes[data + 20] ^= 1;

    let Measured { value, faults } = probed(&bytes);
    assert_eq!((value.width, value.height), (64, 64));
    assert_eq!(faults, [Fault::Checksum { chunk: "IDAT".into(), at: data as u64 - 4 }]);
}

#[test]
fn a_png_without_its_end_says_so() {
    let bytes = png_of(&page(64, 64));

    assert_eq!(probed(&bytes[..bytes.len() - 12]).faults, [Fault::NoEnd { marker: "IEND" }]);
    assert!(matches!(probed(&bytes[..bytes.len() - 40]).faults[..], [Fault::Truncated { .. }]));
}

#[test]
fn a_tiff_tells_its_pages_and_compression() {
    assert_eq!(probed(&tiff_pages(5)).value.pages, 5);

    let Measured { value, faults } = probed(&tiff(&page(100, 70), Packing::Lzw));
    assert_eq!(faults, []);
    assert_eq!((value.width, value.height, value.bits, value.channels), (100, 70, 8, 3));
    assert_eq!((value.colour, value.pronom, &*value.compression), (Colour::Rgb, Some("fmt/353"), "LZW"));
}

#[test]
fn a_tiff_turned_by_its_tag_tells_both_sizes() {
    let tags = [(258, vec![8]), (262, vec![1]), (274, vec![8])];
    let value = probed(&tiff_by_hand(3, 2, &tags, b"abcdef")).value;

    assert_eq!((value.width, value.height, value.shown_width, value.shown_height), (3, 2, 2, 3));
}

#[test]
fn a_tiff_whose_directories_run_in_a_circle_is_told() {
    let mut bytes = tiff_pages(2);
    let first = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let count = u16::from_le_bytes(bytes[first..first + 2].try_into().unwrap()) as usize;
    bytes.copy_within(4..8, first + 2 + count * 12);

    let Measured { value, faults } = probed(&bytes);
    assert_eq!(faults, [Fault::DirectoryLoop { at: first as u64 }]);
    assert_eq!(value.pages, 1);
}

#[test]
fn a_tiff_that_was_cut_tells_how_many_strips_are_gone() {
    // The strips stand after the directory: cutting the end loses strips, not the directory.
    let mut bytes = tiff_by_hand(4, 4, &[(258, vec![8]), (262, vec![1])], &[9; 16]);
    let first = u32::from_le_bytes(bytes[4..8].try_into().unwrap());
    let at = bytes.len() as u32;
    let entry =
        (0..9).map(|i| first as usize + 2 + i * 12).find(|e| bytes[*e..*e + 2] == 273u16.to_le_bytes());
    let entry = entry.unwrap();
    bytes[entry + 8..entry + 12].copy_from_slice(&at.to_le_bytes());
    bytes.extend([9; 10]);

    assert_eq!(probed(&bytes).faults, [Fault::PastEnd { parts: 1, of: 1, first: 0 }]);
}

#[test]
fn a_broken_resolution_does_not_hide_the_page() {
    let mut bytes = tiff_by_hand(3, 2, &[(258, vec![8]), (262, vec![1]), (296, vec![2])], b"abcdef");
    let entry = bytes.windows(4).position(|w| w == [0x28, 1, 3, 0]).unwrap();
    bytes[entry + 3] = 3; // a type that is none

    assert_eq!(probed(&bytes).value.width, 3);
}

#[test]
fn other_files_are_refused_with_their_first_bytes() {
    let error = probe(&mut Cursor::new(b"RIFF\x10\0\0\0WAVE")).unwrap_err();
    assert!(matches!(error, ImagingError::NotAPicture { .. }));
    assert!(error.to_string().contains("52 49 46 46"), "{error}");
    let error = probe(&mut Cursor::new(b"")).unwrap_err();
    assert!(error.to_string().contains("the file is empty"), "{error}");
}
