//! `bumba collection`: collections.

use bumba_model::{Ark, Collection, Object, Title, What};
use serde_json::json;

use crate::{
    archive::Archive,
    cli::{self, Cli},
    exit::{Failure, Outcome, Status},
    output,
};

pub async fn run(cli: &Cli, args: &cli::Collection) -> Outcome {
    let cli::Collection::Add { slug, said } = args;
    let Said { title, part_of, json } = read_said(said)?;
    let json = cli.json || json;
    let fine =
        !slug.is_empty() && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !fine {
        return Err(Failure::call(format!("{slug:?}: a slug is small letters, digits and hyphens.")));
    }
    let archive = Archive::open(&cli.archive()).await?;
    if archive.rooms.catalogue.resolve(slug).await?.is_some() {
        return Err(Failure::call(format!("{slug}: there is a collection of this name already.")));
    }
    let part_of = match part_of {
        Some(name) => Some(archive.named(&name).await?),
        None => None,
    };
    let id = Ark::mint(&archive.rooms.naan, (archive.rooms.chance)());
    let collection = Collection { slug: slug.clone(), title, part_of, ..Collection::default() };
    let object = Object::new(id.clone(), What::Collection(collection));
    bumba_ingest::objects::write(&archive.rooms, &object, "creation", "made by command").await?;
    if json {
        output::document(&json!({"id": id, "slug": slug}));
    } else {
        output::text(&format!("{id}  {slug}"));
    }
    Ok(Status::Done)
}

/// `--title@LANG TEXT…`, `--title TEXT`, `--part-of ID`.
fn read_said(said: &[String]) -> Result<Said, Failure> {
    let (mut titles, mut part_of, mut json) = (Vec::new(), None, false);
    let mut rest = said.iter();
    while let Some(option) = rest.next() {
        let mut value =
            || rest.next().cloned().ok_or_else(|| Failure::call(format!("{option}: its text is missing.")));
        if option == "--json" {
            json = true;
        } else if matches!(option.as_str(), "-q" | "--quiet" | "-v" | "--verbose") {
        } else if option == "--part-of" {
            part_of = Some(value()?);
        } else if option == "--title" {
            titles.push(Title::new(value()?, ""));
        } else if let Some(lang) = option.strip_prefix("--title@") {
            titles.push(Title::new(value()?, lang));
        } else {
            return Err(Failure::call(format!(
                "{option}: is not known here. Say --title@LANG TEXT and --part-of ID."
            )));
        }
    }
    if titles.is_empty() {
        return Err(Failure::call("a collection has a title: --title@en TEXT"));
    }
    Ok(Said { title: titles, part_of, json })
}

/// What was said of a collection; and options of every command that stand after it.
#[derive(Debug)]
struct Said {
    title: Vec<Title>,
    part_of: Option<String>,
    json: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &[&str]) -> Result<Said, Failure> {
        read_said(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn titles_in_several_languages_are_read() {
        let Said { title: titles, part_of, json } =
            said(&["--title@mn-Mong", "ᠵᠠᠩᠭᠠᠷ", "--part-of", "reels", "--title@en", "Jangar"]).unwrap();
        assert_eq!(titles, [Title::new("ᠵᠠᠩᠭᠠᠷ", "mn-Mong"), Title::new("Jangar", "en")]);
        assert_eq!((part_of.as_deref(), json), (Some("reels"), false));
        assert!(said(&["--title@en", "Jangar", "--json"]).unwrap().json);
    }

    #[test]
    fn what_is_missing_or_unknown_is_told() {
        for words in [&["--title@en"][..], &["--titel", "x"], &[]] {
            assert!(said(words).is_err(), "{words:?}");
        }
    }
}
