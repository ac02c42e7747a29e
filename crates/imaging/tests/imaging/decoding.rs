use std::io::Cursor;

use bumba_imaging::{
    Fault, ImagingError, Limits, Measured, Orientation, Picture, PyramidOptions, decode, open_strips,
    write_pyramid,
};

use crate::makers::{Packing, jpeg, jpeg_turned, page, png, png_of, psnr, tiff, tiff_by_hand, tiff_in_parts};

fn decoded(bytes: &[u8]) -> Measured<Picture> {
    decode(&mut Cursor::new(bytes), &Limits::default()).unwrap()
}

#[test]
fn lossless_formats_come_back_to_the_byte() {
    let page = page(131, 77);
    assert_eq!(decoded(&png_of(&page)), Measured { value: page.clone(), faults: vec![] });
    for packing in [Packing::None, Packing::Lzw, Packing::Deflate, Packing::PackBits] {
        assert_eq!(
            decoded(&tiff(&page, packing)),
            Measured { value: page.clone(), faults: vec![] },
            "{packing:?}"
        );
    }
}

#[test]
fn a_jpeg_comes_back_nearly() {
    let page = page(131, 77);
    let Measured { value, faults } = decoded(&jpeg(&page));

    assert_eq!(faults, []);
    assert!(psnr(&value, &page) > 35.0, "{}", psnr(&value, &page));
}

#[test]
fn a_stored_turn_is_undone_in_every_orientation() {
    let stored = page(96, 64);
    for tag in 1..=8u8 {
        let shown = decoded(&jpeg_turned(&stored, tag)).value;
        let upright = decoded(&jpeg(&stored)).value;

        let orientation = Orientation::from_tag(tag.into());
        assert_eq!((shown.width(), shown.height()), orientation.shown(96, 64));
        let corner = match tag {
            1 => (0, 0),
            2 => (95, 0),
            3 => (95, 63),
            4 => (0, 63),
            5 => (0, 0),
            6 => (0, 63),
            7 => (95, 63),
            _ => (95, 0),
        };
        assert_eq!(shown.pixel(0, 0), upright.pixel(corner.0, corner.1), "orientation {tag}");
    }
}

#[test]
fn transparency_is_on_white_paper() {
    let rgba = [10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128];
    let picture = decoded(&png(3, 1, png::ColorType::Rgba, png::BitDepth::Eight, &rgba)).value;

    assert_eq!(picture.rgb(), [10, 20, 30, 255, 255, 255, 127, 127, 127]);
}

#[test]
fn gray_palette_and_deep_samples_become_rgb() {
    let gray16 = png(2, 1, png::ColorType::Grayscale, png::BitDepth::Sixteen, &[0, 0, 255, 255]);
    assert_eq!(decoded(&gray16).value.rgb(), [0, 0, 0, 255, 255, 255]);
    let palette = png(3, 1, png::ColorType::Indexed, png::BitDepth::Eight, &[2, 1, 0]);
    assert_eq!(decoded(&palette).value.rgb(), [0, 0, 255, 0, 255, 0, 255, 0, 0]);
}

#[test]
fn a_tiffs_odd_samples_become_rgb() {
    let hand =
        |tags: &[(u16, Vec<u16>)], strip: &[u8]| decoded(&tiff_by_hand(2, 1, tags, strip)).value.into_rgb();

    let bilevel_white_is_zero = hand(&[(258, vec![1]), (262, vec![0])], &[0b0100_0000]);
    assert_eq!(bilevel_white_is_zero, [255, 255, 255, 0, 0, 0]);
    let sixteen = hand(&[(258, vec![16]), (262, vec![1])], &[0x00, 0x80, 0xFF, 0xFF]);
    assert_eq!(sixteen, [128, 128, 128, 255, 255, 255]);
    let cmyk = hand(&[(258, vec![8; 4]), (262, vec![5]), (277, vec![4])], &[255, 0, 0, 0, 0, 0, 0, 255]);
    assert_eq!(cmyk, [0, 255, 255, 0, 0, 0]);
    let mut colours = vec![0u16; 768];
    colours[7] = 0xAB00; // red of colour 7
    colours[256 + 9] = 0xCD00; // green of colour 9
    let palette = hand(&[(258, vec![8]), (262, vec![3]), (320, colours)], &[7, 9]);
    assert_eq!(palette, [0xAB, 0, 0, 0, 0xCD, 0]);
    let alpha = hand(
        &[(258, vec![8; 4]), (262, vec![2]), (277, vec![4]), (338, vec![2])],
        &[9, 9, 9, 0, 1, 2, 3, 255],
    );
    assert_eq!(alpha, [255, 255, 255, 1, 2, 3]);
}

