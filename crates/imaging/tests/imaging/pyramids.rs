use std::io::Cursor;

use bumba_imaging::{
    ImagingError, Limits, Mirror, OutputFormat, Picture, Pyramid, PyramidOptions, Quality, Rect, Render,
    Rotation, TileAddress, decode, probe, write_pyramid,
};

use crate::makers::{halved, jpeg_turned, page, part, png_of, psnr};

fn written(picture: &Picture) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let info =
        write_pyramid(&mut Cursor::new(png_of(picture)), &mut out, &PyramidOptions::default()).unwrap();
    assert_eq!(info.bytes, out.get_ref().len() as u64);
    assert_eq!(info.faults, []);
    out.into_inner()
}

fn opened(picture: &Picture) -> Pyramid<Vec<u8>> {
    Pyramid::open(written(picture)).unwrap()
}

fn decoded(bytes: &[u8]) -> Picture {
    decode(&mut Cursor::new(bytes), &Limits::default()).unwrap().value
}

fn whole(picture: &Picture) -> Rect {
    Rect { x: 0, y: 0, width: picture.width(), height: picture.height() }
}

#[test]
fn every_tile_of_every_level_has_its_true_size_and_shows_its_place() {
    for (width, height) in [(1, 1), (257, 3), (3, 257), (256, 256), (511, 255), (700, 515), (1025, 300)] {
        let mut level_page = page(width, height);
        let pyramid = opened(&level_page);

        for (number, level) in pyramid.levels().to_vec().into_iter().enumerate() {
            assert_eq!((level.width, level.height), (level_page.width(), level_page.height()));
            assert_eq!(level.scale, 1 << number);
            let (across, down) = level.tiles(256);
            for (column, row) in (0..down).flat_map(|row| (0..across).map(move |column| (column, row))) {
                let address = TileAddress { level: number, column, row };
                let tile = decoded(&pyramid.tile(address).unwrap());
                let (x, y) = (column * 256, row * 256);
                let (w, h) = (256.min(level.width - x), 256.min(level.height - y));
                assert_eq!((tile.width(), tile.height()), (w, h), "{width} × {height}, {address:?}");
                let likeness = psnr(&tile, &part(&level_page, x, y, w, h));
                assert!(likeness > 30.0, "{width} × {height}, {address:?}: {likeness:.1} dB");
            }
            level_page = halved(&level_page);
        }
        assert!(pyramid.levels().last().is_some_and(|l| l.width <= 256 && l.height <= 256));
    }
}

#[test]
fn a_pyramid_is_read_whole_by_another_reader() {
    let page = page(700, 515);
    let bytes = written(&page);
    let mut reader = tiff::decoder::Decoder::new(Cursor::new(&bytes)).unwrap();
    let mut sizes = vec![reader.dimensions().unwrap()];
    while reader.more_images() {
        reader.next_image().unwrap();
        sizes.push(reader.dimensions().unwrap());
        let last = reader.tile_count().unwrap() - 1;
        reader.read_chunk(last).unwrap();
    }

    assert_eq!(sizes, [(700, 515), (350, 258), (175, 129)]);
    let probed = probe(&mut Cursor::new(&bytes)).unwrap();
    assert_eq!(probed.faults, []);
    assert_eq!(probed.value.pages, 1, "the levels below are reduced copies, not pages");
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    assert_eq!(written(&page(300, 400)), written(&page(300, 400)));
}

#[test]
fn resolution_goes_into_the_pyramid() {
    let (x, _) = opened(&page(40, 40)).ppi().unwrap();
    assert!((x - 300.0).abs() < 0.1, "{x}");
}

#[test]
fn a_turned_page_is_upright_in_its_pyramid() {
    let mut out = Cursor::new(Vec::new());
    let source = jpeg_turned(&page(300, 100), 8);
    let info = write_pyramid(&mut Cursor::new(source), &mut out, &PyramidOptions::default()).unwrap();

    assert_eq!((info.width, info.height), (100, 300));
}

