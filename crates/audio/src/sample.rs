//! How one sample lies in a file, and what it is worth.
//!
//! The steps to 16 bit are those that audiowaveform takes through libsndfile: integers lose their low bits, floats
//! are multiplied by 32 767 and cut towards zero. Peaks are equal to its own only because of that.

/// The encoding of one sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    U8,
    I8,
    S16,
    S24,
    S32,
    F32,
    F64,
    /// ITU-T G.711.
    ALaw,
    /// ITU-T G.711.
    MuLaw,
}

/// An encoding in a byte order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SampleFormat {
    pub encoding: Encoding,
    pub big_endian: bool,
}

impl SampleFormat {
    pub const fn bytes(self) -> usize {
        match self.encoding {
            Encoding::U8 | Encoding::I8 | Encoding::ALaw | Encoding::MuLaw => 1,
            Encoding::S16 => 2,
            Encoding::S24 => 3,
            Encoding::S32 | Encoding::F32 => 4,
            Encoding::F64 => 8,
        }
    }

    pub const fn is_float(self) -> bool {
        matches!(self.encoding, Encoding::F32 | Encoding::F64)
    }

    /// Replaces `out` by the samples in `bytes` as 16-bit numbers. Bytes that make no whole sample are left out.
    pub fn to_i16(self, bytes: &[u8], out: &mut Vec<i16>) {
        let float = |x: f32| (x * f32::from(i16::MAX)) as i16;
        match (self.encoding, self.big_endian) {
            (Encoding::U8, _) => each(bytes, out, |[b]| (i16::from(b) - 128) << 8),
            (Encoding::I8, _) => each(bytes, out, |[b]| i16::from(b as i8) << 8),
            (Encoding::ALaw, _) => each(bytes, out, |[b]| a_law(b)),
            (Encoding::MuLaw, _) => each(bytes, out, |[b]| mu_law(b)),
            (Encoding::S16, false) => each(bytes, out, i16::from_le_bytes),
            (Encoding::S16, true) => each(bytes, out, i16::from_be_bytes),
            (Encoding::S24, false) => each(bytes, out, |[_, b, c]| i16::from_le_bytes([b, c])),
            (Encoding::S24, true) => each(bytes, out, |[a, b, _]| i16::from_be_bytes([a, b])),
            (Encoding::S32, false) => each(bytes, out, |[_, _, c, d]| i16::from_le_bytes([c, d])),
            (Encoding::S32, true) => each(bytes, out, |[a, b, _, _]| i16::from_be_bytes([a, b])),
            (Encoding::F32, false) => each(bytes, out, |b| float(f32::from_le_bytes(b))),
            (Encoding::F32, true) => each(bytes, out, |b| float(f32::from_be_bytes(b))),
            (Encoding::F64, false) => each(bytes, out, |b| float(f64::from_le_bytes(b) as f32)),
            (Encoding::F64, true) => each(bytes, out, |b| float(f64::from_be_bytes(b) as f32)),
        }
    }

    /// Replaces `out` by the samples as integers of full scale 2^31. Not for floats, which give 0.
    pub fn to_i32(self, bytes: &[u8], out: &mut Vec<i32>) {
        match (self.encoding, self.big_endian) {
            (Encoding::U8, _) => each(bytes, out, |[b]| (i32::from(b) - 128) << 24),
            (Encoding::I8, _) => each(bytes, out, |[b]| i32::from(b as i8) << 24),
            (Encoding::ALaw, _) => each(bytes, out, |[b]| i32::from(a_law(b)) << 16),
            (Encoding::MuLaw, _) => each(bytes, out, |[b]| i32::from(mu_law(b)) << 16),
            (Encoding::S16, false) => each(bytes, out, |[a, b]| i32::from_le_bytes([0, 0, a, b])),
            (Encoding::S16, true) => each(bytes, out, |[a, b]| i32::from_be_bytes([a, b, 0, 0])),
            (Encoding::S24, false) => each(bytes, out, |[a, b, c]| i32::from_le_bytes([0, a, b, c])),
            (Encoding::S24, true) => each(bytes, out, |[a, b, c]| i32::from_be_bytes([a, b, c, 0])),
            (Encoding::S32, false) => each(bytes, out, i32::from_le_bytes),
            (Encoding::S32, true) => each(bytes, out, i32::from_be_bytes),
            (Encoding::F32, _) => each(bytes, out, |_: [u8; 4]| 0),
            (Encoding::F64, _) => each(bytes, out, |_: [u8; 8]| 0),
        }
    }