#[test]
fn a_packed_palette_tiff_is_read_though_the_tiff_crate_refuses_it() {
    let mut colours = vec![0u16; 768];
    colours[512 + 5] = 0xEE00; // blue of colour 5
    let tags = [(258, vec![8]), (259, vec![32773]), (262, vec![3]), (320, colours)];
    // PackBits: one byte repeated four times is 253 and the byte.
    let picture = decoded(&tiff_by_hand(4, 1, &tags, &[253, 5])).value;

    assert_eq!(picture.rgb(), [0, 0, 0xEE].repeat(4));
}

#[test]
fn planes_are_put_together() {
    let tags = [(258, vec![8; 3]), (262, vec![2]), (277, vec![3]), (284, vec![2])];
    let planes = tiff_in_parts(2, 1, &tags, &[&[1, 2], &[3, 4], &[5, 6]]);
    assert_eq!(decoded(&planes).value.rgb(), [1, 3, 5, 2, 4, 6]);

    let lacking = tiff_in_parts(2, 1, &tags, &[&[1, 2]]);
    let error = decode(&mut Cursor::new(&lacking), &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("asks for 3 parts, it lists 1"), "{error}");
}

#[test]
fn a_strip_of_all_rows_may_be_written_as_the_largest_number() {
    let mut bytes = tiff_by_hand(4, 2, &[(258, vec![8]), (259, vec![32773]), (262, vec![1])], &[249, 5]);
    let entry = bytes.windows(4).position(|w| w == [0x16, 1, 4, 0]).unwrap();
    bytes[entry + 8..entry + 12].fill(255);

    assert_eq!(decoded(&bytes).value.rgb(), [5; 24]);
}

#[test]
fn bits_may_run_from_the_lowest() {
    let tags = [(258, vec![1]), (262, vec![1]), (266, vec![2])];
    assert_eq!(decoded(&tiff_by_hand(2, 1, &tags, &[0b10])).value.rgb(), [0, 0, 0, 255, 255, 255]);

    let packed = [(258, vec![1]), (259, vec![32773]), (262, vec![1]), (266, vec![2])];
    let error =
        decode(&mut Cursor::new(tiff_by_hand(2, 1, &packed, &[0, 2])), &Limits::default()).unwrap_err();
    assert!(matches!(error, ImagingError::Unsupported { .. }), "{error}");
}

#[test]
fn a_compression_that_is_not_known_is_an_error_and_not_a_white_page() {
    for number in [2, 3, 6, 34712, 50000, 12345] {
        let tags = [(258, vec![8]), (259, vec![number]), (262, vec![1])];
        let error =
            decode(&mut Cursor::new(tiff_by_hand(2, 1, &tags, &[1, 2])), &Limits::default()).unwrap_err();
        assert!(matches!(error, ImagingError::Unsupported { .. }), "{number}: {error}");
    }
}

#[test]
fn damage_within_a_jpeg_is_told_though_its_end_is_there() {
    let mut bytes = jpeg(&page(300, 300));
    let middle = bytes.len() / 2;
    // All bits set is no code of any table (C.2); FF is followed by 00 within a scan.
    bytes[middle..middle + 400].copy_from_slice(&[0xFF, 0].repeat(200));

    let Measured { value, faults } = decoded(&bytes);
    assert_eq!((value.width(), value.height()), (300, 300));
    assert_eq!(faults.iter().map(Fault::code).collect::<Vec<_>>(), ["damaged"]);
}

/// A flat picture with a profile, as JPEG and as PNG.
fn with_profile(rgb: [u8; 3], profile: &[u8]) -> [Vec<u8>; 2] {
    let pixels = rgb.repeat(64);
    let mut jpeg = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut jpeg, 100);
    encoder.add_icc_profile(profile).unwrap();
    encoder.encode(&pixels, 8, 8, jpeg_encoder::ColorType::Rgb).unwrap();

    let mut info = png::Info::with_size(8, 8);
    info.color_type = png::ColorType::Rgb;
    info.bit_depth = png::BitDepth::Eight;
    info.icc_profile = Some(profile.into());
    let mut file = Vec::new();
    let mut writer = png::Encoder::with_info(&mut file, info).unwrap().write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    [jpeg, file]
}

#[test]
fn the_colours_of_a_pages_profile_become_srgb() {
    let adobe = moxcms::ColorProfile::new_adobe_rgb().encode().unwrap();
    for file in with_profile([100, 150, 100], &adobe) {
        // Adobe's green is greener than sRGB's: the same colour has less red and blue there.
        let [r, g, b] = decoded(&file).value.pixel(4, 4);
        assert!(r < 85 && (140..160).contains(&g) && b < 105, "{r} {g} {b}");
        assert_eq!(decoded(&file).faults, []);
    }
}

