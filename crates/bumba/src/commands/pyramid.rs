//! `bumba pyramid`: a tiled pyramidal TIFF.

use std::{
    io::{BufReader, BufWriter},
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
    // It takes its name when it is whole.
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let making = tempfile::NamedTempFile::new_in(folder).map_err(|error| there(&error))?;
    let mut to = BufWriter::new(making);
    let info = write_pyramid(&mut source, &mut to, &PyramidOptions::default())
        .map_err(|error| Failure::unusable(format!("{}: {error}", file.display())))?;
    let making = to.into_inner().map_err(|error| there(&error))?;
    making.persist(out).map_err(|error| there(&error))?;
    if cli.json {
        let levels: Vec<_> =
            info.levels.iter().map(|level| json!({"width": level.width, "height": level.height})).collect();
        output::document(&json!({"file": out.display().to_string(), "levels": levels}));
    }
    Ok(Status::Done)
}
