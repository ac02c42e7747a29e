//! `bumba fold`: what search makes of a text.

use std::io::BufRead;

use bumba_scripts::fold;
use serde_json::Value;

use crate::{
    exit::{Failure, Outcome, Status},
    output,
};

pub fn run(text: &str, lang: Option<&str>) -> Outcome {
    if text != "-" {
        output::document(&folded(text, lang));
        return Ok(Status::Done);
    }
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| Failure::call(format!("stdin: cannot be read as UTF-8: {error}")))?;
        let (tag, text) = line.split_once('\t').unwrap_or(("", &line));
        output::line(&folded(text, (!tag.is_empty()).then_some(tag)));
    }
    Ok(Status::Done)
}

fn folded(text: &str, lang: Option<&str>) -> Value {
    serde_json::to_value(fold(text, lang)).unwrap_or_default()
}
