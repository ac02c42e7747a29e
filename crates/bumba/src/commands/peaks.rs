//! `bumba peaks`: audiowaveform's files.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
};

use bumba_audio::{PeakBits, PeakSpec};

use crate::{
    cli,
    exit::{Failure, Outcome, Status},
    output,
};

pub fn run(args: &cli::Peaks) -> Outcome {
    let bits = PeakBits::try_from(args.bits).map_err(|_| Failure::call("peaks have 8 or 16 bits."))?;
    let ending = args.output.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if !matches!(ending.as_str(), "dat" | "json") {
        return Err(Failure::call(format!("{}: peaks are written as .dat or .json.", args.output.display())));
    }
    let here = |error: &dyn std::fmt::Display| Failure::unusable(format!("{}: {error}", args.file.display()));
    let source = BufReader::new(super::identify::opened(&args.file)?);
    let spec = PeakSpec { samples_per_pixel: args.zoom, bits, split_channels: args.split_channels };
    let measured = bumba_audio::peaks(source, spec).map_err(|error| here(&error))?;
    for fault in &measured.faults {
        output::say(&format!("{}: {fault}", args.file.display()));
    }
    let there =
        |error: &dyn std::fmt::Display| Failure::unusable(format!("{}: {error}", args.output.display()));
    let mut out = BufWriter::new(File::create(&args.output).map_err(|error| there(&error))?);
    match ending.as_str() {
        "json" => measured.value.write_json(&mut out).map_err(|error| there(&error))?,
        _ => measured.value.write_dat(&mut out).map_err(|error| there(&error))?,
    }
    out.flush().map_err(|error| there(&error))?;
    Ok(if measured.faults.is_empty() { Status::Done } else { Status::Part })
}
