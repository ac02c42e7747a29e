//! The titles of a thing: the one that heads it, those written downwards, the others.

use askama::Template;
use bumba_model::Title;

use crate::said::Said;

/// Titles as a page heads with them.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "titles.html")]
pub struct Titles {
    /// The one that heads.
    pub first: Said,
    /// Those written downwards; they stand upright beside it.
    pub vertical: Vec<Said>,
    /// The others.
    pub others: Vec<Said>,
}

impl Titles {
    /// Of a record: the title in the page's language heads, else the first that runs across, else the first. Where there is none, `instead`.
    #[must_use]
    pub fn of(titles: &[Title], instead: &str) -> Self {
        let all: Vec<Said> =
            titles.iter().filter(|title| !title.text.trim().is_empty()).map(Said::from).collect();
        let head = all
            .iter()
            .position(|title| title.lang.split('-').next() == Some("en"))
            .or_else(|| all.iter().position(|title| !title.is_vertical()));
        let Some(head) = head else {
            let words = if instead.is_empty() { "Without a title" } else { instead };
            let first = Said::new(words, if instead.is_empty() { "en" } else { "" });
            return Self { first, vertical: all, others: Vec::new() };
        };
        let first = all.get(head).cloned().unwrap_or_default();
        let rest = all.into_iter().enumerate().filter(|(at, _)| *at != head).map(|(_, title)| title);
        let (vertical, others) = rest.partition(Said::is_vertical);
        Self { first, vertical, others }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_written_downwards_never_lies_in_the_heading() {
        let titles =
            Titles::of(&[Title::new("ᠵᠠᠩᠭᠠᠷ", "mn-Mong"), Title::new("Жангар", "mn-Cyrl")], "reel-1");
        assert_eq!(titles.first.text, "Жангар");
        assert_eq!(titles.vertical.len(), 1);
        let alone = Titles::of(&[Title::new("ᠵᠠᠩᠭᠠᠷ", "mn-Mong")], "reel-1");
        assert_eq!((alone.first.text.as_str(), alone.vertical.len()), ("reel-1", 1));
        assert_eq!(Titles::of(&[], "").first.text, "Without a title");
    }
}
