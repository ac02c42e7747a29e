//! Where a list goes on: a key, never a count of rows.

use std::fmt;

use bumba_catalogue::Sort;

/// The last row of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cursor {
    Id {
        id: String,
    },
    Name {
        id: String,
        key: String,
    },
    Newest {
        id: String,
        at_ns: i64,
        /// The newest entry of the feed when the list began.
        snapshot: i64,
    },
}

impl Cursor {
    pub(crate) fn of_ids(id: String) -> Self {
        Self::Id { id }
    }

    pub(crate) fn of_names(id: String, key: String) -> Self {
        Self::Name { id, key }
    }

    pub(crate) fn of_newest(id: String, at_ns: i64, snapshot: i64) -> Self {
        Self::Newest { id, at_ns, snapshot }
    }

    /// Reads what [`fmt::Display`] wrote for a list of this order; nothing where it is anything else.
    pub(crate) fn read(token: &str, order: Sort) -> Option<Self> {
        let (word, rest) = token.split_once(' ')?;
        match (word, order) {
            ("id", Sort::Id) => Some(Self::of_ids(rest.to_owned())),
            ("name", Sort::Name) => {
                let (id, key) = rest.split_once(' ')?;
                Some(Self::of_names(id.to_owned(), key.to_owned()))
            }
            ("newest", Sort::Newest) => {
                let (snapshot, rest) = rest.split_once(' ')?;
                let (at_ns, id) = rest.split_once(' ')?;
                Some(Self::of_newest(id.to_owned(), at_ns.parse().ok()?, snapshot.parse().ok()?))
            }
            _ => None,
        }
        .filter(|cursor| !cursor.is_the_beginning())
    }

    pub(crate) fn is_the_beginning(&self) -> bool {
        match self {
            Self::Id { id } | Self::Name { id, .. } | Self::Newest { id, .. } => id.is_empty(),
        }
    }

    pub(crate) fn snapshot(&self) -> Option<i64> {
        match self {
            Self::Newest { snapshot, .. } => Some(*snapshot),
            _ => None,
        }
    }

    pub(crate) fn with_snapshot(self, snapshot: i64) -> Self {
        match self {
            Self::Newest { id, at_ns, .. } => Self::of_newest(id, at_ns, snapshot),
            other => other,
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id { id } => write!(f, "id {id}"),
            Self::Name { id, key } => write!(f, "name {id} {key}"),
            Self::Newest { id, at_ns, snapshot } => write!(f, "newest {snapshot} {at_ns} {id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_back_for_its_own_order_alone(id in "[a-z:/0-9]{1,20}", key in ".{0,20}", a: i64, b: i64) {
            for (cursor, order) in [
                (Cursor::of_ids(id.clone()), Sort::Id),
                (Cursor::of_names(id.clone(), key), Sort::Name),
                (Cursor::of_newest(id, a, b), Sort::Newest),
            ] {
                for read in [Sort::Id, Sort::Name, Sort::Newest] {
                    let expected = (read == order).then(|| cursor.clone());
                    prop_assert_eq!(Cursor::read(&cursor.to_string(), read), expected);
                }
            }
        }

        #[test]
        fn no_token_makes_it_panic(token in "(id|name|newest)? ?.{0,20}") {
            for order in [Sort::Id, Sort::Name, Sort::Newest] {
                let _ = Cursor::read(&token, order);
            }
        }
    }
}
