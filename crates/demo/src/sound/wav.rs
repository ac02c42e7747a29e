//! A side as a Broadcast WAV, 24 bit, one channel: written by the sound room.

use super::RATE;
use bumba_audio::{AudioError, Bext, WavSpec, WavWriter};
use std::io::Cursor;

/// The whole file. Samples are full scale ±1.
pub(crate) fn broadcast_wav(bext: &Bext, samples: &[f32]) -> Result<Vec<u8>, AudioError> {
    let spec = WavSpec { sample_rate: RATE, channels: 1, bits: 24 };
    let mut wav = WavWriter::new(Cursor::new(Vec::new()), spec, Some(bext))?;
    wav.write_f32(samples)?;
    Ok(wav.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sound_room_reads_back_what_was_written_and_finds_no_fault() {
        let bext = Bext { description: "what it is".into(), version: 1, ..Bext::default() };

        let wav = broadcast_wav(&bext, &[0.0, 0.5, -1.0, 0.25]).unwrap();

        let read = bumba_audio::probe(Cursor::new(wav)).unwrap();
        assert_eq!(read.faults, []);
        let probe = read.value;
        assert_eq!((probe.sample_rate, probe.channels, probe.bits, probe.frames), (RATE, 1, Some(24), 4));
        assert_eq!(probe.bext.map(|bext| bext.description).as_deref(), Some("what it is"));
    }
}
