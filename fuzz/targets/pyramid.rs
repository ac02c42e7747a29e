//! A pyramid on a disk that somebody wrote to.
#![no_main]

use bumba_imaging::{Pyramid, Rect, Render, TileAddress};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(pyramid) = Pyramid::open(bytes.to_vec()) else { return };
    for level in 0..pyramid.levels().len().min(4) {
        let _ = pyramid.tile(TileAddress { level, column: 0, row: 0 });
        let _ = pyramid.tile(TileAddress { level, column: u32::MAX, row: 1 });
    }
    let (width, height) = (pyramid.width().min(300), pyramid.height().min(300));
    let render = Render::new(Rect { x: 0, y: 0, width, height }, 64, 64);
    let _ = pyramid.stored(&render);
    let _ = pyramid.render(&render);
});
