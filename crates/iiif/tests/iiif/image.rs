use bumba_iiif::image::{ImageInfo, ImageRequest, InfoSize, Limits, Profile, Rotation, TileSet};
use proptest::prelude::*;
use serde_json::json;

/// Part and size of what is asked of a picture of 700 × 500.
fn resolved(region: &str, size: &str) -> Result<([u32; 4], (u32, u32)), String> {
    ImageRequest::parse(region, size, "0", "default.jpg")
        .and_then(|request| request.resolve(700, 500, &Limits::default()))
        .map(|r| ([r.rect.x, r.rect.y, r.rect.width, r.rect.height], (r.width, r.height)))
        .map_err(|e| e.to_string())
}

fn canonical(region: &str, size: &str, rotation: &str, quality: &str) -> String {
    let request = ImageRequest::parse(region, size, rotation, quality).unwrap();
    request.resolve(700, 500, &Limits::default()).unwrap().canonical_path()
}

#[test]
fn every_form_of_a_region_is_understood() {
    let part = |region| resolved(region, "max").unwrap().0;

    assert_eq!(part("full"), [0, 0, 700, 500]);
    assert_eq!(part("square"), [100, 0, 500, 500]);
    assert_eq!(part("10,20,30,40"), [10, 20, 30, 40]);
    assert_eq!(part("600,400,200,300"), [600, 400, 100, 100]);
    assert_eq!(part("pct:50,10,25.5,80"), [350, 50, 179, 400]);
    assert_eq!(part("pct:90,90,50,50"), [630, 450, 70, 50]);
}

#[test]
fn every_form_of_a_size_is_understood() {
    let size = |size| resolved("full", size).unwrap().1;

    assert_eq!(size("max"), (700, 500));
    assert_eq!(size("350,"), (350, 250));
    assert_eq!(size(",100"), (140, 100));
    assert_eq!(size("pct:50"), (350, 250));
    assert_eq!(size("100,400"), (100, 400));
    assert_eq!(size("!100,100"), (100, 71));
    assert_eq!(size("!2000,3000"), (700, 500));
    assert_eq!(size("^1400,"), (1400, 1000));
    assert_eq!(size("^,1000"), (1400, 1000));
    assert_eq!(size("^pct:200"), (1400, 1000));
    assert_eq!(size("^1000,900"), (1000, 900));
    assert_eq!(size("^!1000,900"), (1000, 714));
    assert_eq!(size("^max"), (5915, 4226), "as large as maxArea allows");
    assert_eq!(size("1,"), (1, 1), "a side is never 0");
}

#[test]
fn limits_make_the_largest_size_smaller_and_refuse_larger_ones() {
    let limits = Limits { width: 300, height: 300, area: 40_000 };
    let ask = |size| {
        let request = ImageRequest::parse("full", size, "0", "default.jpg").unwrap();
        request.resolve(700, 500, &limits).map(|r| (r.width, r.height))
    };

    let (width, height) = ask("max").unwrap();
    assert!(width * height <= 40_000 && width * height > 39_000, "{width} × {height}");
    assert_eq!(ask("!400,400").unwrap(), (width, height));
    assert!(ask("400,").is_err());
    assert!(ask("250,250").is_err(), "too many pixels though each side is short");
    assert_eq!(ask("200,").unwrap(), (200, 143));
}

#[test]
fn what_the_specification_forbids_is_refused_with_a_sentence() {
    for region in [
        "",
        "Full",
        "1,2,3",
        "1,2,3,4,5",
        "0,0,0,10",
        "-1,0,5,5",
        "1.5,0,5,5",
        "700,0,5,5",
        "pct:0,0,0,5",
        "pct:101,0,5,5",
        "pct:a,0,5,5",
        "pct:1e1,0,5,5",
        "pct:NaN,0,1,1",
        "99999999999,0,1,1",
        " 1,2,3,4",
        "+1,2,3,4",
    ] {
        let error = resolved(region, "max").unwrap_err();
        assert!(error.starts_with("The region"), "{region}: {error}");
    }
    for size in [
        "", "full", ",", "0,", ",0", "701,", ",501", "701,1", "pct:101", "pct:0", "pct:0.01", "!0,5", "!5,",
        "!max", "^", "^^max", "pct:", "-5,", "1.5,", "^50000,", "max,",
    ] {
        let error = resolved("full", size).unwrap_err();
        assert!(error.starts_with("The size"), "{size}: {error}");
    }
    for rotation in ["", "45", "-90", "!", "!!0", "361", "1e2", "90deg", "0!"] {
        assert!(ImageRequest::parse("full", "max", rotation, "default.jpg").is_err(), "{rotation}");
    }
    for quality in ["", "default", "default.", ".jpg", "grey.jpg", "default.JPG", "default.tif", "native.jpg"]
    {
        assert!(ImageRequest::parse("full", "max", "0", quality).is_err(), "{quality}");
    }
}

