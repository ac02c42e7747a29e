//! `/`: what is here, the newest, a sound to hear.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use bumba_access::Viewer;
use bumba_catalogue::{ListQuery, Sort};
use bumba_index::{Facet, Request};

use super::html;
use crate::{
    address::{self, FileId},
    asked::{self, AskedItem},
    head::Head,
    problem::Problem,
    said::count,
    site::{Site, blocking},
    view::{
        card::{Card, card, wave},
        titles::Titles,
        waveform::Waveform,
    },
};

/// How many of the newest are shown.
const NEWEST: usize = 8;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    head: Head,
    items: String,
    kinds: Vec<Kind>,
    collections: Vec<CollectionRow>,
    newest: Vec<Card>,
    sound: Option<Sound>,
}

struct Kind {
    name: String,
    count: String,
    href: String,
}

struct CollectionRow {
    href: String,
    titles: Titles,
}

struct Sound {
    href: String,
    titles: Titles,
    label: String,
    src: String,
    wave: Option<Waveform>,
}

/// Answers.
pub async fn page(State(site): State<Arc<Site>>) -> Result<Response, Problem> {
    let viewer = Viewer::Public;
    let newest = newest(&site, viewer).await?;
    let mut cards = Vec::new();
    for asked in newest.iter().take(NEWEST) {
        cards.push(card(&site, asked, "").await?);
    }
    // Counted through the index, which counts what is open alone; while it is being made there is nothing to say.
    let index = site.index.clone();
    let all = blocking(move || index.search(&Request { limit: 0, ..Request::default() })).await?.ok();
    let kinds =
        all.as_ref().and_then(|all| all.facets.get(&Facet::Kind)).into_iter().flatten().map(|kind| Kind {
            name: kind.value.clone(),
            count: count(kind.count),
            href: address::search_by("kind", &kind.value),
        });
    let rows = ListQuery {
        sort: Some("collection".to_owned()),
        at_the_top: true,
        limit: 12,
        ..ListQuery::default()
    };
    let rows = asked::visible(&site, viewer, site.catalogue.list(&rows).await?.rows).await?;
    let page = HomePage {
        head: Head::new(&site, "home", &site.name),
        items: all.as_ref().map(|all| count(all.total)).unwrap_or_default(),
        kinds: kinds.collect(),
        collections: rows
            .into_iter()
            .map(|row| CollectionRow {
                href: address::collection(&row.id),
                titles: Titles::of(&row.title, &row.name),
            })
            .collect(),
        sound: sound(&site, &newest).await?,
        newest: cards,
    };
    html(&page)
}

async fn newest(site: &Site, viewer: Viewer) -> Result<Vec<AskedItem>, Problem> {
    let query =
        ListQuery { sort: Some("item".to_owned()), order: Sort::Newest, limit: 40, ..ListQuery::default() };
    let ids: Vec<_> = site.catalogue.list(&query).await?.rows.into_iter().map(|row| row.id).collect();
    asked::items(site, viewer, &ids).await
}

async fn sound(site: &Site, newest: &[AskedItem]) -> Result<Option<Sound>, Problem> {
    for asked in newest {
        let item = asked.item();
        let heard = item.canvases.iter().filter(|canvas| canvas.seconds.is_some());
        for canvas in heard {
            let Some(file) = asked.shown_on(&canvas.id) else { continue };
            let id = FileId::new(asked.id(), file.n);
            return Ok(Some(Sound {
                href: address::item(asked.id()),
                titles: Titles::of(&item.title, &item.local_id),
                label: canvas.label.clone(),
                src: address::media(&id),
                wave: wave(site, &id, 640, "100%").await?,
            }));
        }
    }
    Ok(None)
}
