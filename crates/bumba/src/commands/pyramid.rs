//! `bumba pyramid`: a tiled pyramidal TIFF.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
    path::Path,
};

use bumba_imaging::{PyramidOptions, write_pyramid};
use serde_json::json;

use crate::{
    cli::Cli,
    exit::{Failure, Outcome, Status},
    output,
};

pub fn run(cli: &Cli, file: &Path, out: &Path) -> Outcome {
    let mut source = BufReader::new(super::identify::opened(file)?);
    let there = |error: &dyn std::fmt::Display| Failure::unusable(format!("{}: {error}", out.display()));
    let mut to = BufWriter::new(File::create(out).map_err(|error| there(&error))?);
    let info = write_pyramid(&mut source, &mut to, &PyramidOptions::default())
        .map_err(|error| Failure::unusable(format!("{}: {error}", file.display())))?;
    to.flush().map_err(|error| there(&error))?;
    if cli.json {
        let levels: Vec<_> =
            info.levels.iter().map(|level| json!({"width": level.width, "height": level.height})).collect();
        output::document(&json!({"file": out.display().to_string(), "levels": levels}));
    }
    Ok(Status::Done)
}
