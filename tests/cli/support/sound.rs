//! Sounds that are no longer than they must be.

/// 16 bit, one channel, 8 kHz: a sawtooth of so many steps, so that no two sounds are the same.
pub fn wav(frames: u32, step: u16) -> Vec<u8> {
    riff(&[], frames, step)
}

/// The same as a Broadcast WAV (EBU Tech 3285, version 1): description, originator, date, time.
pub fn wav_with_bext(frames: u32, step: u16, description: &str) -> Vec<u8> {
    let mut bext = Vec::new();
    for (text, length) in
        [(description, 256), ("the field recorder", 32), ("", 32), ("1957-07-12", 10), ("10:30:00", 8)]
    {
        bext.extend(text.bytes());
        bext.resize(bext.len() + length - text.len(), 0);
    }
    bext.extend(0_u64.to_le_bytes()); // samples since midnight
    bext.extend(1_u16.to_le_bytes()); // version
    bext.resize(602, 0);
    let mut chunk = b"bext".to_vec();
    chunk.extend(602_u32.to_le_bytes());
    chunk.extend(bext);
    riff(&chunk, frames, step)
}

fn riff(chunks: &[u8], frames: u32, step: u16) -> Vec<u8> {
    let bytes = frames * 2;
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + u32::try_from(chunks.len()).unwrap() + bytes).to_le_bytes());
    wav.extend(b"WAVE");
    wav.extend(chunks);
    wav.extend(b"fmt ");
    for (number, width) in [(16, 4), (1, 2), (1, 2), (8_000, 4), (16_000, 4), (2, 2), (16, 2)] {
        wav.extend(&u32::to_le_bytes(number)[..width]);
    }
    wav.extend(b"data");
    wav.extend(bytes.to_le_bytes());
    let mut sample = 0_u16;
    for _ in 0..frames {
        wav.extend(sample.to_le_bytes());
        sample = sample.wrapping_add(step);
    }
    wav
}
