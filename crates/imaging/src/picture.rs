use crate::ImagingError;

/// A whole picture in memory: RGB, 8 bits a channel, row after row without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Picture {
    /// A picture from its bytes.
    ///
    /// # Errors
    /// [`ImagingError::BadRequest`] when the bytes are not `width × height × 3`, or a side is 0.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Result<Self, ImagingError> {
        let needed = u64::from(width) * u64::from(height) * 3;
        if needed == 0 || needed != rgb.len() as u64 {
            return Err(ImagingError::BadRequest(format!(
                "a picture of {width} × {height} pixels takes {needed} bytes, not {}",
                rgb.len()
            )));
        }
        Ok(Self { width, height, rgb })
    }

    /// Pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// `width × height × 3` bytes.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The bytes, given away.
    #[must_use]
    pub fn into_rgb(self) -> Vec<u8> {
        self.rgb
    }

    /// The pixel at `x`, `y`; white outside.
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let at = (y as usize * self.width as usize + x as usize) * 3;
        match self.rgb.get(at..at + 3) {
            Some(&[r, g, b]) if x < self.width => [r, g, b],
            _ => [255; 3],
        }
    }
}