    /// Replaces `out` by the samples of a float format. Not for integers, which give nothing.
    pub fn to_f32(self, bytes: &[u8], out: &mut Vec<f32>) {
        match (self.encoding, self.big_endian) {
            (Encoding::F32, false) => each(bytes, out, f32::from_le_bytes),
            (Encoding::F32, true) => each(bytes, out, f32::from_be_bytes),
            (Encoding::F64, false) => each(bytes, out, |b| f64::from_le_bytes(b) as f32),
            (Encoding::F64, true) => each(bytes, out, |b| f64::from_be_bytes(b) as f32),
            _ => out.clear(),
        }
    }
}

fn each<const N: usize, T>(bytes: &[u8], out: &mut Vec<T>, worth: impl Fn([u8; N]) -> T) {
    out.clear();
    out.extend(bytes.as_chunks::<N>().0.iter().map(|sample| worth(*sample)));
}

/// ITU-T G.711, table 1: sign, three bits of exponent, four of mantissa; every second bit inverted.
fn a_law(code: u8) -> i16 {
    let code = code ^ 0x55;
    let (exponent, mantissa) = (code >> 4 & 7, i16::from(code & 15));
    let step = match exponent {
        0 => (mantissa << 4) + 8,
        e => ((mantissa << 4) + 0x108) << (e - 1),
    };
    if code & 0x80 != 0 { step } else { -step }
}

/// ITU-T G.711, table 2: all bits inverted, a bias of 33 at 14 bits (132 at 16).
fn mu_law(code: u8) -> i16 {
    let code = !code;
    let (exponent, mantissa) = (code >> 4 & 7, i16::from(code & 15));
    let step = (((mantissa << 3) + 0x84) << exponent) - 0x84;
    if code & 0x80 != 0 { -step } else { step }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn i16s(encoding: Encoding, big_endian: bool, bytes: &[u8]) -> Vec<i16> {
        let mut out = vec![99];
        SampleFormat { encoding, big_endian }.to_i16(bytes, &mut out);
        out
    }

    #[test]
    fn the_ends_of_each_encoding_are_the_ends_of_16_bit() {
        assert_eq!(i16s(Encoding::U8, false, &[0, 128, 255]), [i16::MIN, 0, 32_512]);
        assert_eq!(i16s(Encoding::I8, false, &[0x80, 0, 0x7f]), [i16::MIN, 0, 32_512]);
        assert_eq!(i16s(Encoding::S24, false, &[0xff, 0xff, 0x7f, 0, 0, 0x80]), [i16::MAX, i16::MIN]);
        assert_eq!(i16s(Encoding::S24, true, &[0x7f, 0xff, 0xff, 0x80, 0, 0]), [i16::MAX, i16::MIN]);
        assert_eq!(i16s(Encoding::S32, true, &i32::MIN.to_be_bytes()), [i16::MIN]);
        let floats = [1.0_f32, -1.0, 0.5, f32::NAN, 7.0].map(f32::to_le_bytes).concat();
        assert_eq!(i16s(Encoding::F32, false, &floats), [32_767, -32_767, 16_383, 0, 32_767]);
    }

    #[test]
    fn low_bits_are_cut_off_downwards_as_libsndfile_does() {
        assert_eq!(i16s(Encoding::S24, false, &[0xff, 0xff, 0xff]), [-1], "-1 of 24 bits");
        assert_eq!(i16s(Encoding::S24, false, &[0xff, 0, 0]), [0]);
    }

    #[test]
    fn g_711_reaches_the_values_of_its_tables() {
        assert_eq!(i16s(Encoding::MuLaw, false, &[0x80, 0x00, 0xff]), [32_124, -32_124, 0]);
        assert_eq!(i16s(Encoding::ALaw, false, &[0xaa, 0x2a, 0xd5, 0x55]), [32_256, -32_256, 8, -8]);
    }

    #[test]
    fn a_sample_cut_in_two_is_left_out() {
        assert_eq!(i16s(Encoding::S16, false, &[1, 0, 2]), [1]);
    }

    #[test]
    fn integers_keep_all_their_bits_at_full_scale() {
        let mut out = Vec::new();
        let s24 = SampleFormat { encoding: Encoding::S24, big_endian: false };
        s24.to_i32(&[0x01, 0x02, 0x83], &mut out);
        assert_eq!(out, [0x8302_0100_u32 as i32]);
    }
}
