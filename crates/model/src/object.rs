//! Objects: whatever a person made, and the store keeps.

use serde::{Deserialize, Serialize};

use crate::{Ark, Authority, Collection, Exhibit, Item, Performance, Rights, Title};

/// What an object is. `object` in its JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename_all = "lowercase")]
pub enum What {
    /// One manuscript, one volume, one reel.
    Item(Box<Item>),
    /// A group of items.
    Collection(Collection),
    /// A canto as it was sung once.
    Performance(Box<Performance>),
    /// An agent, place, work or subject.
    Authority(Authority),
    /// A curated story.
    Exhibit(Box<Exhibit>),
}

/// An object with its identifier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// Its identifier.
    pub id: Ark,
    /// Why it is not to be seen any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
    /// What it is.
    #[serde(flatten)]
    pub what: What,
}

/// A tombstone: nothing is erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// RFC 3339.
    pub at: String,
    /// Why, in words.
    pub reason: String,
    /// By whom.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

impl Object {
    /// An object with nothing said of a withdrawal.
    #[must_use]
    pub fn new(id: Ark, what: What) -> Self {
        Self { id, withdrawn: None, what }
    }

    /// `item`, `collection`, `performance`, `authority`, `exhibit`.
    #[must_use]
    pub fn sort(&self) -> &'static str {
        match self.what {
            What::Item(_) => "item",
            What::Collection(_) => "collection",
            What::Performance(_) => "performance",
            What::Authority(_) => "authority",
            What::Exhibit(_) => "exhibit",
        }
    }

    /// The path of its description in the store.
    #[must_use]
    pub fn description_path(&self) -> String {
        format!("{}.json", self.sort())
    }

    /// Its kind for people: an item's own (`reel`), an authority's (`work`), else what it is.
    #[must_use]
    pub fn kind(&self) -> &str {
        match &self.what {
            What::Item(item) if !item.kind.is_empty() => &item.kind,
            What::Authority(authority) => authority.kind.as_str(),
            _ => self.sort(),
        }
    }

    /// Its titles, or names.
    #[must_use]
    pub fn titles(&self) -> Vec<Title> {
        match &self.what {
            What::Item(item) => item.title.clone(),
            What::Collection(collection) => collection.title.clone(),
            What::Performance(performance) => performance.title.clone(),
            What::Exhibit(exhibit) => exhibit.title.clone(),
            What::Authority(authority) => {
                authority.names.iter().map(|name| Title::new(&name.text, &name.lang)).collect()
            }
        }
    }

    /// What it is part of.
    #[must_use]
    pub fn part_of(&self) -> Option<&Ark> {
        match &self.what {
            What::Item(item) => item.part_of.as_ref(),
            What::Collection(collection) => collection.part_of.as_ref(),
            _ => None,
        }
    }

    /// Its rights, where it has any of its own.
    #[must_use]
    pub fn rights(&self) -> Option<&Rights> {
        match &self.what {
            What::Item(item) => Some(&item.rights),
            What::Collection(collection) => Some(&collection.rights),
            What::Performance(performance) => Some(&performance.rights),
            What::Authority(_) | What::Exhibit(_) => None,
        }
    }

    /// The item, where it is one.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        match &self.what {
            What::Item(item) => Some(item),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_is_written_and_read_back_with_what_is_not_understood() {
        let id = Ark::mint("99999", 7);
        for (sort, more) in [
            ("item", r#""kind":"reel","title":[{"text":"ᠵᠠᠩᠭᠠᠷ","lang":"mn-Mong"}]"#),
            ("collection", r#""slug":"reels""#),
            ("performance", r#""manner":"sung""#),
            ("authority", r#""kind":"work","names":[{"text":"江格尔","lang":"zh-Hans"}]"#),
            ("exhibit", r#""slug":"sea","state":"draft""#),
        ] {
            let json = format!(r#"{{"id":"{id}","object":"{sort}",{more},"smell":"vinegar"}}"#);
            let object: Object = serde_json::from_str(&json).unwrap();
            assert_eq!(object.sort(), sort);
            let back: serde_json::Value = serde_json::to_value(&object).unwrap();
            assert_eq!(back, serde_json::from_str::<serde_json::Value>(&json).unwrap());
        }
    }
}
