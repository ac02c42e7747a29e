//! `bumba identify`: what files are, by their bytes.

use std::{
    fs::File,
    io::{BufReader, Read, Seek},
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    exit::{Failure, Outcome, Status},
    output,
};

/// Opens a file that was named.
pub fn opened(path: &Path) -> Result<File, Failure> {
    let fault = |error: std::io::Error| Failure {
        status: if error.kind() == std::io::ErrorKind::NotFound {
            Status::NotThere
        } else {
            Status::Unusable
        },
        message: format!("{}: cannot be read: {error}", path.display()),
    };
    let file = File::open(path).map_err(fault)?;
    if file.metadata().map_err(fault)?.is_dir() {
        return Err(Failure::call(format!("{}: is a folder. Name the files in it.", path.display())));
    }
    Ok(file)
}

pub fn run(files: &[PathBuf]) -> Outcome {
    let mut status = Status::Done;
    for path in files {
        match opened(path).and_then(|file| identified(path, file)) {
            Ok(value) => output::line(&value),
            Err(failure) => {
                output::say(&failure.message);
                status = Status::Part;
            }
        }
    }
    Ok(status)
}

fn identified(path: &Path, mut file: File) -> Result<Value, Failure> {
    let fault = |error: &dyn std::fmt::Display| Failure::unusable(format!("{}: {error}", path.display()));
    let mut head = Vec::new();
    file.by_ref()
        .take(bumba_audio::HEAD_LENGTH as u64)
        .read_to_end(&mut head)
        .map_err(|error| fault(&error))?;
    file.rewind().map_err(|error| fault(&error))?;
    let shown = path.display().to_string();
    let mut source = BufReader::new(file);
    if bumba_imaging::identify(&head).is_some() {
        return Ok(match bumba_imaging::probe(&mut source) {
            Ok(probed) => {
                let faults: Vec<_> = probed.faults.iter().map(ToString::to_string).collect();
                let technical = bumba_ingest::measure::technical_of_picture(&probed.value);
                json!({"file": shown, "technical": technical, "faults": faults})
            }
            Err(error) => json!({"file": shown, "technical": null, "faults": [error.to_string()]}),
        });
    }
    if bumba_audio::identify(&head).is_some() {
        return Ok(match bumba_audio::probe(source) {
            Ok(probed) => {
                let faults: Vec<_> = probed.faults.iter().map(ToString::to_string).collect();
                let technical = bumba_ingest::measure::technical_of_sound(&probed.value);
                json!({"file": shown, "technical": technical, "faults": faults})
            }
            Err(error) => json!({"file": shown, "technical": null, "faults": [error.to_string()]}),
        });
    }
    let text = bumba_transcript::identify(&head, &shown);
    let technical = text.map(|kind| json!({"media_type": kind.media_type(), "format": kind.to_string()}));
    Ok(json!({"file": shown, "technical": technical, "faults": []}))
}
