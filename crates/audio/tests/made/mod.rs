//! Sound files made by the tests themselves, sound or broken on purpose.
#![allow(dead_code, reason = "each test file uses some of them")]

/// A RIFF chunk with its padding.
pub fn chunk(id: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut bytes = id.to_vec();
    bytes.extend_from_slice(&(body.len() as u32).to_le_bytes());
    bytes.extend_from_slice(body);
    bytes.resize(bytes.len().next_multiple_of(2), 0);
    bytes
}

/// RIFF/WAVE of these chunks.
pub fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WAVE".to_vec(), chunks.concat()].concat();
    chunk(b"RIFF", &body)
}

/// The body of `fmt `.
pub fn fmt(tag: u16, channels: u16, rate: u32, bits: u16) -> Vec<u8> {
    let align = channels.wrapping_mul(bits / 8);
    fmt_aligned(tag, channels, rate, align, bits)
}

pub fn fmt_aligned(tag: u16, channels: u16, rate: u32, align: u16, bits: u16) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend_from_slice(&tag.to_le_bytes());
    body.extend_from_slice(&channels.to_le_bytes());
    body.extend_from_slice(&rate.to_le_bytes());
    body.extend_from_slice(&rate.wrapping_mul(align.into()).to_le_bytes());
    body.extend_from_slice(&align.to_le_bytes());
    body.extend_from_slice(&bits.to_le_bytes());
    body
}

/// WAVE of 16-bit samples.
pub fn wav_16(channels: u16, samples: &[i16]) -> Vec<u8> {
    let data: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    riff(&[chunk(b"fmt ", &fmt(1, channels, 48_000, 16)), chunk(b"data", &data)])
}

/// AIFF of 16-bit samples, with a marker at frame 1.
pub fn aiff_16(channels: u16, samples: &[i16]) -> Vec<u8> {
    let swap = |id: &[u8; 4], body: &[u8]| {
        let mut bytes = chunk(id, body);
        bytes[4..8].reverse();
        bytes
    };
    let mut comm = channels.to_be_bytes().to_vec();
    comm.extend_from_slice(&(samples.len() as u32 / u32::from(channels)).to_be_bytes());
    comm.extend_from_slice(&[0, 16, 0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0]);
    let mut ssnd = vec![0; 8];
    ssnd.extend(samples.iter().flat_map(|s| s.to_be_bytes()));
    let body = [
        b"AIFF".to_vec(),
        swap(b"COMM", &comm),
        swap(b"MARK", b"\0\x01\0\x01\0\0\0\x01\x05start"),
        swap(b"SSND", &ssnd),
    ];
    swap(b"FORM", &body.concat())
}

/// FLAC of 16-bit mono in frames of 256, each one verbatim, at 44,100 Hz (RFC 9639).
pub fn flac_mono(samples: &[i16], md5: [u8; 16]) -> Vec<u8> {
    let mut bytes = b"fLaC\x80\0\0\x22\x01\0\x01\0\0\0\0\0\0\0".to_vec();
    let packed = 44_100_u64 << 44 | 15 << 36 | samples.len() as u64;
    bytes.extend_from_slice(&packed.to_be_bytes());
    bytes.extend_from_slice(&md5);
    for (number, samples) in samples.chunks(256).enumerate() {
        let mut frame = vec![0xff, 0xf8, 0x70, 0x08];
        let number = char::from_u32(number as u32).unwrap();
        frame.extend_from_slice(number.encode_utf8(&mut [0; 4]).as_bytes());
        frame.extend_from_slice(&(samples.len() as u16 - 1).to_be_bytes());
        frame.push(crc(&frame, 0x07, 8) as u8);
        frame.push(0x02);
        frame.extend(samples.iter().flat_map(|s| s.to_be_bytes()));
        let sum = crc(&frame, 0x8005, 16);
        frame.extend_from_slice(&sum.to_be_bytes());
        bytes.extend_from_slice(&frame);
    }
    bytes
}

fn crc(bytes: &[u8], polynomial: u16, width: u32) -> u16 {
    let top = 1_u32 << (width - 1);
    let mut sum = 0_u32;
    for byte in bytes {
        sum ^= u32::from(*byte) << (width - 8);
        for _ in 0..8 {
            sum = if sum & top != 0 { sum << 1 ^ u32::from(polynomial) } else { sum << 1 };
        }
    }
    (sum & (top * 2 - 1)) as u16
}

/// MP3 of silence: frames of 128 kbit/s at 44,100 Hz, 1,152 samples each.
pub fn mp3_silence(frames: usize) -> Vec<u8> {
    let mut frame = vec![0xff, 0xfb, 0x90, 0xc4];
    frame.resize(417, 0);
    frame.repeat(frames)
}

/// The first frame of an MP3 that counts the frames after it (Xing's header, mono).
pub fn mp3_count(frames: u32) -> Vec<u8> {
    let mut frame = mp3_silence(1);
    frame[21..29].copy_from_slice(b"Xing\0\0\0\x01");
    frame[29..33].copy_from_slice(&frames.to_be_bytes());
    frame
}

/// Sound that is not silence and not the same twice.
pub fn noise(count: usize) -> Vec<i16> {
    let mut state = 0x2545_f491_u32;
    (0..count)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 16) as u16 as i16
        })
        .collect()
}

/// Ogg FLAC of 16-bit mono: the frames of [`flac_mono`], one a page (RFC 3533; xiph's FLAC-to-Ogg mapping).
pub fn ogg_flac_mono(samples: &[i16]) -> Vec<u8> {
    let flac = flac_mono(samples, [0; 16]);
    let mut info = flac[4..42].to_vec();
    info[0] = 0;
    let first = [&b"\x7fFLAC\x01\0\0\x01fLaC"[..], &info].concat();
    let comment = b"\x84\0\0\x08\0\0\0\0\0\0\0\0".to_vec();
    let mut pages = ogg_page(2, 0, 0, &first);
    pages.extend(ogg_page(0, 0, 1, &comment));
    let (mut rest, mut heard) = (&flac[42..], 0);
    for (number, samples) in samples.chunks(256).enumerate() {
        // Header (6 bytes and the number), checksum, subframe header, samples, checksum.
        let number_bytes = char::from_u32(number as u32).unwrap().len_utf8();
        let (frame, later) = rest.split_at(6 + number_bytes + 1 + 1 + samples.len() * 2 + 2);
        heard += samples.len() as u64;
        let last = if later.is_empty() { 4 } else { 0 };
        pages.extend(ogg_page(last, heard, number as u32 + 2, frame));
        rest = later;
    }
    pages
}

fn ogg_page(flags: u8, granule: u64, sequence: u32, packet: &[u8]) -> Vec<u8> {
    let mut page = vec![b'O', b'g', b'g', b'S', 0, flags];
    page.extend_from_slice(&granule.to_le_bytes());
    page.extend_from_slice(b"reel");
    page.extend_from_slice(&sequence.to_le_bytes());
    page.extend_from_slice(&[0; 4]);
    page.push((packet.len() / 255 + 1) as u8);
    page.resize(page.len() + packet.len() / 255, 255);
    page.push((packet.len() % 255) as u8);
    page.extend_from_slice(packet);
    let mut sum = 0_u32;
    for byte in &page {
        sum ^= u32::from(*byte) << 24;
        for _ in 0..8 {
            sum = if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 };
        }
    }
    page[22..26].copy_from_slice(&sum.to_le_bytes());
    page
}
