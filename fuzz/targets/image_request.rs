//! The four parts of an IIIF image address.
#![no_main]

use bumba_iiif::image::{ImageRequest, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|asked: (&str, u32, u32)| {
    let (path, width, height) = asked;
    let mut parts = path.splitn(4, '/');
    let mut part = || parts.next().unwrap_or_default();
    let (region, size, rotation, quality) = (part(), part(), part(), part());
    let Ok(request) = ImageRequest::parse(region, size, rotation, quality) else { return };
    let (width, height) = (width.max(1), height.max(1));
    let Ok(resolved) = request.resolve(width, height, &Limits::default()) else { return };
    let rect = &resolved.rect;
    assert!(u64::from(rect.x) + u64::from(rect.width) <= u64::from(width), "the part lies in the picture");
    assert!(u64::from(rect.y) + u64::from(rect.height) <= u64::from(height), "the part lies in the picture");
    assert!(resolved.width > 0 && resolved.height > 0);
});