#[test]
fn a_damaged_page_gives_a_pyramid_of_its_full_size_and_the_fault_once() {
    let bytes = png_of(&page(300, 300));
    let cut = &bytes[..bytes.len() / 2];
    let mut out = Cursor::new(Vec::new());
    let info = write_pyramid(&mut Cursor::new(cut), &mut out, &PyramidOptions::default()).unwrap();

    assert_eq!((info.width, info.height), (300, 300));
    assert_eq!(info.faults.iter().map(bumba_imaging::Fault::code).collect::<Vec<_>>(), ["truncated"]);
    let lowest = decoded(
        &Pyramid::open(out.into_inner()).unwrap().tile(TileAddress { level: 0, column: 0, row: 1 }).unwrap(),
    );
    assert_eq!(lowest.pixel(5, 40), [255; 3]);
}

#[test]
fn any_part_at_any_size_looks_like_the_page() {
    let page = page(700, 515);
    let pyramid = opened(&page);
    let shown = |rect: Rect, width, height| pyramid.picture(&Render::new(rect, width, height)).unwrap();

    let full = shown(whole(&page), 700, 515);
    assert!(psnr(&full, &page) > 32.0);
    let half = shown(whole(&page), 350, 258);
    assert!(psnr(&half, &halved(&page)) > 32.0);
    let across_tiles = Rect { x: 200, y: 230, width: 130, height: 60 };
    assert!(psnr(&shown(across_tiles, 130, 60), &part(&page, 200, 230, 130, 60)) > 32.0);
    let quarter = shown(Rect { x: 4, y: 8, width: 640, height: 480 }, 160, 120);
    let expected = halved(&halved(&part(&page, 4, 8, 640, 480)));
    assert!(psnr(&quarter, &expected) > 32.0, "{}", psnr(&quarter, &expected));
    for (width, height) in [(1, 1), (699, 1), (1, 514), (333, 77), (90, 66), (1400, 1030)] {
        let picture = shown(whole(&page), width, height);
        assert_eq!((picture.width(), picture.height()), (width, height));
        // The same corner is in the same corner.
        let [r, g, _] = picture.pixel(width - 1, 0);
        assert!(width < 90 || height < 60 || (r > 150 && g < 120), "{width} × {height}: {r} {g}");
    }
}

#[test]
fn mirror_comes_before_rotation() {
    let page = page(64, 48);
    let pyramid = opened(&page);
    let corner = |mirror, rotation| {
        let request =
            Render { mirror, rotation, format: OutputFormat::Png, ..Render::new(whole(&page), 64, 48) };
        let picture = decoded(&pyramid.render(&request).unwrap());
        (picture.width(), picture.pixel(0, 0))
    };
    let upright = pyramid.picture(&Render::new(whole(&page), 64, 48)).unwrap();

    assert_eq!(corner(Mirror::No, Rotation::None), (64, upright.pixel(0, 0)));
    assert_eq!(corner(Mirror::No, Rotation::Quarter), (48, upright.pixel(0, 47)));
    assert_eq!(corner(Mirror::No, Rotation::Half), (64, upright.pixel(63, 47)));
    assert_eq!(corner(Mirror::No, Rotation::ThreeQuarters), (48, upright.pixel(63, 0)));
    assert_eq!(corner(Mirror::Yes, Rotation::None), (64, upright.pixel(63, 0)));
    assert_eq!(corner(Mirror::Yes, Rotation::Quarter), (48, upright.pixel(63, 47)));
    assert_eq!(corner(Mirror::Yes, Rotation::Half), (64, upright.pixel(0, 47)));
    assert_eq!(corner(Mirror::Yes, Rotation::ThreeQuarters), (48, upright.pixel(0, 0)));
}

