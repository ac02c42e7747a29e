//! What every record has in common: all fields may be absent, and what is not understood is kept.

use std::collections::BTreeMap;

/// Fields that came and have no place in the model yet, by name.
pub type Other = BTreeMap<String, serde_json::Value>;

/// Whether a field says nothing, and so is not written.
pub(crate) fn says_nothing<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A struct whose every field may be absent, and which keeps what it does not understand.
macro_rules! record {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$field_about:meta])* pub $field:ident : $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $(
                $(#[$field_about])*
                #[serde(skip_serializing_if = "crate::record::says_nothing")]
                pub $field: $kind,
            )*
            /// What was said and has no place in the model yet: kept as it came.
            #[serde(flatten)]
            pub other: crate::record::Other,
        }
    };
}
pub(crate) use record;

/// A word of a closed list, and whatever else was written there.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$word_about:meta])* $word:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$word_about])* $word,)*
            /// A word that is not of the list, as it was written.
            Other(String),
        }
        impl $name {
            /// The word as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self { $(Self::$word => $text,)* Self::Other(text) => text }
            }
        }
        impl Default for $name {
            /// Nothing was said.
            fn default() -> Self {
                Self::Other(String::new())
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text { $($text => Self::$word,)* _ => Self::Other(text.to_owned()) }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.serialize_str(self.as_str()) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Ok(Self::from(<std::borrow::Cow<'de, str>>::deserialize(from)?.as_ref()))
            }
        }
    };
}
pub(crate) use words;