#[test]
fn a_broken_profile_leaves_the_colours_as_they_are() {
    let adobe = moxcms::ColorProfile::new_adobe_rgb().encode().unwrap();
    for file in with_profile([100, 150, 100], &adobe[..adobe.len() / 3]) {
        let [r, g, b] = decoded(&file).value.pixel(4, 4);
        assert!(r.abs_diff(100) < 3 && g.abs_diff(150) < 3 && b.abs_diff(100) < 3, "{r} {g} {b}");
    }
}

#[test]
fn cmyk_jpegs_are_read_inverted_as_adobe_stores_them() {
    let mut bytes = Vec::new();
    // The encoder inverts and writes the Adobe segment. 255 is full ink: pure cyan.
    let ink: Vec<u8> = [255, 0, 0, 0].repeat(64);
    jpeg_encoder::Encoder::new(&mut bytes, 95).encode(&ink, 8, 8, jpeg_encoder::ColorType::Cmyk).unwrap();

    let [r, g, b] = decoded(&bytes).value.pixel(4, 4);
    assert!(r < 10 && g > 245 && b > 245, "{r} {g} {b}");
}

#[test]
fn a_pyramid_is_an_honest_tiff_that_decodes_to_its_page() {
    let page = page(301, 222);
    let mut file = Cursor::new(Vec::new());
    write_pyramid(&mut Cursor::new(png_of(&page)), &mut file, &PyramidOptions::default()).unwrap();

    let Measured { value, faults } = decoded(file.get_ref());
    assert_eq!(faults, []);
    assert!(psnr(&value, &page) > 33.0, "{}", psnr(&value, &page));
}

#[test]
fn a_cut_page_gives_what_is_there_and_the_fault() {
    let page = page(200, 200);
    for bytes in [jpeg(&page), png_of(&page), tiff(&page, Packing::None)] {
        // A TIFF of this maker ends with its directory, so its strips are blotted out by the list instead.
        let cut = if bytes.starts_with(b"II") { cut_tiff(bytes) } else { bytes[..bytes.len() / 2].to_vec() };
        let Measured { value, faults } = decoded(&cut);

        assert_eq!((value.width(), value.height()), (200, 200));
        assert!(!faults.is_empty());
        let top = crate::makers::part(&value, 0, 0, 200, 32);
        assert!(psnr(&top, &crate::makers::part(&page, 0, 0, 200, 32)) > 30.0);
        assert!(psnr(&value, &page) < 30.0, "the lower part cannot be there");
    }
}

/// Moves the offsets of all strips but the first four past the end.
fn cut_tiff(mut bytes: Vec<u8>) -> Vec<u8> {
    let number = |b: &[u8], at: usize| u32::from_le_bytes(b[at..at + 4].try_into().unwrap()) as usize;
    let first = number(&bytes, 4);
    let entry =
        (0..30).map(|i| first + 2 + i * 12).find(|e| bytes[*e..*e + 2] == 273u16.to_le_bytes()).unwrap();
    let (count, list) = (number(&bytes, entry + 4), number(&bytes, entry + 8));
    for strip in 4..count {
        bytes[list + strip * 4..list + strip * 4 + 4].copy_from_slice(&0x7FFF_FFFFu32.to_le_bytes());
    }
    bytes
}

#[test]
fn a_claim_of_sixty_thousand_pixels_a_side_is_refused_at_once() {
    let mut png = png_of(&page(4, 4));
    png[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&60_000u32.to_be_bytes());
    let mut jpeg = jpeg(&page(16, 16));
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    let tiff = tiff_by_hand(60_000, 60_000, &[(258, vec![8]), (262, vec![1])], &[0; 64]);

    for bytes in [png, jpeg, tiff] {
        let error = open_strips(&mut Cursor::new(&bytes), &Limits::default()).unwrap_err();
        assert!(matches!(error, ImagingError::TooLarge { .. }), "{error}");
    }
}

#[test]
fn a_size_that_so_short_a_file_cannot_hold_is_refused() {
    let mut jpeg = jpeg(&page(16, 16));
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x30, 0, 0x30, 0]);

    let error = open_strips(&mut Cursor::new(&jpeg), &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("cannot be true"), "{error}");
}

#[test]
fn a_size_of_zero_is_refused() {
    let mut png = png_of(&page(4, 4));
    png[16..20].fill(0);
    let mut jpeg = jpeg(&page(16, 16));
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 7].fill(0);
    let tiff = tiff_by_hand(0, 4, &[(258, vec![8]), (262, vec![1])], &[0; 64]);

    for bytes in [png, jpeg, tiff] {
        let error = open_strips(&mut Cursor::new(&bytes), &Limits::default()).unwrap_err();
        assert!(matches!(error, ImagingError::Unreadable { .. }), "{error}");
    }
}
