//! `/search?q=&f.FACET=…&page=`: all state is in the address.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use bumba_access::Viewer;
use bumba_index::{Facet, FacetCount, IndexError, Order, Request, Response as Found, Understood};
use bumba_model::Ark;

use super::html;
use crate::{
    address, asked,
    head::Head,
    params::Params,
    problem::Problem,
    said::{count, language_name},
    site::{Site, blocking},
    view::{
        card::{Card, card},
        description::script_name,
        passage::{FieldView, PassageView},
        titles::Titles,
    },
};

/// Items on a page.
const SHOWN: usize = 20;
/// The last page that is looked at: beyond, one narrows.
const LAST: usize = 500;
/// Values of a facet that are shown before "more".
const OPEN: usize = 8;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    head: Head,
    q: String,
    order: &'static str,
    total: String,
    found: bool,
    fault: Option<Fault>,
    chips: Vec<Chip>,
    clear: String,
    facets: Vec<FacetView>,
    cards: Vec<Card>,
    understood: Vec<Forms>,
    previous: Option<String>,
    next: Option<String>,
    here: String,
    everything: String,
    collections: String,
    about: String,
}

/// A query that does not parse: what stands before, at and after the place.
struct Fault {
    message: String,
    advice: String,
    before: String,
    at: String,
    after: String,
}

struct Chip {
    label: String,
    href: String,
}

struct FacetView {
    name: &'static str,
    label: &'static str,
    open: bool,
    values: Vec<Value>,
    long: bool,
}

struct Value {
    value: String,
    label: String,
    count: String,
    on: bool,
}

struct Forms {
    typed: String,
    excluded: bool,
    others: Vec<String>,
}

/// What the address asks for.
struct AskedFor {
    q: String,
    filters: Vec<(Facet, String)>,
    order: Order,
    page: usize,
}

impl AskedFor {
    fn read(params: &Params) -> Result<Self, Problem> {
        let page = params.number("page")?.unwrap_or(1) as usize;
        if page > LAST {
            return Err(Problem::wrong(format!(
                "page={page}: no more than {LAST} pages are listed. Narrow the search."
            )));
        }
        let mut filters = Vec::new();
        for (name, value) in params.iter() {
            let Some(facet) = name.strip_prefix("f.") else { continue };
            let facet = Facet::named(facet).ok_or_else(|| {
                let known: Vec<_> = Facet::ALL.iter().map(|facet| facet.name()).collect();
                Problem::wrong(format!(
                    "f.{facet}: there is no such filter. There are: {}.",
                    known.join(", ")
                ))
            })?;
            if !value.is_empty() && filters.len() < 50 && !filters.contains(&(facet, value.to_owned())) {
                filters.push((facet, value.to_owned()));
            }
        }
        let order = match params.get("order") {
            Some("oldest") => Order::Oldest,
            Some("newest") => Order::Newest,
            _ => Order::Relevance,
        };
        Ok(Self { q: params.get("q").unwrap_or_default().trim().to_owned(), filters, order, page })
    }

    fn order_word(&self) -> &'static str {
        match self.order {
            Order::Relevance => "",
            Order::Oldest => "oldest",
            Order::Newest => "newest",
        }
    }

    /// The address of the same search with these filters, on a page.
    fn address(&self, filters: &[(Facet, String)], page: usize) -> String {
        let mut pairs = vec![("q".to_owned(), self.q.clone())];
        pairs.extend(filters.iter().map(|(facet, value)| (format!("f.{}", facet.name()), value.clone())));
        if !self.order_word().is_empty() {
            pairs.push(("order".to_owned(), self.order_word().to_owned()));
        }
        if page > 1 {
            pairs.push(("page".to_owned(), page.to_string()));
        }
        address::search(pairs)
    }
}

/// Answers.
pub async fn page(State(site): State<Arc<Site>>, params: Params) -> Result<Response, Problem> {
    let viewer = Viewer::Public;
    let asked = AskedFor::read(&params)?;
    let request = Request {
        query: asked.q.clone(),
        filters: asked.filters.clone(),
        limit: SHOWN,
        offset: (asked.page - 1) * SHOWN,
        order: asked.order,
        facet_values: 60,
        ..Request::default()
    };
    let index = site.index.clone();
    let (found, fault) = match blocking(move || index.search(&request)).await? {
        Ok(found) => (Some(found), None),
        Err(IndexError::Query(error)) => (None, Some(fault(&asked.q, &error))),
        Err(error) => return Err(Problem::broken(&error)),
    };
    let cards = match &found {
        Some(found) => cards(&site, viewer, found, &asked.q).await?,
        None => Vec::new(),
    };
    let facets = match &found {
        Some(found) => facets(&site, viewer, found, &asked).await?,
        None => Vec::new(),
    };
    let total = found.as_ref().map_or(0, |found| found.total);
    let mut chips = Vec::new();
    for chosen in &asked.filters {
        let rest: Vec<_> = asked.filters.iter().filter(|other| *other != chosen).cloned().collect();
        let label = label(&site, viewer, chosen.0, &chosen.1).await?;
        chips.push(Chip {
            label: format!("{}: {label}", facet_label(chosen.0)),
            href: asked.address(&rest, 1),
        });
    }
    let pages = usize::try_from(total).unwrap_or(usize::MAX).div_ceil(SHOWN).min(LAST);
    let title = if asked.q.is_empty() { "Search".to_owned() } else { format!("{} · Search", asked.q) };
    let mut head = Head::new(&site, "search", &title);
    head.q.clone_from(&asked.q);
    let page = SearchPage {
        order: asked.order_word(),
        total: count(total),
        found: total > 0,
        fault,
        chips,
        clear: asked.address(&[], 1),
        facets,
        cards,
        understood: found.as_ref().map(|found| forms(&found.understood)).unwrap_or_default(),
        previous: (asked.page > 1).then(|| asked.address(&asked.filters, asked.page - 1)),
        next: (asked.page < pages).then(|| asked.address(&asked.filters, asked.page + 1)),
        here: format!("page {} of {}", asked.page, pages.max(1)),
        everything: address::search_for(""),
        collections: address::collections(),
        about: address::about(),
        q: asked.q,
        head,
    };
    html(&page)
}

