//! Where an object lies below the root: the OCFL extension "0003-hash-and-id-n-tuple-storage-layout".
//!
//! `ark:99999/b1x` lies in `9a2/44e/07c/ark%3a99999%2fb1x`: three folders from its SHA-256, so that no folder grows
//! without end, then the identifier itself, so that a person finds it.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256, Sha512};

use crate::digest::{Fixity, FixityHasher};

pub(crate) const NAME: &str = "0003-hash-and-id-n-tuple-storage-layout";
pub(crate) const DESCRIPTION: &str = "Three folders of three digits each from the SHA-256 of the identifier, then the \
                                      identifier itself, percent-encoded";

/// `config.json` of the extension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Layout {
    extension_name: String,
    #[serde(default = "sha256")]
    digest_algorithm: String,
    #[serde(default = "three")]
    tuple_size: usize,
    #[serde(default = "three")]
    number_of_tuples: usize,
}

fn sha256() -> String {
    "sha256".to_owned()
}

fn three() -> usize {
    3
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            extension_name: NAME.to_owned(),
            digest_algorithm: sha256(),
            tuple_size: 3,
            number_of_tuples: 3,
        }
    }
}

impl Layout {
    /// What in it does not hold together, or is not known here.
    pub fn fault(&self) -> Option<String> {
        if self.extension_name != NAME {
            return Some(format!("its config.json is of {:?}", self.extension_name));
        }
        let Some(digits) = self.digest("").map(|digest| digest.len()) else {
            return Some(format!("it hashes by {:?}", self.digest_algorithm));
        };
        let sizes = self.tuple_size <= 32 && self.number_of_tuples <= 32;
        let fits = sizes && self.tuple_size * self.number_of_tuples <= digits;
        let both = (self.tuple_size == 0) == (self.number_of_tuples == 0);
        (!fits || !both)
            .then(|| format!("{} tuples of {} digits cannot be", self.number_of_tuples, self.tuple_size))
    }

    /// How many folders an object lies below the root, its own counted.
    pub fn depth(&self) -> usize {
        self.number_of_tuples + 1
    }

    /// The folders from the root to the object, its own last. At most 165 bytes each.
    pub fn parts(&self, id: &str) -> Vec<String> {
        // `fault` has seen that the digest is known.
        let digest = self.digest(id).unwrap_or_default();
        let mut parts: Vec<String> = (0..self.number_of_tuples)
            .map(|n| digest[n * self.tuple_size..(n + 1) * self.tuple_size].to_owned())
            .collect();
        let mut name = String::new();
        for byte in id.bytes() {
            if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
                name.push(char::from(byte));
            } else {
                name.push_str(&format!("%{byte:02x}"));
            }
        }
        if name.len() > 100 {
            name = format!("{}-{digest}", &name[..100]);
        }
        parts.push(name);
        parts
    }

    fn digest(&self, id: &str) -> Option<String> {
        match self.digest_algorithm.as_str() {
            "sha512" => Some(hex::encode(Sha512::digest(id))),
            "sha256" => Some(hex::encode(Sha256::digest(id))),
            other => {
                let mut hasher = FixityHasher::new(Fixity::named(other)?);
                hasher.update(id.as_bytes());
                Some(hasher.finish())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the extension's page.
    #[test]
    fn the_examples_of_the_extension_lie_where_it_says() {
        let layout = Layout::default();
        let path = |id: &str| layout.parts(id).join("/");
        assert_eq!(path("object-01"), "3c0/ff4/240/object-01");
        assert_eq!(path("..hor/rib:le-$id"), "487/326/d8c/%2e%2ehor%2frib%3ale-%24id");
        let long = "abcdefghij".repeat(11);
        let digest = hex::encode(Sha256::digest(&long));
        assert_eq!(layout.parts(&long)[3], format!("{}-{digest}", "abcdefghij".repeat(10)));
    }

    #[test]
    fn a_config_that_cannot_be_is_refused() {
        let with = |digest_algorithm: &str, tuple_size, number_of_tuples| Layout {
            digest_algorithm: digest_algorithm.to_owned(),
            tuple_size,
            number_of_tuples,
            ..Layout::default()
        };
        assert_eq!(with("md5", 2, 15).fault(), None);
        assert_eq!(with("sha512", 0, 0).fault(), None);
        for bad in
            [with("crc32", 3, 3), with("md5", 3, 11), with("sha256", 0, 3), with("sha256", usize::MAX, 2)]
        {
            assert!(bad.fault().is_some(), "{bad:?}");
        }
    }
}
