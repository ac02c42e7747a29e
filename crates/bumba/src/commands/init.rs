//! `bumba init`: an empty archive.

use serde_json::json;

use crate::{
    archive::Archive,
    cli::{Cli, Init},
    config::Config,
    exit::{Failure, Outcome, Status},
    output,
};

pub fn run(cli: &Cli, args: &Init) -> Outcome {
    let path = args.dir.clone().unwrap_or_else(|| cli.archive());
    if args.naan.is_empty()
        || bumba_model::Ark::mint(&args.naan, 0).to_string().parse::<bumba_model::Ark>().is_err()
    {
        return Err(Failure::call(format!(
            "{:?} is no name assigning authority number: digits, as in 99999.",
            args.naan
        )));
    }
    Archive::init(&path, &Config { naan: args.naan.clone(), ..Config::default() })?;
    if cli.json {
        output::document(&json!({"archive": path.display().to_string(), "naan": args.naan}));
    } else {
        let shown = path.display();
        output::say(&format!(
            "An empty archive is in {shown}. Take something in: bumba --archive {shown} ingest FOLDER"
        ));
    }
    Ok(Status::Done)
}