#[test]
fn gray_and_bitonal_have_no_colour_in_both_formats() {
    let page = page(301, 205);
    let pyramid = opened(&page);
    for (quality, format) in [
        (Quality::Gray, OutputFormat::Jpeg),
        (Quality::Gray, OutputFormat::Png),
        (Quality::Bitonal, OutputFormat::Jpeg),
        (Quality::Bitonal, OutputFormat::Png),
    ] {
        let bytes =
            pyramid.render(&Render { quality, format, ..Render::new(whole(&page), 301, 205) }).unwrap();
        let picture = decoded(&bytes);
        assert_eq!((picture.width(), picture.height()), (301, 205));
        assert!(picture.rgb().chunks(3).all(|p| p[0] == p[1] && p[1] == p[2]));
        if (quality, format) == (Quality::Bitonal, OutputFormat::Png) {
            assert!(picture.rgb().iter().all(|v| matches!(v, 0 | 255)));
            assert_eq!((picture.pixel(0, 1), picture.pixel(300, 204)), ([0; 3], [255; 3]));
        }
    }
}

#[test]
fn a_thumbnail_keeps_the_shape_and_is_never_enlarged() {
    let pyramid = opened(&page(700, 515));
    for (most, size) in
        [((90, 90), (90, 66)), ((5000, 5000), (700, 515)), ((1, 1), (1, 1)), ((2000, 103), (140, 103))]
    {
        let (width, height, jpeg) = pyramid.thumbnail(most.0, most.1).unwrap();
        assert_eq!((width, height), size);
        let shown = decoded(&jpeg);
        assert_eq!((shown.width(), shown.height()), size);
    }
}

#[test]
fn a_request_for_a_stored_tile_is_known_as_one() {
    let pyramid = opened(&page(700, 515));
    let stored = |x, y, width, height, w, h| pyramid.stored(&Render::new(Rect { x, y, width, height }, w, h));
    let tile = |level, column, row| Some(TileAddress { level, column, row });

    assert_eq!(stored(256, 256, 256, 256, 256, 256), tile(0, 1, 1));
    assert_eq!(stored(512, 512, 188, 3, 188, 3), tile(0, 2, 2));
    assert_eq!(stored(512, 0, 188, 512, 94, 256), tile(1, 1, 0));
    assert_eq!(stored(0, 512, 512, 3, 256, 2), tile(1, 0, 1));
    assert_eq!(stored(0, 0, 700, 515, 175, 129), tile(2, 0, 0));
    assert_eq!(stored(0, 0, 700, 515, 175, 128), None);
    assert_eq!(stored(1, 0, 256, 256, 256, 256), None);
    assert_eq!(stored(0, 0, 0, 0, 0, 0), None);
}

#[test]
fn what_is_outside_empty_or_too_large_is_refused() {
    let pyramid = opened(&page(70, 50));
    let refused = |rect, width, height| pyramid.render(&Render::new(rect, width, height)).unwrap_err();
    let all = Rect { x: 0, y: 0, width: 70, height: 50 };

    assert!(matches!(refused(Rect { x: 1, ..all }, 70, 50), ImagingError::BadRequest(_)));
    assert!(matches!(refused(Rect { x: u32::MAX, ..all }, 70, 50), ImagingError::BadRequest(_)));
    assert!(matches!(refused(Rect { width: 0, ..all }, 70, 50), ImagingError::BadRequest(_)));
    assert!(matches!(refused(all, 0, 50), ImagingError::BadRequest(_)));
    assert!(matches!(refused(all, 50_000, 50_000), ImagingError::TooLarge { .. }));
    assert!(matches!(
        pyramid.tile(TileAddress { level: 0, column: 1, row: 0 }),
        Err(ImagingError::BadRequest(_))
    ));
    assert!(matches!(
        pyramid.tile(TileAddress { level: 9, column: 0, row: 0 }),
        Err(ImagingError::BadRequest(_))
    ));
}

#[test]
fn only_tile_sizes_that_tiff_allows_are_written() {
    for tile in [0, 15, 17, 250, 8192] {
        let options = PyramidOptions { tile, ..PyramidOptions::default() };
        let error = write_pyramid(&mut Cursor::new(png_of(&page(9, 9))), Cursor::new(Vec::new()), &options)
            .unwrap_err();
        assert!(matches!(error, ImagingError::BadRequest(_)));
    }
}
