//! `bumba search`: finds, with the rights of the one who sits at the archive's own machine.

use bumba_index::{Audience, Facet, Request};

use crate::{
    archive::Archive,
    cli::{Cli, Search},
    exit::{Failure, Outcome, Status},
    output,
};

pub async fn run(cli: &Cli, args: &Search) -> Outcome {
    let filters = args.filters.iter().map(|filter| filter_of(filter)).collect::<Result<_, _>>()?;
    let archive = Archive::open(&cli.archive()).await?;
    let request = Request {
        query: args.query.clone(),
        filters,
        limit: args.limit,
        offset: args.offset,
        audience: Audience::Staff,
        ..Request::default()
    };
    let index = archive.index()?;
    let response = tokio::task::spawn_blocking(move || index.search(&request))
        .await
        .map_err(|error| Failure::unusable(error.to_string()))??;
    if cli.json {
        output::document(&serde_json::to_value(&response).unwrap_or_default());
        return Ok(Status::Done);
    }
    output::text(&format!("{} items", response.total));
    for hit in &response.hits {
        let title = hit.title.first().map_or("", |title| title.text.as_str());
        output::text(&format!("{}  {title}", hit.id));
        for passage in &hit.passages {
            let time = passage.time.map_or(String::new(), |time| format!(" {}", output::clock(time.0)));
            output::text(&format!("  {}{time}: {}", passage.canvas.label, passage.text));
        }
    }
    Ok(Status::Done)
}

fn filter_of(filter: &str) -> Result<(Facet, String), Failure> {
    let names: Vec<_> = Facet::ALL.iter().map(|facet| facet.name()).collect();
    let wrong =
        || Failure::call(format!("{filter}: a filter is FACET=VALUE, with one of {}.", names.join(", ")));
    let (facet, value) = filter.split_once('=').ok_or_else(wrong)?;
    Ok((Facet::named(facet).ok_or_else(wrong)?, value.to_owned()))
}
