//! A Broadcast WAV: 24 bit, one channel, with `bext` version 1 (EBU Tech 3285).
//!
//! It stands here until the sound room's own writer is used.

use super::RATE;

/// What `bext` says of a recording. Fixed fields are cut at their length, which is given in brackets.
pub(crate) struct Bext<'a> {
    /// `[256]`
    pub description: &'a str,
    /// `[32]`
    pub originator: &'a str,
    /// `[32]`
    pub reference: &'a str,
    /// `[10]`, YYYY-MM-DD.
    pub date: &'a str,
    /// `[8]`, HH:MM:SS.
    pub time: &'a str,
    /// One line a step, each ended by CR LF.
    pub coding_history: &'a str,
}

/// The whole file. Samples are full scale ±1; what goes beyond is cut.
pub(crate) fn broadcast_wav(bext: &Bext<'_>, samples: &[f32]) -> Vec<u8> {
    let description = bext_chunk(bext);
    let bytes = samples.len() * 3;
    let mut wav = Vec::with_capacity(bytes + description.len() + 64);
    let mut data = Vec::with_capacity(bytes);
    for sample in samples {
        let value = (f64::from(*sample) * 8_388_608.0).round().clamp(-8_388_608.0, 8_388_607.0) as i32;
        data.extend_from_slice(&value.to_le_bytes()[..3]);
    }
    wav.extend_from_slice(b"RIFF\0\0\0\0WAVE");
    chunk(&mut wav, *b"bext", &description);
    chunk(&mut wav, *b"fmt ", &format_chunk());
    chunk(&mut wav, *b"data", &data);
    let riff = (wav.len() - 8) as u32;
    wav[4..8].copy_from_slice(&riff.to_le_bytes());
    wav
}

fn chunk(wav: &mut Vec<u8>, id: [u8; 4], content: &[u8]) {
    wav.extend_from_slice(&id);
    wav.extend_from_slice(&(content.len() as u32).to_le_bytes());
    wav.extend_from_slice(content);
    if content.len() % 2 == 1 {
        wav.push(0);
    }
}

fn format_chunk() -> Vec<u8> {
    let mut chunk = Vec::with_capacity(16);
    for word in [1u16, 1] {
        chunk.extend_from_slice(&word.to_le_bytes());
    }
    for long in [RATE, RATE * 3] {
        chunk.extend_from_slice(&long.to_le_bytes());
    }
    for word in [3u16, 24] {
        chunk.extend_from_slice(&word.to_le_bytes());
    }
    chunk
}

fn bext_chunk(bext: &Bext<'_>) -> Vec<u8> {
    let mut chunk = Vec::with_capacity(602 + bext.coding_history.len());
    let mut field = |text: &str, length: usize| {
        let end = chunk.len() + length;
        chunk.extend(text.bytes().take(length));
        chunk.resize(end, 0);
    };
    field(bext.description, 256);
    field(bext.originator, 32);
    field(bext.reference, 32);
    field(bext.date, 10);
    field(bext.time, 8);
    // Time reference: the side begins at 0.
    field("", 8);
    field("\u{1}", 2);
    // No UMID, and what version 1 keeps free.
    field("", 64 + 190);
    chunk.extend_from_slice(bext.coding_history.as_bytes());
    chunk
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEXT: Bext<'_> = Bext {
        description: "what it is",
        originator: "who",
        reference: "which",
        date: "2026-01-01",
        time: "00:00:00",
        coding_history: "A=PCM\r\n",
    };

    #[test]
    fn every_chunk_is_where_its_length_says() {
        let wav = broadcast_wav(&BEXT, &[0.0, 1.5, -1.0]);

        let long = |at: usize| u32::from_le_bytes(wav[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!((&wav[..4], &wav[8..12], long(4)), (&b"RIFF"[..], &b"WAVE"[..], wav.len() - 8));
        let mut chunks = Vec::new();
        let mut at = 12;
        while at < wav.len() {
            let length = long(at + 4);
            chunks.push((wav[at..at + 4].to_vec(), wav[at + 8..at + 8 + length].to_vec()));
            at += 8 + length + length % 2;
        }
        assert_eq!(at, wav.len());
        assert_eq!(
            chunks.iter().map(|(id, _)| id.as_slice()).collect::<Vec<_>>(),
            [b"bext", b"fmt ", b"data"]
        );
        let bext = &chunks[0].1;
        assert_eq!((bext.len(), &bext[320..330], &bext[346..348]), (609, &b"2026-01-01"[..], &[1u8, 0][..]));
        assert_eq!(&bext[602..], b"A=PCM\r\n");
        assert_eq!(chunks[1].1, [1, 0, 1, 0, 0x80, 0xBB, 0, 0, 0x80, 0x32, 2, 0, 3, 0, 24, 0]);
        assert_eq!(chunks[2].1, [0, 0, 0, 0xFF, 0xFF, 0x7F, 0, 0, 0x80]);
    }
}
