//! What every page says of itself.

use crate::{address, assets, site::Site};

/// The head and the frame of a page.
#[derive(Clone, Debug)]
pub struct Head {
    /// Which page it is: `home`, `item`, … (`html[data-page]`).
    pub page: &'static str,
    /// Its title.
    pub title: String,
    /// What the archive is called.
    pub archive: String,
    /// The words in the search box.
    pub q: String,
    /// The address of the stylesheet.
    pub style: String,
    /// The address of the script, where it was built.
    pub script: Option<String>,
    /// The manifest of what the page shows.
    pub manifest: Option<String>,
    /// The permanent address of what the page shows.
    pub canonical: Option<String>,
    /// Whether engines that search the web are asked to leave it.
    pub not_for_engines: bool,
    /// The front page.
    pub home: String,
    /// All collections.
    pub collections: String,
    /// All authorities.
    pub authorities: String,
    /// About.
    pub about: String,
    /// The search.
    pub search: &'static str,
}

impl Head {
    /// Of a page of the site.
    #[must_use]
    pub fn new(site: &Site, page: &'static str, title: &str) -> Self {
        Self {
            page,
            title: title.to_owned(),
            archive: site.name.clone(),
            q: String::new(),
            style: assets::style(),
            script: assets::script(),
            manifest: None,
            canonical: None,
            not_for_engines: matches!(page, "error" | "search"),
            home: address::home(),
            collections: address::collections(),
            authorities: address::authorities(),
            about: address::about(),
            search: address::route::SEARCH,
        }
    }
}