/// Cards of what was found. The index knows the access of the day it was fed; here it is asked for today.
async fn cards(site: &Site, viewer: Viewer, found: &Found, q: &str) -> Result<Vec<Card>, Problem> {
    let ids: Vec<Ark> = found.hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
    let items = asked::items(site, viewer, &ids).await?;
    let mut cards = Vec::new();
    for hit in &found.hits {
        let Some(asked) = items.iter().find(|asked| asked.id().to_string() == hit.id) else { continue };
        let mut card = card(site, asked, q).await?;
        let open: Vec<_> = hit
            .passages
            .iter()
            .filter(|passage| asked.may_lines(&passage.layer, &passage.canvas.id))
            .collect();
        card.passages = open.iter().map(|passage| PassageView::new(asked.id(), passage, q)).collect();
        card.fields =
            hit.fields.iter().filter(|field| field.field != "title").take(2).map(FieldView::new).collect();
        // What a rule has closed since is not counted on.
        let all_open = open.len() == hit.passages.len();
        let shown = (card.passages.len() + hit.fields.len()) as u64;
        if all_open && hit.places > shown {
            card.more = Some((hit.places - shown, card.href.clone()));
        }
        cards.push(card);
    }
    Ok(cards)
}

async fn facets(
    site: &Site,
    viewer: Viewer,
    found: &Found,
    asked: &AskedFor,
) -> Result<Vec<FacetView>, Problem> {
    let mut out = Vec::new();
    for facet in Facet::ALL {
        let on = |value: &str| asked.filters.iter().any(|(one, chosen)| *one == facet && chosen == value);
        let mut counts: Vec<FacetCount> = found.facets.get(&facet).cloned().unwrap_or_default();
        for (_, chosen) in asked.filters.iter().filter(|(one, _)| *one == facet) {
            if !counts.iter().any(|count| count.value == *chosen) {
                counts.push(FacetCount { value: chosen.clone(), count: 0 });
            }
        }
        if counts.is_empty() {
            continue;
        }
        if facet == Facet::Date {
            counts.sort_by(|a, b| a.value.cmp(&b.value));
        }
        let mut values = Vec::new();
        for one in counts {
            values.push(Value {
                label: label(site, viewer, facet, &one.value).await?,
                on: on(&one.value),
                count: count(one.count),
                value: one.value,
            });
        }
        let chosen = values.iter().any(|value| value.on);
        out.push(FacetView {
            name: facet.name(),
            label: facet_label(facet),
            open: chosen || out.len() < 4,
            long: values.len() > OPEN,
            values,
        });
    }
    Ok(out)
}

fn facet_label(facet: Facet) -> &'static str {
    match facet {
        Facet::Collection => "Collection",
        Facet::Kind => "Kind",
        Facet::Language => "Language",
        Facet::Script => "Script",
        Facet::Place => "Place",
        Facet::Person => "Person",
        Facet::Date => "Date",
    }
}

/// A value for people. The title of a collection that is closed is not told.
async fn label(site: &Site, viewer: Viewer, facet: Facet, value: &str) -> Result<String, Problem> {
    Ok(match facet {
        Facet::Language => language_name(value),
        Facet::Script => script_name(value),
        Facet::Date => format!("{value}s"),
        Facet::Collection => match asked::collection(site, viewer, value).await {
            Ok(asked::Asked::Here(found)) => {
                Titles::of(&found.collection.title, &found.collection.slug).first.text
            }
            _ => value.to_owned(),
        },
        Facet::Place | Facet::Person if value.starts_with("ark:") => {
            match asked::authority(site, viewer, value).await {
                Ok(asked::Asked::Here((_, authority))) => {
                    authority.name_for("en").map_or_else(|| value.to_owned(), |name| name.text.clone())
                }
                _ => value.to_owned(),
            }
        }
        Facet::Kind | Facet::Place | Facet::Person => value.to_owned(),
    })
}

fn forms(understood: &[Understood]) -> Vec<Forms> {
    understood
        .iter()
        .map(|one| Forms {
            typed: one.text.clone(),
            excluded: one.excluded,
            others: one
                .forms
                .iter()
                .map(|form| form.text.clone())
                .filter(|form| bare(form) != bare(&one.text))
                .collect(),
        })
        .filter(|one| !one.others.is_empty() || one.excluded)
        .collect()
}

/// A form without what says nothing here: case, spaces, quotation marks.
fn bare(form: &str) -> String {
    form.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn fault(q: &str, error: &bumba_index::QueryError) -> Fault {
    let characters: Vec<char> = q.chars().collect();
    let at = error.at.min(characters.len());
    let text = |range: &[char]| range.iter().collect::<String>();
    Fault {
        message: error.message.clone(),
        advice: error.advice.clone(),
        before: text(characters.get(..at).unwrap_or_default()),
        at: text(characters.get(at..(at + 1).min(characters.len())).unwrap_or_default()),
        after: text(characters.get((at + 1).min(characters.len())..).unwrap_or_default()),
    }
}
