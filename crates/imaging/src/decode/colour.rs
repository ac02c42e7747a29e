//! From the colours of a page's own profile to sRGB, which is what a browser takes a tile for.

use std::sync::Arc;

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

use super::Rows;
use crate::{Fault, ImagingError};

/// Profiles beyond this are no scanner's.
const MOST_BYTES: usize = 4 << 20;

type Transform = Arc<dyn TransformExecutor<u8> + Send + Sync>;

/// Rows brought to sRGB.
pub(super) struct Managed<'s> {
    rows: Box<dyn Rows + 's>,
    transform: Transform,
    buffer: Vec<u8>,
}

/// Wraps the rows of an RGB picture. Where the profile is for something else, broken, or sRGB itself, they stay as they
/// are: colours that are a little off are better than no page.
pub(super) fn managed<'s>(rows: Box<dyn Rows + 's>, profile: &[u8]) -> Box<dyn Rows + 's> {
    match transform(profile) {
        Some(transform) => Box::new(Managed { rows, transform, buffer: Vec::new() }),
        None => rows,
    }
}

fn transform(profile: &[u8]) -> Option<Transform> {
    let named_srgb = crate::IccProfile::read(profile).description.is_some_and(|d| d.contains("sRGB"));
    if named_srgb || profile.len() > MOST_BYTES {
        return None;
    }
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        return None;
    }
    let srgb = ColorProfile::new_srgb();
    profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default()).ok()
}

impl Rows for Managed<'_> {
    fn read(&mut self, out: &mut Vec<u8>, faults: &mut Vec<Fault>) -> Result<u32, ImagingError> {
        self.buffer.clear();
        let rows = self.rows.read(&mut self.buffer, faults)?;
        let from = out.len();
        out.extend_from_slice(&self.buffer);
        if self.transform.transform(&self.buffer, &mut out[from..]).is_err() {
            out.truncate(from);
            out.extend_from_slice(&self.buffer);
        }
        Ok(rows)
    }
}