#[test]
fn a_turn_may_be_written_with_a_point_and_be_mirrored() {
    let turn = |text| {
        let request = ImageRequest::parse("full", "max", text, "color.png").unwrap();
        (request.mirror, request.rotation)
    };

    assert_eq!(turn("0"), (false, Rotation::None));
    assert_eq!(turn("360"), (false, Rotation::None));
    assert_eq!(turn("90.0"), (false, Rotation::Quarter));
    assert_eq!(turn("!270"), (true, Rotation::ThreeQuarters));
}

#[test]
fn the_canonical_form_is_the_same_for_all_ways_to_ask() {
    assert_eq!(canonical("full", "max", "0", "color.jpg"), "full/max/0/default.jpg");
    assert_eq!(canonical("0,0,700,500", "700,", "360", "default.jpg"), "full/max/0/default.jpg");
    assert_eq!(canonical("pct:0,0,100,100", "^700,500", "0.0", "default.jpg"), "full/max/0/default.jpg");
    assert_eq!(canonical("square", "pct:50", "!90", "gray.png"), "100,0,500,500/250,250/!90/gray.png");
    assert_eq!(canonical("full", "^1400,", "0", "bitonal.png"), "full/^1400,1000/0/bitonal.png");
    assert_eq!(canonical("full", "^max", "0", "default.jpg"), "full/^max/0/default.jpg");
}

#[test]
fn info_json_is_in_the_specifications_form() {
    let info = ImageInfo {
        limits: Some(Limits { width: 1000, height: 900, area: 800_000 }),
        sizes: vec![InfoSize { width: 175, height: 125 }, InfoSize { width: 350, height: 250 }],
        tiles: vec![TileSet { width: 256, scale_factors: vec![1, 2, 4] }],
        ..ImageInfo::new("https://example.org/iiif/image/99999-b1-f1", 700, 500)
    };

    assert_eq!(
        serde_json::to_value(&info).unwrap(),
        json!({
            "@context": "http://iiif.io/api/image/3/context.json",
            "id": "https://example.org/iiif/image/99999-b1-f1",
            "type": "ImageService3",
            "protocol": "http://iiif.io/api/image",
            "profile": "level2",
            "width": 700,
            "height": 500,
            "maxWidth": 1000,
            "maxHeight": 900,
            "maxArea": 800_000,
            "sizes": [{"width": 175, "height": 125}, {"width": 350, "height": 250}],
            "tiles": [{"width": 256, "scaleFactors": [1, 2, 4]}],
            "extraQualities": ["gray", "bitonal"],
            "extraFeatures": ["mirroring", "sizeUpscaling"],
        })
    );
    assert!(serde_json::to_string(&info).unwrap().starts_with("{\"@context\":"));
    let level1 = ImageInfo { profile: Profile::Level1, ..info };
    assert_eq!(serde_json::to_value(&level1).unwrap()["profile"], "level1");
}

proptest! {
    #[test]
    fn what_is_resolved_is_never_empty_outside_or_past_the_limits(
        region in prop_oneof![
            Just("full".to_owned()), Just("square".to_owned()),
            "[0-9]{1,4},[0-9]{1,4},[0-9]{1,4},[0-9]{1,4}",
            "pct:[0-9]{1,2}(\\.[0-9])?,[0-9]{1,2},[0-9]{1,3},[0-9]{1,3}",
        ],
        size in prop_oneof![
            "\\^?max", "\\^?[0-9]{1,5},", "\\^?,[0-9]{1,5}", "\\^?pct:[0-9]{1,3}(\\.[0-9]{1,2})?", "\\^?!?[0-9]{1,5},[0-9]{1,5}",
        ],
        width in 1..70_000u32,
        height in 1..70_000u32,
    ) {
        let limits = Limits { width: 5000, height: 4000, area: 9_000_000 };
        if let Ok(r) = ImageRequest::parse(&region, &size, "0", "default.jpg").and_then(|r| r.resolve(width, height, &limits)) {
            prop_assert!(r.rect.width > 0 && r.rect.height > 0);
            prop_assert!(r.rect.x + r.rect.width <= width && r.rect.y + r.rect.height <= height);
            prop_assert!(r.width > 0 && r.height > 0 && r.width <= 5000 && r.height <= 4000);
            prop_assert!(u64::from(r.width) * u64::from(r.height) <= 9_000_000);
            prop_assert!(size.starts_with('^') || (r.width <= r.rect.width && r.height <= r.rect.height));

            // What is canonical means the same, and is its own canonical form.
            let path = r.canonical_path();
            let parts: Vec<&str> = path.split('/').collect();
            let again = ImageRequest::parse(parts[0], parts[1], parts[2], parts[3]).unwrap();
            let again = again.resolve(width, height, &limits).unwrap();
            prop_assert_eq!((again.rect, again.width, again.height), (r.rect, r.width, r.height));
            prop_assert_eq!(again.canonical_path(), path);
        }
    }

    #[test]
    fn any_text_makes_no_panic(region in ".{0,12}", size in ".{0,12}", rotation in ".{0,6}", quality in ".{0,12}") {
        if let Ok(request) = ImageRequest::parse(&region, &size, &rotation, &quality) {
            let _ = request.resolve(u32::MAX, 1, &Limits::default());
        }
    }
}
