//! Regions of a page text, brought to the pixels of the image that is kept.

use bumba_model::Region;

use crate::{Fault, PageSize, Reading, SourceLine, Unit};

impl Reading {
    /// The same with all places in pixels of an image of `width` × `height`.
    ///
    /// A page text is often made on a copy of another size, or measures in millimetres. Where its own page size is
    /// known, every place is scaled by the two sizes. Where it is not, pixels stay as they are, and places in other
    /// units are taken away and told: a place that is guessed would be cited.
    #[must_use]
    pub fn scaled_to(mut self, width: u32, height: u32) -> Self {
        let Some(page) = self.page.filter(|page| page.width > 0.0 && page.height > 0.0) else {
            if self.unit != Unit::Pixel {
                for line in self.tiers.iter_mut().flat_map(|tier| &mut tier.lines) {
                    (line.region, line.polygon, line.baseline) = (None, None, None);
                }
                self.faults.push(Fault {
                    code: "page-size",
                    message: "the page's size is not said and its unit is not the pixel: lines are kept without their places. Write WIDTH and HEIGHT of Page.".into(),
                });
            }
            return self;
        };
        let by = [f64::from(width) / page.width, f64::from(height) / page.height];
        self.page = Some(PageSize { width: f64::from(width), height: f64::from(height) });
        self.unit = Unit::Pixel;
        if by != [1.0, 1.0] {
            for line in self.tiers.iter_mut().flat_map(|tier| &mut tier.lines) {
                scale(line, by);
            }
        }
        self
    }
}

fn scale(line: &mut SourceLine, [by_x, by_y]: [f64; 2]) {
    line.region = line.region.map(|region| {
        let [left, top] = [times(region.x, by_x), times(region.y, by_y)];
        // The far edge is scaled, not the width: neighbours stay neighbours.
        let right = times(region.x.saturating_add(region.w), by_x);
        let bottom = times(region.y.saturating_add(region.h), by_y);
        Region { x: left, y: top, w: (right - left).max(1), h: (bottom - top).max(1) }
    });
    for points in [&mut line.polygon, &mut line.baseline].into_iter().flatten() {
        for [x, y] in points {
            (*x, *y) = (times(*x, by_x), times(*y, by_y));
        }
    }
}

/// `as` clamps what is too great to the greatest.
fn times(value: u32, by: f64) -> u32 {
    (f64::from(value) * by).round() as u32
}

#[cfg(test)]
mod tests {
    use crate::{Kind, read_as};

    const ALTO: &str = r#"<alto><Description><MeasurementUnit>UNIT</MeasurementUnit></Description><Layout>
        <Page SIZE><PrintSpace><TextBlock><TextLine HPOS="100" VPOS="200" WIDTH="300" HEIGHT="40">
        <String CONTENT="a"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"#;

    fn region(unit: &str, size: &str) -> Option<[u32; 4]> {
        let alto = ALTO.replace("UNIT", unit).replace("SIZE", size);
        let reading = read_as(Kind::Alto, alto.as_bytes()).unwrap().scaled_to(2000, 1000);
        reading.tiers[0].lines[0].region.map(Into::into)
    }

    #[test]
    fn places_in_millimetres_become_pixels_of_the_image() {
        assert_eq!(region("mm10", r#"WIDTH="1000" HEIGHT="1000""#), Some([200, 200, 600, 40]));
        assert_eq!(region("inch1200", r#"WIDTH="4000" HEIGHT="2000""#), Some([50, 100, 150, 20]));
    }

    #[test]
    fn pixels_of_a_smaller_copy_become_pixels_of_the_image() {
        assert_eq!(region("pixel", r#"WIDTH="1000" HEIGHT="500""#), Some([200, 400, 600, 80]));
        assert_eq!(region("pixel", ""), Some([100, 200, 300, 40]));
    }

    #[test]
    fn a_place_in_millimetres_of_a_page_of_unknown_size_is_not_guessed() {
        assert_eq!(region("mm10", ""), None);
    }
}
