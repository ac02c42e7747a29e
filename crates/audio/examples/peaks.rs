//! The waveform of a file as audiowaveform would write it: `peaks SOUND OUT.dat [SAMPLES]`. To be timed beside it.

use std::fs::File;
use std::io::BufWriter;
use std::num::NonZeroU32;

use bumba_audio::{PeakSpec, peaks};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(sound), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: peaks SOUND OUT.dat [SAMPLES]".into());
    };
    let mut spec = PeakSpec::default();
    if let Some(samples) = arguments.next() {
        spec.samples_per_pixel = samples.to_string_lossy().parse::<NonZeroU32>()?;
    }
    let measured = peaks(File::open(sound)?, spec)?;
    measured.value.write_dat(&mut BufWriter::new(File::create(out)?))?;
    Ok(())
}
