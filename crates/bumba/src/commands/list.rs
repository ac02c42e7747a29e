//! `bumba list`: items, one JSON line each.

use bumba_access::{Audience, narrowest};
use bumba_catalogue::{ListQuery, Sort, Summary};
use serde_json::{Value, json};

use crate::{
    archive::Archive,
    cli::{Cli, List},
    exit::{Outcome, Status},
    output,
};

pub async fn run(cli: &Cli, args: &List) -> Outcome {
    let archive = Archive::open(&cli.archive()).await?;
    let part_of = match &args.collection {
        Some(name) => Some(archive.named(name).await?),
        None => None,
    };
    let day = archive.rooms.today();
    let mut query = ListQuery {
        sort: Some("item".to_owned()),
        part_of,
        order: Sort::Name,
        withdrawn: true,
        limit: 500,
        ..ListQuery::default()
    };
    loop {
        let page = archive.rooms.catalogue.list(&query).await?;
        for row in &page.rows {
            if cli.json {
                output::line(&summary(row, day));
            } else {
                let title = row.title.first().map_or(row.name.as_str(), |title| &title.text);
                let withdrawn = if row.withdrawn { " (withdrawn)" } else { "" };
                output::text(&format!("{}  {}  {title}{withdrawn}", row.id, row.kind));
            }
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(Status::Done),
        }
    }
}

fn summary(row: &Summary, day: jiff::civil::Date) -> Value {
    let whole = row.rules.iter().filter(|rule| rule.on == bumba_model::Target::All);
    let access = if row.withdrawn { "withdrawn" } else { Audience::as_str(narrowest(whole, day)) };
    let title: Vec<_> =
        row.title.iter().map(|title| json!({"text": title.text, "lang": title.lang})).collect();
    json!({
        "id": row.id, "kind": row.kind, "title": title, "part_of": row.part_of,
        "canvases": row.canvases, "files": row.files, "access": access,
    })
}
